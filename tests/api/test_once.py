"""`Idempotency-Key`: what is repeated is not done again."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from freezegun import freeze_time
from sqlalchemy import func, select

from concierge import clock, db, ticking
from concierge.conversation.models import Message
from concierge.effects.models import Effect
from concierge.events import Event
from concierge.operators.models import ApiRequest
from concierge.payments.models import Refund
from concierge.quotes.models import Quote
from concierge.web.api import SECTIONS
from tests.api.conftest import QUOTE, SCENES, Api, a_token
from tests.world import MARIA

POSTS = [each.rule for one in SECTIONS for each in one.operations if each.method == "POST"]


def traces() -> dict[str, Any]:
    """How much has been written down of everything that a POST can do."""
    with db.reading() as session:
        return {
            table.__name__: session.scalar(select(func.count()).select_from(table))
            for table in (Quote, Message, Effect, Event, Refund, ApiRequest)
        }


@pytest.mark.parametrize("rule", POSTS)
def test_a_repeated_post_is_answered_as_before_and_not_done_again(api: Api, rule: str) -> None:
    path, body = SCENES[rule](api)
    first = api.post(path, body, key="monday-7")
    assert first.status_code in {200, 201}, first.text
    assert "Idempotent-Replayed" not in first.headers
    before = traces()

    again = api.post(path, body, key="monday-7")

    assert (again.status_code, again.data) == (first.status_code, first.data)
    assert again.headers.get("Location") == first.headers.get("Location")
    assert again.headers["Idempotent-Replayed"] == "true"
    assert traces() == before


def test_twenty_at_once_with_one_key_make_one_quote(api: Api) -> None:
    together = Barrier(20)

    def post(_: int) -> tuple[int, bytes, str | None]:
        together.wait()
        answer = api.post("quotes", QUOTE, key="monday-7")
        return answer.status_code, answer.data, answer.headers.get("Idempotent-Replayed")

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(post, range(20)))

    assert {status for status, _, _ in answers} == {201}
    assert len({data for _, data, _ in answers}) == 1
    assert [replayed for _, _, replayed in answers].count(None) == 1
    assert traces()["Quote"] == 1
    api.world.work()
    assert len(api.world.texts()) == 1


def test_two_quotes_at_once_for_a_new_number_make_one_customer(api: Api) -> None:
    together = Barrier(8)

    def post(_: int) -> int:
        together.wait()
        return int(api.made("quotes", QUOTE)["customer_id"])

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(post, range(8)))) == 1
    assert traces()["Quote"] == 8


def test_a_key_can_not_be_used_for_another_request(api: Api) -> None:
    api.post("quotes", QUOTE, key="monday-7")
    other = api.post("quotes", {**QUOTE, "note": "In white."}, key="monday-7")
    assert (other.status_code, other.get_json()["code"]) == (422, "idempotency-key-reused")
    elsewhere = api.post("customers", {"number": MARIA}, key="monday-7")
    assert (elsewhere.status_code, elsewhere.get_json()["code"]) == (422, "idempotency-key-reused")
    assert traces()["Quote"] == 1


def test_two_programs_may_choose_the_same_key(api: Api) -> None:
    api.post("quotes", QUOTE, key="1")
    other = Api(api.world, a_token("another shop"))
    assert other.post("quotes", QUOTE, key="1").status_code == 201
    assert traces()["Quote"] == 2


def test_after_a_refusal_the_key_is_free(api: Api) -> None:
    number = api.sent()
    assert api.post(f"quotes/{number}/sending", key="1").status_code == 409
    draft = api.draft()
    assert api.post(f"quotes/{draft}/sending", key="1").status_code == 200


@pytest.mark.parametrize("key", [" ", "x" * 256, "caf\u00e9\u0085"])
def test_a_key_has_to_be_printable_and_short(api: Api, key: str) -> None:
    answer = api.post("quotes", QUOTE, key=key)
    assert (answer.status_code, answer.get_json()["code"]) == (400, "idempotency-key")


def test_a_key_is_forgotten_after_a_day(api: Api) -> None:
    api.post("quotes", QUOTE, key="1")
    ticking.forget(clock.now() + timedelta(hours=23))
    assert traces()["ApiRequest"] == 1
    with freeze_time(clock.now() + timedelta(hours=25)):
        ticking.forget(clock.now())
    assert traces()["ApiRequest"] == 0
