"""Sam at the console, with something for each button to do."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pyotp
from sqlalchemy import select, text, update

from concierge import clock, db, events, money
from concierge.catalogue import lifecycle as catalogue
from concierge.catalogue import queries as catalogue_queries
from concierge.channels.base import Inbound
from concierge.composing import canned, later, sending
from concierge.conversation import overrides, parting, promising, receive, snoozing, write
from concierge.conversation import queries as conversations
from concierge.conversation.models import Promise
from concierge.customers import entry, fields, tags
from concierge.customers import lifecycle as customer_lifecycle
from concierge.customers import queries as customers
from concierge.effects.models import Effect
from concierge.events import ON_TRAIL, Event
from concierge.ledger import lifecycle as books
from concierge.merging import lifecycle as merging
from concierge.operators import accounts, factors, people
from concierge.operators.models import Passkey, Role
from concierge.orders import lifecycle as orders
from concierge.orders.tracking import Parcel
from concierge.partners import lifecycle as partners
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.payments.gateway import Standing, WarningFacts
from concierge.payments.models import FraudWarning
from concierge.quotes import lifecycle as quotes
from concierge.quotes import revising
from concierge.reconciliation.models import (
    Difference,
    DifferenceStatus,
    Noun,
    Reconciliation,
    Stage,
)
from tests.console_orders.conftest import operators as operators
from tests.console_orders.conftest import sam as sam
from tests.console_orders.conftest import shop as shop
from tests.console_orders.conftest import thread_of
from tests.console_orders.test_quotes import ROSES, builder
from tests.shop import ROSES as LINES
from tests.shop import SAM, Shop

# The quote builder asks for what it shows in a preview, which decides nothing.
# A page says what is done in it, which is kept for less than a minute and nowhere.
# The others ask what a browser is to sign, or only make sure of who sits there.
DECIDES_NOTHING = {
    "console.presence.create",
    "console.quotes.preview",
    "console.composer.preview_cost",
    "console.composer.update_draft",  # nothing is decided before it is sent
    "console.account.create_confirmation",
    "console.factors.create",
    "console.passkeys.ask",
    "console.second.ask_passkey",
}
# What only a stranger or a browser with an authenticator can press: see tests/people.
ELSEWHERE = {
    "console.session.create",
    "console.second.create",
    "console.second.create_by_passkey",
    "console.people.accept_invitation",
    "console.passkeys.create",
}
# For each button of the console: where it is pressed, and what is typed.
Scene = Callable[[Shop], tuple[str, dict[str, Any]]]


def on_trail() -> list[Event]:
    """The whole trail, oldest first."""
    with db.reading() as session:
        return list(session.scalars(select(Event).where(text(ON_TRAIL)).order_by(Event.id)))


def _heard(shop: Shop) -> int:
    """A text of Maria's that was left to a person."""
    shop.quote(shop.customer())
    with db.transaction() as session:
        inbound = Inbound("sms", "SM9", "+15550100123", "+15550100100", "perhaps, who knows")
        message = receive.receive(session, inbound, at=clock.now())
        assert message is not None
        return message.id


def _snoozed(shop: Shop) -> int:
    number = thread_of(shop.customer())
    with db.transaction() as session:
        conversation, at = conversations.get(session, number), clock.now()
        snoozing.snooze(session, conversation, at + timedelta(hours=1), by=events.SERVICE, at=at)
    return number


def _promised(shop: Shop) -> int:
    number = thread_of(shop.customer())
    with db.transaction() as session:
        conversation, at = conversations.get(session, number), clock.now()
        until = at + timedelta(hours=1)
        promising.promise(session, conversation, Promise.QUOTE, until, by=events.SERVICE, at=at)
    return number


def _draft(shop: Shop) -> int:
    maria = shop.customer()
    with shop.deciding(maria) as session:
        customer = customers.get(session, maria)
        return quotes.draft(session, customer, LINES, by=SAM, at=shop.now).id


def _held(shop: Shop) -> int:
    """An order that has waited for a card for a while."""
    order = shop.says_ok(shop.quote(shop.customer(card=False)))
    with db.transaction() as session:
        session.execute(text("SET LOCAL session_replication_role = replica"))  # no trigger
        session.execute(update(Event).values(at=text("at - interval '1 hour'")))
    return order


def _item() -> int:
    with db.transaction() as session:
        price = money.Money(5400, "USD")
        return catalogue.add(session, "Roses", price, by=SAM, at=clock.now()).id


