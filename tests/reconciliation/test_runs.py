"""When books are compared, by whom, and what is told of it."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from app import compose, create_app
from concierge import clock, config, db, ticking
from concierge.effects import lifecycle as effects
from concierge.effects import queries as effect_queries
from concierge.effects.models import Effect, EffectStatus
from concierge.errors import Refused
from concierge.operators import accounts
from concierge.reconciliation.commands import moment
from concierge.reconciliation.models import Reconciliation
from tests.console.conftest import Desk
from tests.console.shop import EMAIL, PASSWORD
from tests.reconciliation.conftest import Books
from tests.world import OPERATOR


def runs() -> list[Reconciliation]:
    with db.reading() as session:
        return list(session.scalars(select(Reconciliation).order_by(Reconciliation.id)))


# --- by the clock --------------------------------------------------------------------------------


def test_the_clock_compares_every_hour_and_never_twice_at_once(books: Books) -> None:
    now = clock.now()
    assert ticking.reconcile(now)
    assert not ticking.reconcile(now + timedelta(hours=5)), "the first is still under way"
    books.world.work()
    assert not ticking.reconcile(now + timedelta(minutes=59))
    assert ticking.reconcile(now + timedelta(minutes=61))
    assert [run.asked_by for run in runs()] == ["service", "service"]
    assert runs()[0].since == now - timedelta(days=2)


def test_with_no_hours_in_the_settings_only_people_compare(books: Books) -> None:
    settings = books.world.settings
    config.use(settings.model_copy(update={"reconcile_hours": 0}))
    try:
        assert not ticking.reconcile(clock.now())
    finally:
        config.use(settings)
    assert runs() == []


# --- by hand -------------------------------------------------------------------------------------


def test_the_command_says_what_differs_and_that_it_does(books: Books) -> None:
    books.paid()
    run = books.world.app.test_cli_runner().invoke
    plain = run(args=["reconcile", "--since", "1d"])
    assert plain.exit_code == 0, plain.output
    assert plain.output.endswith(" compared, 0 put right, 0 differ.\n")
    theirs = books.charge(2000)
    for _ in range(2):
        told = run(args=["reconcile"])
        assert told.exit_code == 1
        assert theirs["id"] in told.output
        assert "here: nothing" in told.output
        assert "there: $20.00, captured" in told.output
        assert told.output.endswith(" compared, 0 put right, 1 differ.\n")
    assert run(args=["reconcile", "--since", "tomorrow"]).exit_code == 1
    assert len(runs()) == 3


def test_what_could_not_be_asked_is_no_agreement(books: Books) -> None:
    books.paid()
    books.world.sandbox.fault("/stripe/v1/refunds", "status", method="GET", status=401, times=None)
    told = books.world.app.test_cli_runner().invoke(args=["reconcile"])
    assert told.exit_code == 1
    assert "Could not be asked about refunds" in told.output


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2d", datetime(2026, 11, 18, 15, tzinfo=UTC)),
        ("36 h", datetime(2026, 11, 19, 3, tzinfo=UTC)),
        ("1w", datetime(2026, 11, 13, 15, tzinfo=UTC)),
        ("2026-11-20", datetime(2026, 11, 20, 5, tzinfo=UTC)),  # New York's midnight
        ("2026-11-20T14:05:00Z", datetime(2026, 11, 20, 14, 5, tzinfo=UTC)),
    ],
)
def test_since_is_written_as_people_do(books: Books, written: str, meant: datetime) -> None:
    assert moment(written, datetime(2026, 11, 20, 15, tzinfo=UTC)) == meant


@pytest.mark.parametrize("written", ["", "soon", "2y", "-1d", "2030-01-01", "9999w"])
def test_a_since_that_is_none_is_refused(books: Books, written: str) -> None:
    with pytest.raises(Refused, match="no moment that has passed"):
        moment(written, datetime(2026, 11, 20, 15, tzinfo=UTC))


# --- its calls -----------------------------------------------------------------------------------


def test_a_call_that_was_given_up_is_not_made_again_in_a_run_that_went_on(books: Books) -> None:
    books.world.sandbox.fault("/stripe/v1/refunds", "status", method="GET", status=401)
    books.compare()
    with db.transaction() as session:
        [number] = session.scalars(select(Effect.id).where(Effect.status == EffectStatus.GIVEN_UP))
        effect = effect_queries.lock(session, number)
        with pytest.raises(Refused, match="has gone on without it"):
            effects.retry(session, effect, OPERATOR, clock.now())
        effects.abandon(session, effect, OPERATOR, clock.now(), "the key was wrong")


def test_one_call_is_made_after_the_other(books: Books) -> None:
    books.paid()
    for _ in range(3):
        assert ticking.reconcile(clock.now() + timedelta(hours=2)) or runs()
    with db.reading() as session:
        lanes = set(
            session.scalars(select(Effect.lane).where(Effect.kind.startswith("reconcile.")))
        )
    assert lanes == {"reconciliation"}


# --- in the console ------------------------------------------------------------------------------


@pytest.fixture
def desk(books: Books) -> Desk:
    with db.transaction() as session:
        accounts.create(session, EMAIL, "Nadia Haddad", PASSWORD)
    desk = Desk(books.world.app.test_client())
    assert desk.log_in().status_code == 302
    return desk


def test_nothing_to_compare_is_said_as_such(books: Books, desk: Desk) -> None:
    assert "have not been compared yet" in desk.get("/console/differences").text
    books.compare()
    page = desk.get("/console/differences").text
    assert "The books agree" in page
    assert "0 put right" in page


def test_a_difference_is_seen_and_resolved_with_a_note(books: Books, desk: Desk) -> None:
    books.paid()
    theirs = books.charge(2000)
    books.compare()
    page = unescape(desk.get("/console/differences").text)
    for said in ("Payment at Stripe", theirs["id"], "$20.00, captured", "Maria Lopez", "refund it"):
        assert said in page, said

    blank = desk.post("/console/differences/1/resolution", {"note": "  "})
    assert (blank.status_code, "Say what it was" in blank.text) == (422, True)
    done = desk.post("/console/differences/1/resolution", {"note": "Sold at the market"})
    assert done.status_code == 303
    again = desk.post("/console/differences/1/resolution", {"note": "Twice"})
    assert (again.status_code, "is resolved already" in again.text) == (422, True)
    assert desk.post("/console/differences/9/resolution", {"note": "x"}).status_code == 404

    page = unescape(desk.get("/console/differences").text)
    assert "The books agree" in page
    assert "“Sold at the market”" in page
    assert "Nadia Haddad" in page


def test_many_differences_are_paged(books: Books, desk: Desk) -> None:
    books.paid()
    for _ in range(31):
        books.charge(500, capture=False)
    books.compare()
    page = desk.get("/console/differences").text
    assert 'id="difference-31"' in page
    assert 'id="difference-1"' not in page
    assert "before=2" in page
    assert 'id="difference-1"' in desk.get("/console/differences?before=2").text


def test_open_differences_are_a_metric(books: Books) -> None:
    books.paid()
    books.charge(2000)
    books.compare()
    token = "prometheus-reads-this"
    settings = books.world.settings.model_copy(update={"metrics_token": SecretStr(token)})
    told = create_app(settings).test_client()
    answer = told.get("/metrics", headers={"Authorization": f"Bearer {token}"})
    compose(books.world.settings)
    assert "concierge_differences 1.0" in answer.text
