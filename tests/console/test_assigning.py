"""A thread is one operator's or nobody's; of two who reach for it one gets it."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from concierge import clock, config, db
from concierge.conversation import assigning, minding, queries
from concierge.conversation.models import Conversation, Message, Note
from concierge.customers import queries as customers
from concierge.errors import Refused
from concierge.events import Event, operator
from concierge.operators import accounts
from concierge.operators.models import Operator, Role
from tests.console.conftest import FRAGMENT, Desk
from tests.console.shop import PASSWORD, Shop
from tests.world import MARIA, World

MARIAS = "/console/conversations/1"


def another(email: str, name: str, role: Role = Role.OPERATOR) -> int:
    with db.transaction() as session:
        return accounts.create(session, email, name, PASSWORD, role=role).id


@pytest.fixture
def kim(world: World, shop: Shop) -> Desk:
    """Kim, a colleague of Nadia's, has logged in too."""
    another("kim@roseandthorn.example", "Kim Park")
    desk = Desk(world.app.test_client())
    assert desk.log_in("kim@roseandthorn.example").status_code == 302
    return desk


def thread() -> Conversation:
    with db.reading() as session:
        return queries.get(session, 1)


def happened() -> list[tuple[str, str]]:
    """What is on record of conversations: (what, who)."""
    with db.reading() as session:
        rows = session.execute(
            select(Event.kind, Event.actor)
            .where(Event.subject_kind == "conversation")
            .order_by(Event.id)
        )
        return [(row.kind, row.actor) for row in rows]


def test_a_thread_is_nobodys_until_it_is_claimed(open_shop: Desk) -> None:
    assert thread().assignee_id is None
    assert open_shop.post(f"{MARIAS}/claim").status_code == 303
    assert thread().assignee_id == 1
    assert happened() == [("conversation.claimed", "operator:1")]
    page = open_shop.get(MARIAS).text
    assert ">Yours<" in page
    assert 'title="Yours"' in page


def test_who_comes_second_is_told_who_was_first(open_shop: Desk, kim: Desk) -> None:
    open_shop.post(f"{MARIAS}/claim")
    answer = kim.post(f"{MARIAS}/claim")
    assert answer.status_code == 422
    assert "Nadia Haddad has this since" in answer.text
    assert thread().assignee_id == 1
    assert [kind for kind, _ in happened()] == ["conversation.claimed"]


def test_claiming_twice_is_claiming_once(open_shop: Desk) -> None:
    for _ in range(2):
        assert open_shop.post(f"{MARIAS}/claim").status_code == 303
    assert [kind for kind, _ in happened()] == ["conversation.claimed"]


def test_of_many_who_claim_at_once_one_gets_it(world: World, shop: Shop) -> None:
    ids = [1, *(another(f"{n}@roseandthorn.example", f"Colleague {n}") for n in range(5))]
    start, outcomes = threading.Barrier(len(ids)), list[tuple[str, int | str]]()

    def reach(number: int) -> None:
        start.wait()
        try:
            with db.transaction() as session:
                customers.lock(session, queries.owner(session, 1))
                conversation = queries.get(session, 1)
                assigning.claim(session, conversation, by=operator(number), at=clock.now())
            outcomes.append(("got", number))
        except Refused as refusal:
            outcomes.append(("refused", refusal.message))

    threads = [threading.Thread(target=reach, args=(number,)) for number in ids]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    [winner] = [number for outcome, number in outcomes if outcome == "got"]
    who = thread()
    assert who.assignee_id == winner
    assert who.assignee is not None
    told = [said for outcome, said in outcomes if outcome == "refused"]
    assert len(told) == len(ids) - 1
    assert all(str(said).startswith(f"{who.assignee.name} has this since") for said in told)


def test_answering_a_thread_that_nobody_has_claims_it(open_shop: Desk) -> None:
    open_shop.post(f"{MARIAS}/messages", {"body": "With pleasure."})
    assert thread().assignee_id == 1


def test_answering_a_colleagues_thread_leaves_it_theirs(open_shop: Desk, kim: Desk) -> None:
    open_shop.post(f"{MARIAS}/claim")
    kim.post(f"{MARIAS}/messages", {"body": "Nadia is at lunch; peonies are in."})
    assert thread().assignee_id == 1


def test_what_the_service_says_claims_nothing(world: World) -> None:
    world.text("Hello", sender=MARIA)
    assert thread().last_direction == "out"
    assert thread().assignee_id is None


def test_handing_over_leaves_a_note_that_is_never_texted(open_shop: Desk, kim: Desk) -> None:
    open_shop.post(f"{MARIAS}/claim")
    with db.reading() as session:
        before = len(session.scalars(select(Message.id)).all())
    open_shop.post(
        f"{MARIAS}/assignment",
        {"operator": "2", "seen": "1", "note": "Peonies only.\nShe calls back at 4."},
    )
    assert thread().assignee_id == 2
    assert happened()[-1] == ("conversation.assigned", "operator:1")
    with db.reading() as session:
        [note] = session.scalars(select(Note))
        assert (note.author, note.for_id) == ("operator:1", 2)
        assert len(session.scalars(select(Message.id)).all()) == before
    page = kim.get(MARIAS).text
    assert "Nadia Haddad</strong> to Kim Park" in page
    assert "Peonies only.\nShe calls back at 4." in page
    assert "Note, not texted" in page


