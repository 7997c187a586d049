"""What somebody has begun to write is theirs, in that thread, on whatever device."""

from datetime import timedelta
from typing import Any

from concierge import clock, db
from concierge.composing.models import Composition, Draft
from concierge.operators import accounts
from tests.composing.conftest import field, hidden
from tests.console.conftest import FRAGMENT, Desk
from tests.console.shop import EMAIL, PASSWORD
from tests.world import World

SECOND = timedelta(seconds=1)


def stamp(ago: timedelta) -> str:
    """A browser's word for when something was written."""
    return str(int((clock.now() - ago).timestamp() * 1000))


def somebody_else(world: World) -> Desk:
    """Kim, at a desk of her own."""
    with db.transaction() as session:
        accounts.create(session, "kim@example.com", "Kim", PASSWORD)
    kim = Desk(world.app.test_client())
    kim.log_in("kim@example.com")
    return kim


def on_another_device(world: World) -> Desk:
    """Nadia once more, with her phone in her hand."""
    phone = Desk(world.app.test_client())
    phone.log_in(EMAIL)
    return phone


def test_a_draft_begun_at_the_desk_goes_on_by_phone(desk: Desk, thread: str, world: World) -> None:
    desk.post(f"{thread}/draft", {"body": "We are, from nine "})
    assert field(on_another_device(world).get(thread).text) == "We are, from nine "


def test_nobody_else_sees_it(desk: Desk, thread: str, world: World) -> None:
    desk.post(f"{thread}/draft", {"body": "We are, from nine "})
    assert field(somebody_else(world).get(thread).text) == ""


def test_what_was_written_last_counts_and_not_what_comes_last(desk: Desk, thread: str) -> None:
    desk.post(f"{thread}/draft", {"body": "newer", "written": stamp(SECOND)})
    late = desk.post(
        f"{thread}/draft", {"body": "older", "written": stamp(60 * SECOND)}, headers=FRAGMENT
    )
    assert ">newer</data>" in late.text, "the browser is told what counts"
    assert field(desk.get(thread).text) == "newer"


def test_a_clock_that_is_ahead_does_not_win_for_ever(desk: Desk, thread: str) -> None:
    desk.post(f"{thread}/draft", {"body": "tomorrow's", "written": stamp(-timedelta(days=1))})
    desk.post(f"{thread}/draft", {"body": "now"})
    assert field(desk.get(thread).text) == "now"


def test_once_it_is_sent_it_is_no_draft(desk: Desk, thread: str, world: World) -> None:
    desk.post(f"{thread}/draft", {"body": "We are"})
    key = hidden(desk.get(thread).text, "compose")
    desk.post(f"{thread}/messages", {"body": "We are", "compose": key})
    assert field(desk.get(thread).text) == ""
    desk.post(f"{thread}/draft", {"body": "We are", "compose": key, "written": stamp(-SECOND)})
    assert field(desk.get(thread).text) == "", "a late word of it brings nothing back"


def send(desk: Desk, thread: str, body: str, key: str, **given: Any) -> Any:
    return desk.post(f"{thread}/messages", {"body": body, "compose": key}, **given)


def test_the_same_form_is_one_text_however_often_it_comes(
    desk: Desk, thread: str, world: World
) -> None:
    key = hidden(desk.get(thread).text, "compose")
    for _ in range(3):
        assert send(desk, thread, "We are", key).status_code == 303
    world.work()
    assert world.texts().count("We are") == 1


def test_the_same_words_are_two_texts_where_they_were_meant_to_be(
    desk: Desk, thread: str, world: World
) -> None:
    for _ in range(2):
        send(desk, thread, "Yes", hidden(desk.get(thread).text, "compose"))
    world.work()
    assert world.texts().count("Yes") == 2


def test_other_words_under_a_key_that_was_used_are_not_lost_and_not_sent(
    desk: Desk, thread: str, world: World
) -> None:
    key = hidden(desk.get(thread).text, "compose")
    send(desk, thread, "We are", key)  # and the answer to that was lost
    answer = send(desk, thread, "We are, from nine", key)
    assert answer.status_code == 422
    assert "What you first wrote has been sent already" in answer.text
    assert field(answer.text) == "We are, from nine"
    assert (
        send(desk, thread, "We are, from nine", hidden(answer.text, "compose")).status_code == 303
    )
    world.work()
    assert world.texts()[-2:] == ["We are", "We are, from nine"]


def test_what_was_refused_without_a_script_is_a_draft(desk: Desk, thread: str) -> None:
    answer = desk.post(f"{thread}/messages", {"body": "x" * 1601})
    assert answer.status_code == 422
    assert field(desk.get(thread).text) == "x" * 1601


def test_of_somebody_who_was_erased_no_draft_is_kept(desk: Desk, thread: str, world: World) -> None:
    desk.post(f"{thread}/draft", {"body": "Dear Maria"})
    world.work()
    customer = world.customer().id
    world.decide(customer, lambda session: _erase(session, customer))
    answer = desk.post(f"{thread}/draft", {"body": "Dear Maria"}, headers=FRAGMENT)
    assert answer.status_code == 422
    with db.reading() as session:
        assert session.query(Draft).count() == session.query(Composition).count() == 0


def _erase(session: Any, customer_id: int) -> None:
    from concierge import events
    from concierge.customers import queries
    from concierge.privacy import erasing

    customer = queries.get(session, customer_id)
    erasing.erase(session, customer, by=events.operator(1), at=clock.now())
