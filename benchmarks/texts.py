"""`python -m benchmarks.texts`: the parts that a completed order costs, in five languages.

The standard journey by the product's own verbs: a first text, the account page and a card, a
quote, OK, delivered. Then another order of the same customer. See docs/performance.md.
"""

import argparse
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks import measure
from benchmarks.stage import Stage
from concierge import clock, db, events
from concierge.channels.base import DeliveryStatus, Inbound
from concierge.channels.segments import measure as measured
from concierge.conversation import deliver, receive
from concierge.conversation.models import Direction, Message
from concierge.customers import lifecycle as customers
from concierge.customers import links
from concierge.customers import queries as customer_queries
from concierge.effects import nudging
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.payments.gateway import SavedCard, Snapshot, Standing
from concierge.payments.models import Wallet
from concierge.quotes import lifecycle as quotes

PHONES = {"en": "+15550100101", "fr": "+33600000001", "es": "+34600000001", "de": "+4915100000001",
          "nl": "+31600000001"}  # fmt: skip
FIRST = {
    "en": "Hello, could I have 12 roses on Monday please?",
    "fr": "Bonjour, je voudrais 12 roses pour lundi, c'est possible ?",
    "es": "Hola, quisiera 12 rosas para el lunes, por favor",
    "de": "Guten Tag, ich hätte gern 12 Rosen für Montag, geht das?",
    "nl": "Goedendag, ik wil graag 12 rozen voor maandag, kan dat?",
}
ROSES = {"en": "red rose", "fr": "rose rouge", "es": "rosa roja", "de": "rote Rose",
         "nl": "rode roos"}  # fmt: skip
ADDRESS = {
    "en": "14 Elm St\nSpringfield",
    "fr": "14 rue des Lilas\n75011 Paris",
    "es": "Calle Mayor 14\n28013 Madrid",
    "de": "Lindenstr. 14\n10969 Berlin",
    "nl": "Iepenlaan 14\n1015 Amsterdam",
}
_SAM = events.operator(1)


def _arrive() -> None:
    with db.transaction() as session:
        waiting = (
            select(Message).where(Message.status == DeliveryStatus.QUEUED).order_by(Message.id)
        )
        for message in session.scalars(waiting):
            deliver.sent(session, message, f"SM{message.id}", parts=1, at=clock.now())
            message.status = DeliveryStatus.DELIVERED


def _text(phone: str, body: str, number: int) -> int:
    """They text; their customer's id."""
    inbound = Inbound("sms", f"IN{phone}{number}", phone, "+15550100100", body)
    text = receive.take(inbound)
    assert text is not None
    _arrive()
    return text.sender.customer_id


def _settle_in(session: Session, customer_id: int, language: str) -> None:
    customer = customer_queries.lock(session, customer_id)
    customer.language, customer.language_by = language, str(_SAM)
    customers.onboard(
        session, customer, name="Maria Lopez", address=ADDRESS[language], email=None,
        marketing=False, words="agreed", at=clock.now(),
    )  # fmt: skip
    session.add(Wallet(customer_id=customer_id, provider_id=f"cus_{customer_id}"))
    session.flush()
    card = SavedCard(f"pm_{customer_id}", "visa", "4242", 12, 2032)
    payments.save_card(session, customer_id, card, at=clock.now())


def _order(customer_id: int, phone: str, language: str, number: int) -> None:
    now = clock.now()
    with db.transaction() as session:
        customer = customer_queries.lock(session, customer_id)
        quote = quotes.draft(
            session, customer, [quotes.Line(ROSES[language], 12, 400)], by=_SAM, at=now,
            delivery_amount=600, promised_at=now + timedelta(days=2),
        )  # fmt: skip
        quotes.send(session, quote, by=_SAM, at=now)
    _arrive()
    _text(phone, "OK", number)
    for standing in (Standing.AUTHORISED, Standing.CAPTURED):
        with db.transaction() as session:
            customer_queries.lock(session, customer_id)
            [order] = order_queries.of_customer(session, customer_id, limit=1)
            payment = payment_queries.latest(session, order.id)
            assert payment is not None
            if standing is Standing.CAPTURED:
                orders.fulfil(session, order, by=_SAM, at=clock.now())
            told = Snapshot(standing, f"pi_{payment.id}", payment.id, amount_captured=order.total)
            payments.settle(session, payment, told, at=clock.now())
        _arrive()


def run() -> dict[str, Any]:
    """A row a language: the parts of each text, in order, and their sums."""
    rows = []
    texts: dict[str, list[str]] = {}
    with Stage() as stage:
        stage.compose()
        nudging.use(None)
        for language, phone in PHONES.items():
            customer_id = _text(phone, FIRST[language], 1)
            with db.transaction() as session:
                _settle_in(session, customer_id, language)
            _arrive()
            sums = []
            for number in (2, 3):
                _order(customer_id, phone, language, number)
                sums.append(sum(parts for parts, _ in _written(customer_id)))
            written = _written(customer_id)
            texts[language] = [body for _, body in written]
            rows.append({
                "language": language,
                "texts of the first order": " + ".join(str(p) for p, _ in written[:-3]),
                "parts": sums[0],
                "each later order": sums[1] - sums[0],
            })  # fmt: skip
    return {"rows": rows, "texts": texts}


def _written(customer_id: int) -> list[tuple[int, str]]:
    with db.reading() as session:
        ours = (
            select(Message)
            .where(Message.direction == Direction.OUT)
            .where(Message.conversation.has(customer_id=customer_id))
            .order_by(Message.id)
        )
        bodies = [
            links.fill(session, message.body, customer_id=customer_id)
            for message in session.scalars(ours)
        ]
    return [(measured(body).count, body) for body in bodies]


def main() -> int:
    """Read the command line, run, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--show", action="store_true", help="the texts themselves, too")
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    given = parser.parse_args()
    result = run()
    print(measure.table(result["rows"]))
    if given.show:
        for language, bodies in result["texts"].items():
            print(f"\n{language}\n  " + "\n  ".join(bodies))
    measure.write(given.json, result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
