"""One run, step by step, and what becomes of differences. Nothing else moves their status.

payments → refunds → disputes → texts → looking → movements → done. All calls of all runs are one
lane: they are made one after the other, so their transactions, which are the only ones that may
hold several customers' locks, can't wait for each other.
"""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from concierge import effects, events
from concierge.errors import Refused
from concierge.events import SERVICE, Actor
from concierge.reconciliation import queries
from concierge.reconciliation.models import (
    Difference,
    DifferenceStatus,
    Noun,
    Reconciliation,
    Sighting,
    Stage,
)
from concierge.reconciliation.verdicts import Finding, Verdict
from concierge.transitions import Transitions

_D = DifferenceStatus
DIFFERENCES = Transitions("difference", {_D.OPEN: {_D.RESOLVED, _D.GONE}})
_S = Stage
STAGES = Transitions(
    "reconciliation",
    {
        _S.PAYMENTS: {_S.REFUNDS},
        _S.REFUNDS: {_S.DISPUTES},
        _S.DISPUTES: {_S.TEXTS},
        _S.TEXTS: {_S.LOOKING},
        _S.LOOKING: {_S.MOVEMENTS},
        _S.MOVEMENTS: {_S.DONE},
    },
)
LISTED = {
    Stage.PAYMENTS: Noun.PAYMENT,
    Stage.REFUNDS: Noun.REFUND,
    Stage.DISPUTES: Noun.DISPUTE,
    Stage.TEXTS: Noun.TEXT,
    Stage.MOVEMENTS: Noun.MOVEMENT,
}
_LANE = "reconciliation"
# A run that can't go on is over before the day is; the next begins anew.
_DEADLINE = timedelta(hours=2)
_LONGEST_NOTE = 300
# What may differ without anything of the balance; movements are looked at after their own list.
_BEFORE_THE_BALANCE = (Noun.PAYMENT, Noun.REFUND, Noun.DISPUTE, Noun.TEXT)
_HAVE_NAMES = (Noun.PAYMENT, Noun.REFUND, Noun.TEXT)


def begin(session: Session, *, since: datetime, by: Actor, at: datetime) -> Reconciliation:
    """Compare everything since then. The worker makes the calls."""
    run = Reconciliation(
        since=since,
        asked_at=at,
        asked_by=str(by),
        status=Stage.PAYMENTS,
        looks_left=0,
        compared=0,
        repaired=0,
        unasked={},
    )
    session.add(run)
    session.flush()
    _ask_for_page(session, run, Noun.PAYMENT, None, at=at)
    return run


def compared(
    session: Session,
    run: Reconciliation,
    noun: Noun,
    provider_id: str,
    verdict: Verdict,
    *,
    at: datetime,
) -> None:
    """One thing has been compared: keep what differs, close what does not any more."""
    run.compared += 1
    if verdict.ours and noun in _HAVE_NAMES:
        row = {"reconciliation_id": run.id, "noun": noun, "provider_id": provider_id}
        session.execute(insert(Sighting).values(row).on_conflict_do_nothing())
    if verdict.repaired:
        run.repaired += 1
        events.record(
            session,
            "reconciliation.repaired",
            run,
            by=SERVICE,
            at=at,
            customer_id=None,
            noun=noun.value,
            name=provider_id,
        )
    if verdict.look:
        look(session, run, noun, provider_id, last_word=verdict.last_word, at=at)
    elif verdict.finding is not None:
        _note(session, run, noun, provider_id, verdict.finding, at=at)
    else:
        known = queries.newest_about(session, noun, provider_id)
        if known is not None and known.status is DifferenceStatus.OPEN:
            DIFFERENCES.move(known, DifferenceStatus.GONE)
            known.asked_in, known.ended_at, known.ended_by = run.id, at, str(SERVICE)


def _note(
    session: Session,
    run: Reconciliation,
    noun: Noun,
    provider_id: str,
    finding: Finding,
    *,
    at: datetime,
) -> None:
    known = queries.newest_about(session, noun, provider_id)
    says = (finding.code, finding.ours, finding.theirs)
    if known is not None and (
        known.status is DifferenceStatus.OPEN
        # What a person has answered for is not asked again, unless it has become another matter.
        or (
            known.status is DifferenceStatus.RESOLVED
            and (known.code, known.ours, known.theirs) == says
        )
    ):
        known.code, known.ours, known.theirs = says
        known.seen_at, known.asked_in = at, run.id
        return
    row = Difference(
        noun=noun,
        provider_id=provider_id,
        code=finding.code,
        ours=finding.ours,
        theirs=finding.theirs,
        customer_id=finding.customer_id,
        order_id=finding.order_id,
        status=DifferenceStatus.OPEN,
        found_at=at,
        seen_at=at,
        asked_in=run.id,
    )
    session.add(row)
    session.flush()
    events.record(
        session,
        "difference.found",
        row,
        by=SERVICE,
        at=at,
        customer_id=finding.customer_id,
        code=finding.code,
        name=provider_id,
    )


