"""A shop in which every page has something to show: a florist's day, and what went wrong in it."""

import io
from dataclasses import dataclass, replace
from datetime import timedelta

from PIL import Image
from sqlalchemy import select, update

from concierge import clock, db
from concierge.catalogue import lifecycle as catalogue
from concierge.catalogue.lifecycle import Goods, Picture
from concierge.catalogue.options import Choice, Option
from concierge.composing import canned
from concierge.conversation import write
from concierge.customers import queries as customers
from concierge.customers import tags
from concierge.effects.models import Effect, EffectStatus
from concierge.events import SERVICE
from concierge.ledger import lifecycle as books
from concierge.merging import lifecycle as merging
from concierge.money import Money
from concierge.operators import accounts, factors, people
from concierge.operators.models import Passkey, Role
from concierge.orders import lifecycle as orders
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.payments.gateway import Standing
from concierge.reconciliation import lifecycle as reconciliation
from concierge.reconciliation.models import Noun
from concierge.reconciliation.verdicts import Finding, Verdict
from tests.console.day import open_day
from tests.console.shop import PASSWORD
from tests.console_orders.test_board import give, set_out
from tests.console_orders.test_disputes import disputed, warned
from tests.insights.test_browser import a_month_of_figures
from tests.shop import SAM, Shop

OMAR = "omar@roseandthorn.example"


@dataclass(frozen=True)
class Filled:
    """Where to find what the pages are about."""

    maria: int  # a customer in the middle of everything; her thread has the same number
    confirmed: int
    estimate: int
    given: int  # to a partner
    held: int
    refunded: int
    disputed: int
    suspected: int
    paying: int  # a thread in which money went to and fro
    refused: int  # a thread in which a bank said no
    quote: int
    open_quote: int
    item: int
    invitation: str


def fill() -> Filled:
    """Fill an empty world; Nadia owns it (operator 1), Omar has a second factor (operator 2)."""
    with db.transaction() as session:
        open_day(session, clock.now())
    a_month_of_figures()
    shop = Shop()
    shop.now = clock.now() - timedelta(hours=5)
    shop._cards = 100
    secret = _house()
    item = _goods()
    made = _orders(shop)
    _night(shop)
    _one_person(shop)
    maria = 1
    return Filled(
        maria=maria,
        quote=1,
        open_quote=2,
        item=item,
        invitation=secret,
        **made,
    )


def _house() -> str:
    with db.transaction() as session:
        at = clock.now()
        canned.add(session, "Thanks", "", "Thank you, {name}!", by=SERVICE, at=at)
        omar = accounts.create(session, OMAR, "Omar Haddad", PASSWORD)
        accounts.create(session, "lena@roseandthorn.example", "Lena Vos", PASSWORD)
        _, secret = people.invite(
            session, "zoe@roseandthorn.example", Role.VIEWER, by=SERVICE, at=at
        )
        factors.begin(session, omar.id)
        session.flush()
        factors.hold(session, omar.id).totp_since = at
        accounts.create_token(session, "Bookkeeping")
        return secret


def give_passkey() -> None:
    """Nadia, who has logged in by her password, makes a passkey."""
    with db.transaction() as session:
        session.add(
            Passkey(
                operator_id=1,
                name="Laptop",
                credential_id=b"1",
                public_key=b"1",
                sign_count=0,
                created_at=clock.now(),
            )
        )


def _goods() -> int:
    size = Option("Size", (Choice("12 stems"), Choice("24 stems", 1800)), required=True)
    colour = Option("Colour", (Choice("red"), Choice("white", 200)))
    with db.transaction() as session:
        at = clock.now()
        roses = Goods(
            "Garden roses",
            Money(4500, "USD"),
            "Hand-tied, with eucalyptus",
            code="R12",
            stock=8,
            options=(size, colour),
        )
        first = catalogue.create(session, roses, by=SAM, at=at)
        catalogue.show(session, first, _photo(), by=SAM, at=at)
        for name, amount, stock in (
            ("Peonies, a dozen", 6200, 3),
            ("Tulips, white", 3600, None),
            ("Seasonal bouquet", 5400, 0),
            ("Delivery before noon", 900, None),
        ):
            goods = replace(roses, name=name, price=Money(amount, "USD"), code=None, options=())
            catalogue.create(session, replace(goods, stock=stock), by=SAM, at=at)
        old = catalogue.create(
            session, replace(roses, name="Christmas wreath", code="W1"), by=SAM, at=at
        )
        catalogue.retire(session, old, by=SAM, at=at)
        return first.id


