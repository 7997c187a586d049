"""The calls of a run: a page of a list, or one thing by its name. A worker makes them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from concierge import clock
from concierge.channels.base import Inbound, SendError
from concierge.channels.log import Log, LoggedText
from concierge.conversation import late
from concierge.effects import Effect, GiveUp, Handler, Retry, handler
from concierge.errors import Refused
from concierge.payments.gateway import (
    DisputeStanding,
    GatewayRefused,
    GatewayUnavailable,
    RefundStanding,
)
from concierge.payments.statement import Movement, Statement, TheirPayment
from concierge.reconciliation import lifecycle, money, movements, queries, texts
from concierge.reconciliation.models import Noun, Reconciliation, Stage
from concierge.reconciliation.verdicts import MENDED, Verdict

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of theirs, and where the next begins."""

    items: tuple[tuple[str, Any], ...]  # name and thing
    next: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """One thing of theirs, or nothing; a text that came in whole, with its pictures."""

    thing: Any
    inbound: Inbound | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """Where their books are."""

    statement: Statement
    log: Log

    def page(self, noun: Noun, since: datetime, cursor: str | None) -> Listed:
        """A page of a list."""
        if noun is Noun.TEXT:
            log = self.log.texts_since(since, cursor)
            return Listed(tuple((each.provider_id, each) for each in log.texts), log.next)
        ask: dict[Noun, Callable[[datetime, str | None], Any]] = {
            Noun.PAYMENT: self.statement.payments_since,
            Noun.REFUND: self.statement.refunds_since,
            Noun.DISPUTE: self.statement.disputes_since,
            Noun.MOVEMENT: self.statement.movements_since,
        }
        found = ask[noun](since, cursor)
        return Listed(tuple((_name(each), each) for each in found.items), found.next)

    def one(self, noun: Noun, name: str) -> Found:
        """One thing by its name."""
        if noun is Noun.TEXT:
            text = self.log.logged(name)
            whole = text is not None and text.inbound
            return Found(text, self.log.inbound_of(text) if text is not None and whole else None)
        ask: dict[Noun, Callable[[str], Any]] = {
            Noun.PAYMENT: self.statement.their_payment,
            Noun.REFUND: self.statement.their_refund,
            Noun.DISPUTE: self.statement.their_dispute,
            Noun.MOVEMENT: self.statement.their_movement,
        }
        return Found(ask[noun](name))


def register(statement: Statement, log: Log) -> None:
    """Let workers compare with these."""
    sources = Sources(statement, log)
    handler(ListTheirs(sources))
    handler(LookAtTheirs(sources))


class _Asks(Handler[Any, Any]):
    def __init__(self, sources: Sources) -> None:
        self.sources = sources

    def run(self, session: Session, effect: Effect) -> Reconciliation:
        """The run that asks."""
        return queries.get(session, int(effect.subject.rpartition(":")[2]))

    def again(self, session: Session, effect: Effect, at: datetime) -> None:
        raise Refused(
            "run-went-on",
            "This run has gone on without it. The next one asks anew, as does `flask reconcile`. "
            "Abandon this.",
        )

    def compare(
        self,
        session: Session,
        run: Reconciliation,
        noun: Noun,
        name: str,
        thing: Any,
        *,
        last_word: bool = True,
    ) -> None:
        """One thing: ours beside theirs."""
        at = clock.now()
        if noun is Noun.TEXT:
            log = self.sources.log
            verdict = texts.text(session, log, name, thing, last_word=last_word, at=at)
        else:
            verdict = _of_money(session, noun, name, thing, at)
        lifecycle.compared(session, run, noun, name, verdict, at=at)


class ListTheirs(_Asks):
    """Read a page of one of their lists."""

    kind = "reconcile.list"

    def prepare(self, session: Session, effect: Effect) -> tuple[Noun, datetime, str | None] | None:
        run = self.run(session, effect)
        if run.status is Stage.DONE:
            return None
        return Noun(effect.params["noun"]), run.since, effect.params["cursor"]

    def call(self, call: tuple[Noun, datetime, str | None], effect: Effect) -> Listed:
        return _ask(lambda: self.sources.page(*call))

    def record(self, session: Session, effect: Effect, outcome: Listed) -> None:
        run, noun = self.run(session, effect), Noun(effect.params["noun"])
        wrote_later = _wrote_later(outcome)
        for name, thing in reversed(outcome.items):  # the oldest first, as it happened
            self.compare(session, run, noun, name, thing, last_word=name not in wrote_later)
        lifecycle.listed(session, run, noun, outcome.next, at=clock.now())

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        run, noun = self.run(session, effect), Noun(effect.params["noun"])
        lifecycle.not_listed(session, run, noun, reason, at=clock.now())


class LookAtTheirs(_Asks):
    """Ask after one thing by its name."""

    kind = "reconcile.look"

    def prepare(self, session: Session, effect: Effect) -> tuple[Noun, str] | None:
        if self.run(session, effect).status is Stage.DONE:
            return None
        return Noun(effect.params["noun"]), effect.params["name"]

    def call(self, call: tuple[Noun, str], effect: Effect) -> Found:
        return _ask(lambda: self.sources.one(*call))

    def record(self, session: Session, effect: Effect, outcome: Found) -> None:
        run = self.run(session, effect)
        noun, name = Noun(effect.params["noun"]), effect.params["name"]
        if outcome.inbound is not None:
            text: LoggedText = outcome.thing
            taken = late.receive_late(
                session,
                outcome.inbound,
                sent_at=text.at,
                last_word=effect.params["last_word"],
                at=clock.now(),
            )
            verdict = MENDED if taken is not None else Verdict(ours=True)
            lifecycle.compared(session, run, noun, name, verdict, at=clock.now())
        else:
            self.compare(session, run, noun, name, outcome.thing)
        lifecycle.looked(session, run, at=clock.now())

    def gave_up(self, session: Session, effect: Effect, reason: str) -> None:
        run = self.run(session, effect)
        noun, name = Noun(effect.params["noun"]), effect.params["name"]
        lifecycle.not_looked(session, run, noun, name, reason, at=clock.now())


def _of_money(session: Session, noun: Noun, name: str, thing: Any, at: datetime) -> Verdict:
    match noun:
        case Noun.PAYMENT:
            return money.payment(session, name, thing, at=at)
        case Noun.REFUND:
            return money.refund(session, name, thing, at=at)
        case Noun.DISPUTE:
            return money.dispute(session, name, thing, at=at)
        case _:
            return movements.movement(session, thing)


def _wrote_later(page: Listed) -> set[str]:
    """The texts that came in and after which, on this page, their sender wrote again."""
    senders: set[str] = set()
    found: set[str] = set()
    for name, thing in page.items:  # the newest first
        if isinstance(thing, LoggedText) and thing.inbound:
            if thing.sender in senders:
                found.add(name)
            senders.add(thing.sender)
    return found


def _ask(call: Callable[[], T]) -> T:
    try:
        return call()
    except GatewayUnavailable as error:
        raise Retry(str(error)) from error
    except GatewayRefused as error:
        raise GiveUp(str(error)) from error
    except SendError as error:
        if error.retry:
            raise Retry(error.reason, after=error.after) from error
        raise GiveUp(error.reason) from error


def _name(thing: TheirPayment | RefundStanding | DisputeStanding | Movement) -> str:
    known = thing.snapshot if isinstance(thing, TheirPayment) else thing
    return known.provider_id or ""