def resolve(session: Session, row: Difference, note: str, *, by: Actor, at: datetime) -> None:
    """A person says what it was. It is not listed again while it stays the same."""
    said = " ".join(note.split())[:_LONGEST_NOTE]
    if not said:
        raise Refused("no-note", "Say what it was, for whoever reads this later.")
    session.refresh(row, with_for_update=True)
    DIFFERENCES.move(row, DifferenceStatus.RESOLVED)
    row.ended_at, row.ended_by, row.note = at, str(by), said
    events.record(
        session,
        "difference.resolved",
        row,
        by=by,
        at=at,
        customer_id=row.customer_id,
        code=row.code,
        note=said,
    )


def listed(
    session: Session, run: Reconciliation, noun: Noun, cursor: str | None, *, at: datetime
) -> None:
    """A page of a list has been compared; `cursor` is where the next one begins."""
    if cursor is not None:
        _ask_for_page(session, run, noun, cursor, at=at)
    else:
        _go_on(session, run, at=at)


def not_listed(
    session: Session, run: Reconciliation, noun: Noun, why: str, *, at: datetime
) -> None:
    """A list could not be read. The others are, and what it would have shown stays as it is."""
    _missed(run, noun, why)
    _go_on(session, run, at=at)


def looked(session: Session, run: Reconciliation, *, at: datetime) -> None:
    """One thing was asked after."""
    run.looks_left -= 1
    if run.looks_left == 0 and run.status in {Stage.LOOKING, Stage.MOVEMENTS}:
        _go_on(session, run, at=at)


def not_looked(
    session: Session,
    run: Reconciliation,
    noun: Noun,
    provider_id: str,
    why: str,
    *,
    at: datetime,
) -> None:
    """One thing could not be asked after: the next run does."""
    _missed(run, noun, why)
    known = queries.newest_about(session, noun, provider_id)
    if known is not None:
        known.asked_in = run.id
    looked(session, run, at=at)


def look(
    session: Session,
    run: Reconciliation,
    noun: Noun,
    provider_id: str,
    *,
    at: datetime,
    last_word: bool = True,
) -> None:
    """Ask after one thing by its name; once a run."""
    key = f"reconcile.look:{run.id}:{noun}:{provider_id}"
    if queries.is_asked_for(session, key):
        return
    run.looks_left += 1
    effects.request(
        session,
        "reconcile.look",
        f"reconciliation:{run.id}",
        at=at,
        customer_id=None,
        key=key,
        lane=_LANE,
        deadline=at + _DEADLINE,
        noun=noun.value,
        name=provider_id,
        last_word=last_word,
    )


def _ask_for_page(
    session: Session, run: Reconciliation, noun: Noun, cursor: str | None, *, at: datetime
) -> None:
    effects.request(
        session,
        "reconcile.list",
        f"reconciliation:{run.id}",
        at=at,
        customer_id=None,
        key=f"reconcile.list:{run.id}:{noun}:{cursor or ''}",
        lane=_LANE,
        deadline=at + _DEADLINE,
        noun=noun.value,
        cursor=cursor,
    )


def _missed(run: Reconciliation, noun: Noun, why: str) -> None:
    run.unasked = {**run.unasked, noun.value: why[:300]}


def _go_on(session: Session, run: Reconciliation, *, at: datetime) -> None:
    """To the next stage that has something to ask."""
    if run.status is Stage.MOVEMENTS:
        _look_again(session, run, (Noun.MOVEMENT,), at=at)
        if run.looks_left:
            return
    STAGES.move(run, list(Stage)[list(Stage).index(run.status) + 1])
    if run.status is Stage.DONE:
        run.ended_at = at
        session.execute(delete(Sighting).where(Sighting.reconciliation_id == run.id))
    elif run.status is Stage.LOOKING:
        _look_again(session, run, _BEFORE_THE_BALANCE, at=at)
        for noun in _HAVE_NAMES:
            if noun.value not in run.unasked:
                for name in queries.unlisted(session, run, noun):
                    look(session, run, noun, name, at=at)
        if not run.looks_left:
            _go_on(session, run, at=at)
    else:
        _ask_for_page(session, run, LISTED[run.status], None, at=at)


def _look_again(
    session: Session, run: Reconciliation, nouns: tuple[Noun, ...], *, at: datetime
) -> None:
    """What differed before and was not listed this time: it may lie further back."""
    for known in queries.to_look_at(session, run, nouns):
        look(session, run, known.noun, known.provider_id, at=at)