def _archived() -> int:
    number = _item()
    with db.transaction() as session:
        item = catalogue_queries.get(session, number)
        catalogue.retire(session, item, by=SAM, at=clock.now())
    return number


def _late(shop: Shop) -> int:
    """A text that is tried again only in an hour."""
    maria = shop.customer()
    with shop.deciding(maria) as session:
        thread = write.of_customer(session, maria)
        write.write(session, thread, "Hello", by=SAM, at=shop.now)
    with db.transaction() as session:
        effect = session.scalars(select(Effect).order_by(Effect.id.desc()).limit(1)).one()
        effect.due_at = clock.now() + timedelta(hours=1)
        return effect.id


def _thread(shop: Shop) -> int:
    maria = shop.customer()
    with db.reading() as session:
        return write.of_customer(session, maria).id


def _planned(shop: Shop, button: str) -> tuple[str, dict[str, Any]]:
    """A text of Sam's for tomorrow; where it is cancelled or changed."""
    number = _thread(shop)
    with db.transaction() as session:
        thread = conversations.get(session, number)
        customers.lock(session, thread.customer_id)
        at = clock.now()
        text = later.plan(session, thread, "Hi", "tomorrow 9:00", key="", by=SAM, at=at)
        assert text is not None
        return f"conversations/{number}/later/{button}", {"later": text.id}


def _canned() -> int:
    with db.transaction() as session:
        return canned.add(session, "Thanks", "", "Thank you", by=SAM, at=clock.now()).id


def _sent(shop: Shop) -> tuple[str, dict[str, Any]]:
    """A text of Sam's that no worker has yet; where it is taken back."""
    maria = shop.customer()
    with shop.deciding(maria) as session:
        thread = write.of_customer(session, maria)
        message = sending.send(session, thread, "Hello", key="", by=SAM, at=shop.now)
        assert message is not None
        return f"conversations/{thread.id}/undo", {"message": message.id}


def _invited() -> int:
    with db.transaction() as session:
        at = clock.now()
        return people.invite(session, "zoe@example.com", Role.VIEWER, by=SAM, at=at)[0].id


def _kim_left() -> int:
    with db.transaction() as session:
        return people.deactivate(session, 2, by=events.SERVICE, at=clock.now()).id


def _other_login() -> int:
    """Sam is logged in elsewhere, too."""
    with db.transaction() as session:
        operator = factors.hold(session, 1)
        return accounts.enter(session, operator, by=events.SERVICE, at=clock.now()).id


def _app(*, confirmed: bool = True) -> str:
    """Sam has set up an app; the digits that it shows now."""
    with db.transaction() as session:
        factors.begin(session, 1)
        session.flush()
        operator = factors.hold(session, 1)
        operator.totp_since = clock.now() if confirmed else None
        secret = factors.secret_in_words(operator).replace(" ", "")
    return pyotp.TOTP(secret).at(clock.now())


def _passkey() -> int:
    with db.transaction() as session:
        passkey = Passkey(
            operator_id=1,
            name="Laptop",
            credential_id=b"1",
            public_key=b"1",
            sign_count=0,
            created_at=clock.now(),
        )
        session.add(passkey)
        session.flush()
        return passkey.id


def _own_words() -> str:
    with db.transaction() as session:
        overrides.set_text(session, "en", "help", "Own words", by=events.SERVICE, at=clock.now())
    return "help"


NINE_TO_FIVE = {"opens": "09:00", "closes": "17:00"}
PEOPLE: dict[str, Scene] = {
    "console.people.create_invitation": lambda _: (
        "people/invitations",
        {"email": "zoe@example.com", "role": "viewer"},
    ),
    "console.people.create_revocation": lambda _: (
        f"people/invitations/{_invited()}/revocation",
        {},
    ),
    "console.people.update_role": lambda _: ("people/2/role", {"role": "viewer"}),
    "console.people.create_deactivation": lambda _: ("people/2/deactivation", {}),
    "console.people.create_activation": lambda _: (f"people/{_kim_left()}/activation", {}),
    "console.people.create_reset": lambda _: ("people/2/second-factor/reset", {}),
    "console.people.update_two_factor": lambda _: ("people/two-factor", {"required": ""}),
    "console.hours.update": lambda _: (
        "hours",
        {f"{edge}{day}": time for day in range(7) for edge, time in NINE_TO_FIVE.items()},
    ),
    "console.texts.update": lambda _: (
        "texts/en/new_link",
        {"source": "A new link for you: {{ link }}"},
    ),
    "console.texts.delete": lambda _: (f"texts/en/{_own_words()}/default", {}),
    "console.hours.delete": lambda _: ("hours/removal", {}),
    "console.account.update_password": lambda _: (
        "account/password",
        {"password": "thirteen white lilies", "again": "thirteen white lilies"},
    ),
    "console.account.update_timezone": lambda _: (
        "account/timezone",
        {"timezone": "Europe/Lisbon"},
    ),
    "console.account.create_end": lambda _: (f"account/sessions/{_other_login()}/end", {}),
    "console.account.create_end_of_others": lambda _: ("account/sessions/end", {}),
    "console.factors.create_confirmation": lambda _: (
        "account/app/confirmation",
        {"code": _app(confirmed=False)},
    ),
    "console.factors.create_removal": lambda _: (f"account/app/removal?{_app()}", {}),
    "console.factors.create_codes": lambda _: (f"account/codes?{_app()}", {}),
    "console.passkeys.create_removal": lambda _: (f"account/passkeys/{_passkey()}/removal", {}),
}


