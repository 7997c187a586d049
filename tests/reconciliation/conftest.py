"""The whole product beside Stripe's and Twilio's own books, which others may have touched."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import requests
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from concierge import clock, db
from concierge.conversation.models import Message
from concierge.effects.models import Effect, EffectStatus
from concierge.events import SERVICE
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.orders.models import Order
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.payments.models import Wallet
from concierge.reconciliation import lifecycle, queries
from concierge.reconciliation.models import Difference, Reconciliation, Stage
from tests.world import MARIA, OPERATOR, World


@dataclass
class Books:
    """Ours and theirs."""

    world: World

    # --- comparing -------------------------------------------------------------------------------

    def compare(self, **back: float) -> Reconciliation:
        """One run, to its end; it looks two days back unless told otherwise."""
        since = clock.now() - timedelta(**(back or {"days": 2}))
        with db.transaction() as session:
            run = lifecycle.begin(session, since=since, by=SERVICE, at=clock.now())
        for _ in range(20):
            self.world.work()
            with db.reading() as session:
                run = queries.get(session, run.id)
            if run.status is Stage.DONE:
                return run
            self._nothing_waits_for_another_try()
        raise AssertionError(f"the run does not end: {run.status}")

    def _nothing_waits_for_another_try(self) -> None:
        with db.transaction() as session:
            kinds = ("reconcile.list", "reconcile.look")
            session.execute(
                update(Effect)
                .where(Effect.kind.in_(kinds), Effect.status == EffectStatus.WAITING)
                .values(due_at=clock.now())
            )

    def a_minute_passes(self) -> None:
        """Since what was written so far."""
        minute = timedelta(minutes=1)
        with db.transaction() as session:
            session.execute(
                update(Message).values(
                    created_at=Message.created_at - minute, sent_at=Message.sent_at - minute
                )
            )

    def differences(self) -> list[Difference]:
        """Those that are open, the oldest first."""
        with db.reading() as session:
            return queries.page(session, is_open=True, limit=1000)[::-1]

    def codes(self) -> list[str]:
        """What differs."""
        return [each.code for each in self.differences()]

    def all(self) -> list[Difference]:
        """However they stand."""
        with db.reading() as session:
            return list(session.scalars(select(Difference).order_by(Difference.id)))

    # --- what we do ------------------------------------------------------------------------------

    def deaf(self, *kinds: str) -> None:
        """No webhook reaches us any more."""
        self.world.sandbox.webhooks("drop", kinds)

    def ordered(self) -> Order:
        """Maria's order, whose money is reserved."""
        self.world.known()
        self.world.give_card()
        self.world.quote()
        self.world.text("OK")
        return self.world.order()

    def paid(self) -> Order:
        """The same, delivered and paid."""
        self.fulfil(self.ordered())
        assert self.world.order().status == "paid"
        return self.world.order()

    def fulfil(self, order: Order) -> None:
        """It is with the customer."""

        def deliver(session: Session) -> None:
            row = order_queries.get(session, order.id)
            orders.fulfil(session, row, by=OPERATOR, at=clock.now())

        self.world.decide(order.customer_id, deliver)
        self.world.work()

    def refund(self, order: Order, amount: int) -> None:
        """Some of it is given back."""

        def give(session: Session) -> None:
            payment = payment_queries.live(session, order.id)
            assert payment is not None
            payments.refund(session, payment, amount, by=OPERATOR, at=clock.now(), reason=None)

        self.world.decide(order.customer_id, give)

    def give_up(self, kind: str) -> None:
        """The calls of a kind have been tried in vain until their deadline."""
        self.world.drain()
        with db.transaction() as session:
            session.execute(
                update(Effect)
                .where(Effect.kind == kind, Effect.status == EffectStatus.WAITING)
                .values(due_at=clock.now(), deadline_at=clock.now())
            )
        self.world.drain()
        with db.reading() as session:
            statuses = set(session.scalars(select(Effect.status).where(Effect.kind == kind)))
        assert EffectStatus.GIVEN_UP in statuses

    # --- behind our back -------------------------------------------------------------------------

    def at_stripe(self, path: str, **form: Any) -> Any:
        """Somebody uses Stripe's API or its dashboard."""
        settings = self.world.settings
        answer = requests.post(
            f"{settings.stripe_api_base}/v1/{path}",
            data=form,
            auth=(settings.stripe_secret_key.get_secret_value(), ""),
            timeout=10,
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    def at_twilio(self, method: str, path: str, **form: Any) -> Any:
        """Somebody uses Twilio's API."""
        settings = self.world.settings
        account = settings.twilio_account_sid
        answer = requests.request(
            method,
            f"{settings.twilio_api_base}/2010-04-01/Accounts/{account}/{path}",
            data=form,
            auth=(account, settings.twilio_auth_token.get_secret_value()),
            timeout=10,
        )
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def wallet(self) -> str:
        """Who Maria is at Stripe."""
        with db.reading() as session:
            return session.scalars(select(Wallet.provider_id)).one()

    def charge(self, amount: int = 2000, *, capture: bool = True, **more: Any) -> Any:
        """Somebody charges Maria's card at Stripe, through no order."""
        card = self.world.sandbox.books()["payment_methods"][0]["id"]
        given: dict[str, Any] = {"customer": self.wallet(), "payment_method": card, **more}
        return self.at_stripe(
            "payment_intents",
            amount=amount,
            currency="usd",
            confirm="true",
            off_session="true",
            capture_method="automatic" if capture else "manual",
            **{"allowed_payment_method_types[]": "card"},
            **given,
        )


@pytest.fixture
def books(world: World) -> Books:
    return Books(world)


@contextmanager
def as_owner() -> Iterator[Session]:
    """The database without its triggers and foreign keys: for what no program may do."""
    with db.transaction() as session:
        session.execute(text("set local session_replication_role = replica"))
        yield session


__all__ = ["MARIA", "Books", "as_owner"]