def _photo() -> Picture:
    made = []
    for size in ((900, 600), (240, 160)):
        out = io.BytesIO()
        Image.new("RGB", size, "#b23a48").save(out, "PNG")
        made.append(out.getvalue())
    return Picture("image/png", made[0], made[1], 900, 600)


def _orders(shop: Shop) -> dict[str, int]:
    def who(number: int, name: str) -> int:
        return shop.customer(f"+1212555020{number}", name=name, address=f"{number + 2} Oak Ave")

    ada, ben, cleo = who(0, "Ada Quist"), who(1, "Ben Achebe"), who(2, "Cleo Marsh")
    dan, eve, fay = who(3, "Dan Ilves"), who(4, "Eve Laurent"), who(5, "Fay Osei")
    noon = shop.now + timedelta(hours=7)
    first = shop.says_ok(shop.quote(ada, promised_at=noon))
    shop.bank_says(first, Standing.AUTHORISED)
    estimate = shop.says_ok(shop.estimate(ben))
    shop.bank_says(estimate, Standing.AUTHORISED)
    started = shop.confirmed(ben)
    shop.on_order(started, lambda s, o: orders.start(s, o, by=SAM, at=shop.now))
    given, sent_out = shop.confirmed(dan), shop.confirmed(eve)
    give(shop, given)
    set_out(shop, sent_out)
    held = shop.says_ok(shop.quote(cleo))
    shop.bank_says(held, Standing.DECLINED)
    refunded = shop.paid(dan)
    with shop.deciding(dan) as session:
        payment = payment_queries.of_orders(session, [refunded])[refunded]
        payments.refund(session, payment, 1400, by=SAM, at=shop.now, reason="Two stems had broken")
    owed = Money(2150, "USD")
    shop.on_order(
        refunded,
        lambda s, o: books.book_partner_payable(
            s, o, "Bloom Wholesale", owed, by=SAM, at=shop.now, note=""
        ),
    )
    charged, suspected = shop.paid(eve), shop.paid(fay)
    disputed(shop, charged)
    warned(shop, suspected)
    return {
        "confirmed": first,
        "estimate": estimate,
        "given": given,
        "held": held,
        "refunded": refunded,
        "disputed": charged,
        "suspected": suspected,
        "paying": _thread(dan),
        "refused": _thread(cleo),
    }


def _thread(customer: int) -> int:
    """Of somebody who was tagged, too."""
    with db.transaction() as session:
        person = customers.lock(session, customer)
        tags.add(session, person, "weddings", by=SAM, at=clock.now())
        return write.of_customer(session, customer).id


def _one_person(shop: Shop) -> None:
    """Two numbers of one person, who were two customers."""
    home, work = (shop.customer(f"+1212555030{number}", name="Iris Vale") for number in (1, 2))
    with db.transaction() as session:
        merging.merge(session, home, work, by=SAM, at=clock.now())


def _night(shop: Shop) -> None:
    """A text that fails and one that was given up; a payment that only Stripe knows."""
    for body in ("Your roses are on the way.", "We close at six today."):
        with shop.deciding(2) as session:
            thread = write.of_customer(session, 2)
            write.write(session, thread, body, by=SAM, at=clock.now())
    with db.transaction() as session:
        session.execute(update(Effect).values(status=EffectStatus.DONE, ended_at=clock.now()))
        texts = select(Effect.id).where(Effect.customer_id == 2).order_by(Effect.id.desc())
        given_up, failing = session.scalars(texts.limit(2))
        at = clock.now()
        said = {"attempt": 4, "first_tried_at": at, "error": "Twilio answered 503"}
        late = at + timedelta(hours=1)
        session.execute(
            update(Effect)
            .where(Effect.id == failing)
            .values(status=EffectStatus.WAITING, ended_at=None, due_at=late, **said)
        )
        session.execute(
            update(Effect)
            .where(Effect.id == given_up)
            .values(status=EffectStatus.GIVEN_UP, ended_at=at, **said)
        )
    with db.transaction() as session:
        at = clock.now()
        run = reconciliation.begin(session, since=at, by=SERVICE, at=at)
        finding = Finding("payment-unknown", "nothing", "$20.00, captured", 1, 1)
        name = "pi_3Qx0123456789abcdefghijkl"
        verdict = Verdict(finding=finding)
        reconciliation.compared(session, run, Noun.PAYMENT, name, verdict, at=at)