def _tagged(shop: Shop) -> int:
    """A customer whom somebody called a regular."""
    maria = shop.customer()
    with shop.deciding(maria) as session:
        tags.add(session, customers.get(session, maria), "regular", by=SAM, at=shop.now)
    return maria


def _merger(shop: Shop) -> int:
    """Maria writes from two numbers, and somebody has found out."""
    maria, other = shop.customer(), shop.customer("+15550100124", address=None, card=False)
    with db.transaction() as session:
        return merging.merge(session, maria, other, by=SAM, at=shop.now).id


def _field() -> int:
    with db.transaction() as session:
        return fields.define(session, "Birthday", "date", "", by=SAM, at=clock.now()).id


def _entry() -> int:
    with db.transaction() as session:
        return entry.name(session, "Market", "", "", by=SAM, at=clock.now()).id


def _doubted(shop: Shop) -> int:
    """A customer whose number may have changed hands."""
    maria = shop.customer()
    with shop.deciding(maria) as session:
        point = write.of_customer(session, maria).contact_point
        customer_lifecycle.doubt(session, point, because="by hand", by=SAM, at=shop.now)
    return maria


def _parted(shop: Shop) -> int:
    """A customer whose number has turned out to be somebody else's."""
    maria = shop.customer()
    with shop.deciding(maria) as session:
        point = write.of_customer(session, maria).contact_point
        parting.part(session, point, because=parting.BY_HAND, by=SAM, at=shop.now)
    return maria


def _up_to_sixty(shop: Shop) -> int:
    """An order for at most $60.00, whose money is reserved."""
    order = shop.says_ok(shop.estimate(shop.customer()))
    shop.bank_says(order, Standing.AUTHORISED)
    return order


def _refused(shop: Shop) -> int:
    """The same; Maria was asked for more, and said no."""
    order = _up_to_sixty(shop)
    quote = shop.on_order(
        order, lambda s, o: revising.revise(s, o, 6800, by=SAM, at=shop.now, note=None)
    )
    by = events.customer(quote.customer_id)
    shop.on_quote(quote.id, lambda s, q: quotes.decline(s, q, by=by, at=shop.now))
    return order


def _suspected(shop: Shop) -> int:
    """A charge that the card's bank suspects; the warning's id."""
    order = shop.paid(shop.customer())
    payment_id = shop.payment(order).id
    with db.transaction() as session:
        payment = payment_queries.get(session, payment_id)
        customers.lock(session, payment.customer_id)
        facts = WarningFacts("issfr_1", f"pi_{payment_id}", "misc", True, shop.now)
        payments.settle_warning(session, payment, facts, at=shop.now)
        return session.scalars(select(FraudWarning)).one().id


def _owed(shop: Shop) -> str:
    """Something that a partner is owed for an order."""
    order = shop.confirmed(shop.customer())
    owed = money.Money(2150, "USD")
    payable = shop.on_order(
        order,
        lambda s, o: books.book_partner_payable(
            s, o, "Bloom Wholesale", owed, by=SAM, at=shop.now, note=""
        ),
    )
    return f"orders/{order}/payables/{payable.id}"


def _partner(*, retired: bool = False) -> int:
    """A supplier; one that has left, perhaps."""
    with db.transaction() as session:
        partner = partners.add(session, "Bloom Wholesale", by=SAM, at=clock.now())
        if retired:
            partners.retire(session, partner, by=SAM, at=clock.now())
        return partner.id


def _out(shop: Shop) -> int:
    """An order that is out for delivery."""
    order = shop.confirmed(shop.customer())
    shop.on_order(order, lambda s, o: orders.set_out(s, o, Parcel(), by=SAM, at=shop.now))
    return order