def test_whoever_hands_over_what_changed_hands_meanwhile_is_told(
    open_shop: Desk, kim: Desk
) -> None:
    """Nadia's page still says that it is nobody's."""
    kim.post(f"{MARIAS}/claim")
    answer = open_shop.post(f"{MARIAS}/assignment", {"operator": "1", "note": "mine"})
    assert answer.status_code == 422
    assert "Kim Park has this since" in answer.text
    assert thread().assignee_id == 2
    with db.reading() as session:
        assert session.scalars(select(Note)).all() == []


def test_one_takes_over_from_a_colleague_on_purpose(open_shop: Desk, kim: Desk) -> None:
    open_shop.post(f"{MARIAS}/claim")
    assert "Take over from Nadia Haddad" in kim.get(MARIAS).text
    kim.post(f"{MARIAS}/assignment", {"operator": "2", "seen": "1"})
    assert thread().assignee_id == 2


def test_put_back_it_is_nobodys(open_shop: Desk) -> None:
    open_shop.post(f"{MARIAS}/claim")
    open_shop.post(f"{MARIAS}/assignment", {"operator": "", "seen": "1"})
    assert thread().assignee_id is None
    assert happened()[-1] == ("conversation.released", "operator:1")


def test_it_is_not_handed_to_whoever_only_looks(open_shop: Desk) -> None:
    another("vera@roseandthorn.example", "Vera Lind", Role.VIEWER)
    assert "Vera Lind" not in open_shop.get(MARIAS).text
    for number in ("2", "99"):
        answer = open_shop.post(f"{MARIAS}/assignment", {"operator": number})
        assert answer.status_code == 422
        assert "no operator of that name" in answer.text
    assert thread().assignee_id is None


@pytest.mark.parametrize("note", ["", "  \n ", "x" * 5001])
def test_a_note_says_something_and_has_an_end(open_shop: Desk, note: str) -> None:
    assert open_shop.post(f"{MARIAS}/notes", {"note": note}).status_code == 422


def test_a_note_stands_where_it_was_written_and_answers_nothing(open_shop: Desk) -> None:
    waiting = thread().waiting_since
    answer = open_shop.post(f"{MARIAS}/notes", {"note": "<b>Inés</b> is 80"}, headers=FRAGMENT)
    assert "&lt;b&gt;Inés&lt;/b&gt; is 80" in answer.text
    assert answer.text.index("peonies if there are any") < answer.text.index("is 80")
    assert thread().waiting_since == waiting is not None


# --- idleness ------------------------------------------------------------------------------------


def test_who_lets_somebody_wait_for_too_long_does_not_keep_it(
    open_shop: Desk, freezer_at: Callable[..., Any]
) -> None:
    open_shop.post(f"{MARIAS}/claim")
    patience = timedelta(minutes=config.current().release_minutes)
    at = clock.now()
    minding.release_idle_conversations(at + patience - timedelta(minutes=1))
    assert thread().assignee_id == 1
    assert minding.release_idle_conversations(at + patience + timedelta(minutes=1)) == 1
    assert thread().assignee_id is None
    assert happened()[-1] == ("conversation.released", "service")
    with db.reading() as session:
        newest = session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
        assert newest.data == {"idle": "Nadia Haddad"}


def test_who_does_something_there_keeps_it(open_shop: Desk) -> None:
    """Answered, nothing waits; it stays theirs for a day."""
    open_shop.post(f"{MARIAS}/messages", {"body": "With pleasure."})
    at = clock.now()
    minding.release_idle_conversations(at + timedelta(hours=23))
    assert thread().assignee_id == 1
    minding.release_idle_conversations(at + timedelta(hours=25))
    assert thread().assignee_id is None


def test_a_new_text_gives_whoever_has_it_as_long_again(world: World, open_shop: Desk) -> None:
    open_shop.post(f"{MARIAS}/messages", {"body": "With pleasure."})
    with db.transaction() as session:
        conversation = queries.get(session, 1)
        conversation.waiting_since = clock.now() + timedelta(hours=2)
    minding.release_idle_conversations(clock.now() + timedelta(hours=2, minutes=29))
    assert thread().assignee_id == 1
    minding.release_idle_conversations(clock.now() + timedelta(hours=2, minutes=31))
    assert thread().assignee_id is None


def test_a_house_may_have_none_released(world: World, open_shop: Desk) -> None:
    open_shop.post(f"{MARIAS}/claim")
    config.use(world.settings.model_copy(update={"release_minutes": 0}))
    try:
        minding.release_idle_conversations(clock.now() + timedelta(days=30))
    finally:
        config.use(world.settings)
    assert thread().assignee_id == 1


def test_whoever_leaves_the_house_leaves_nothing_behind(open_shop: Desk, kim: Desk) -> None:
    kim.post(f"{MARIAS}/claim")
    with db.transaction() as session:
        session.get_one(Operator, 2).active = False
    minding.release_idle_conversations(clock.now())
    assert thread().assignee_id is None