def _difference() -> int:
    """A text of Twilio's that is not here."""
    at = clock.now()
    with db.transaction() as session:
        run = Reconciliation(
            since=at, asked_at=at, asked_by="service", status=Stage.DONE, unasked={}
        )
        session.add(run)
        session.flush()
        row = Difference(
            noun=Noun.TEXT, provider_id="SM1", code="text-unknown", ours="", theirs="Hello",
            status=DifferenceStatus.OPEN, found_at=at, seen_at=at, asked_in=run.id,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id


SCENES: dict[str, Scene] = {
    **PEOPLE,
    "console.conversations.create_undo": _sent,
    "console.later.create": lambda shop: (
        f"conversations/{_thread(shop)}/later",
        {"body": "Good morning", "when": "tomorrow 9:00"},
    ),
    "console.later.create_cancellation": lambda shop: _planned(shop, "cancellation"),
    "console.later.create_edit": lambda shop: _planned(shop, "edit"),
    "console.canned.create": lambda _: ("replies", {"name": "Hours", "body": "Nine to one"}),
    "console.canned.update": lambda _: (
        f"replies/{_canned()}",
        {"name": "Hours", "body": "Nine to two"},
    ),
    "console.canned.create_removal": lambda _: (f"replies/{_canned()}/removal", {}),
    "console.customers.create_tag": lambda shop: (
        f"customers/{shop.customer()}/tags",
        {"tag": "regular"},
    ),
    "console.customers.delete_tag": lambda shop: (
        f"customers/{_tagged(shop)}/tags/removal",
        {"tag": "regular"},
    ),
    "console.customers.create_consent": lambda shop: (
        f"customers/{shop.customer()}/consent",
        {"given": "yes", "words": "Yes please, on the phone"},
    ),
    "console.mergers.create": lambda shop: (
        f"customers/{shop.customer()}/merger",
        {"absorbed": shop.customer("+15550100124", address=None, card=False)},
    ),
    "console.mergers.create_undoing": lambda shop: (f"mergers/{_merger(shop)}/undoing", {}),
    "console.fields.create": lambda _: ("fields", {"name": "Birthday", "kind": "date"}),
    "console.fields.create_retirement": lambda _: (f"fields/{_field()}/retirement", {}),
    "console.entries.create": lambda _: ("entry-points", {"name": "Market"}),
    "console.entries.create_retirement": lambda _: (f"entry-points/{_entry()}/retirement", {}),
    "console.customers.create_card_link": lambda shop: (
        f"customers/{shop.customer()}/card-link",
        {},
    ),
    "console.customers.create_doubt": lambda shop: (f"customers/{shop.customer()}/doubt", {}),
    "console.customers.create_vouching": lambda shop: (f"customers/{_doubted(shop)}/vouching", {}),
    "console.customers.create_parting": lambda shop: (f"customers/{shop.customer()}/parting", {}),
    "console.customers.create_reunion": lambda shop: (f"customers/{_parted(shop)}/reunion", {}),
    "console.orders.create_payable": lambda shop: (
        f"orders/{shop.confirmed(shop.customer())}/payables",
        {"partner": "Bloom Wholesale", "owed": "21.50"},
    ),
    "console.deliveries.create_handover": lambda shop: (
        f"orders/{shop.confirmed(shop.customer())}/partner",
        {"partner": _partner()},
    ),
    "console.deliveries.create_departure": lambda shop: (
        f"orders/{shop.confirmed(shop.customer())}/departure",
        {"courier": "Fleet Feet"},
    ),
    "console.deliveries.create_return": lambda shop: (f"orders/{_out(shop)}/return", {}),
    "console.partners.create": lambda _: ("partners", {"name": "Bloom Wholesale"}),
    "console.partners.update": lambda _: (f"partners/{_partner()}", {"name": "Bloom & Sons"}),
    "console.partners.create_retirement": lambda _: (f"partners/{_partner()}/retirement", {}),
    "console.partners.create_restoration": lambda _: (
        f"partners/{_partner(retired=True)}/restoration",
        {},
    ),
    "console.orders.create_payable_payment": lambda shop: (f"{_owed(shop)}/payment", {}),
    "console.orders.create_payable_withdrawal": lambda shop: (f"{_owed(shop)}/withdrawal", {}),
    "console.differences.create_resolution": lambda _: (
        f"differences/{_difference()}/resolution",
        {"note": "Sent by hand"},
    ),
    "console.session.delete": lambda _: ("logout", {}),
    "console.conversations.create": lambda _: (
        "conversations",
        {"number": "+15550100177", "body": "Hello"},
    ),
    "console.conversations.create_message": lambda shop: (
        f"conversations/{thread_of(shop.customer())}/messages",
        {"body": "We have peonies."},
    ),
    "console.conversations.create_settlement": lambda shop: (
        f"conversations/{thread_of(shop.customer())}/settlement",
        {},
    ),
    "console.conversations.create_greeting": lambda shop: (
        f"conversations/{thread_of(shop.customer(address=None, card=False))}/greeting",
        {},
    ),
    "console.assignments.claim": lambda shop: (
        f"conversations/{thread_of(shop.customer())}/claim",
        {},
    ),
    "console.assignments.create": lambda shop: (
        f"conversations/{thread_of(shop.customer())}/assignment",
        {"operator": "2", "note": "She wants them before noon."},
    ),
    "console.notes.create": lambda shop: (
        f"conversations/{thread_of(shop.customer())}/notes",
        {"note": "She wants them before noon."},
    ),
    "console.promises.create": lambda shop: (
        f"conversations/{thread_of(shop.customer())}/promise",
        {"what": "quote", "words": "in 2 hours"},
    ),
    "console.promises.delete": lambda shop: (
        f"conversations/{_promised(shop)}/promise-end",
        {"kept": "1"},
    ),
    "console.snoozes.create": lambda shop: (
        f"conversations/{thread_of(shop.customer())}/snooze",
        {"words": "in 2 hours"},
    ),
    "console.snoozes.delete": lambda shop: (
        f"conversations/{_snoozed(shop)}/waking",
        {},
    ),
    "console.corrections.create": lambda shop: (
        f"messages/{_heard(shop)}/correction",
        {"meaning": "decline:1"},
    ),
    "console.customers.update": lambda shop: (f"customers/{shop.customer()}", {"name": "Ana"}),
    "console.quotes.create": lambda shop: (
        builder(shop.customer()).removeprefix("/console/"),
        ROSES,
    ),
    "console.quotes.create_sending": lambda shop: (f"quotes/{_draft(shop)}/sending", {}),
    "console.quotes.create_withdrawal": lambda shop: (
        f"quotes/{shop.quote(shop.customer())}/withdrawal",
        {},
    ),
    "console.orders.create_start": lambda shop: (
        f"orders/{shop.confirmed(shop.customer())}/start",
        {},
    ),
    "console.orders.create_fulfilment": lambda shop: (
        f"orders/{shop.confirmed(shop.customer())}/fulfilment",
        {},
    ),
    "console.orders.create_cancellation": lambda shop: (
        f"orders/{shop.confirmed(shop.customer())}/cancellation",
        {"reason": "No roses to be had"},
    ),
    "console.orders.create_resumption": lambda shop: (
        f"orders/{_held(shop)}/resumption",
        {"by": "link"},
    ),
    "console.orders.create_revision": lambda shop: (
        f"orders/{_up_to_sixty(shop)}/revision",
        {"amount": "68", "why": "Peonies were dear"},
    ),
    "console.orders.create_ceiling": lambda shop: (f"orders/{_refused(shop)}/ceiling", {}),
    "console.disputes.create_decision": lambda shop: (
        f"fraud-warnings/{_suspected(shop)}/decision",
        {"choice": "keep"},
    ),
    "console.privacy.create_export": lambda shop: (f"customers/{shop.customer()}/export", {}),
    "console.privacy.create_erasure": lambda shop: (
        f"customers/{shop.customer()}/erasure",
        {"number": "+15550100123"},
    ),
    "console.orders.create_refund": lambda shop: (
        f"orders/{shop.paid(shop.customer())}/refunds",
        {"amount": "14"},
    ),
    "console.catalogue.create": lambda _: ("catalogue", {"name": "Tulips", "price": "20"}),
    "console.catalogue.update": lambda _: (
        f"catalogue/{_item()}",
        {"name": "Red roses", "price": "48"},
    ),
    "console.catalogue.create_retirement": lambda _: (f"catalogue/{_item()}/retirement", {}),
    "console.catalogue.create_restoration": lambda _: (f"catalogue/{_archived()}/restoration", {}),
    "console.effects.create_retry": lambda shop: (f"effects/{_late(shop)}/retry", {}),
    "console.effects.create_abandonment": lambda shop: (
        f"effects/{_late(shop)}/abandonment",
        {"why": "Told by phone"},
    ),
    "console.audit.create_export": lambda _: ("audit/exports", {"kind": "order"}),
}
