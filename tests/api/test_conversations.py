"""Conversations, as programs read and answer them."""

from datetime import timedelta

from concierge import clock, db, events
from concierge.conversation import assigning, promising, queries, snoozing
from concierge.conversation.models import Promise
from concierge.operators import accounts
from tests.api.conftest import QUOTE, Api
from tests.world import MARIA


def test_a_program_answers_maria(api: Api) -> None:
    api.world.text("Hi, can you get 12 red roses to my mum tomorrow?")
    [conversation] = api.get("conversations", waiting="true")["data"]
    assert (conversation["address"], conversation["waiting_for"]) == (MARIA, "New customer")

    answer = api.post(f"conversations/{conversation['id']}/messages", {"body": " Of course. "})

    assert answer.status_code == 201
    sent = answer.get_json()
    assert (sent["body"], sent["author"], sent["status"]) == ("Of course.", "script:1", "queued")
    api.world.work()
    assert api.world.texts()[-1] == "Of course."
    assert api.get(f"messages/{sent['id']}")["status"] == "delivered"
    assert api.get("conversations", waiting="true")["data"] == []
    assert len(api.get("conversations", waiting="false")["data"]) == 1


def test_a_program_reads_whose_a_conversation_is_and_what_was_promised(api: Api) -> None:
    number = api.conversation()
    before = api.get(f"conversations/{number}")
    assert [before[name] for name in ("assignee", "snoozed_until", "promise")] == [None] * 3
    at = clock.now()
    until = at + timedelta(hours=1)
    with db.transaction() as session:
        accounts.create(session, "kim@example.com", "Kim Park", "twelve red roses")
        conversation = queries.get(session, number)
        assigning.claim(session, conversation, by=events.operator(1), at=at)
        promising.promise(session, conversation, Promise.QUOTE, until, by=events.operator(1), at=at)
        snoozing.snooze(session, conversation, until, by=events.operator(1), at=at)
    now = api.get(f"conversations/{number}")
    assert (now["assignee"], now["promise"]) == ("operator:1", "quote")
    assert now["promised_at"] == now["snoozed_until"] is not None


def test_one_time_links_are_for_the_customer_alone(api: Api) -> None:
    api.world.text("Hi")
    assert "/l/" in api.world.texts()[-1]
    number = api.get("conversations")["data"][0]["id"]
    for path in ("messages", f"conversations/{number}/messages"):
        greeting = api.get(path)["data"][0]
        assert "[link]" in greeting["body"]
        assert "/l/" not in greeting["body"]
        assert "<link" not in greeting["body"]
        assert api.get(f"messages/{greeting['id']}") == greeting
    assert "<link" not in api.get("conversations")["data"][0]["last_preview"]


def test_a_program_can_not_text_a_link_of_ours(api: Api) -> None:
    number = api.conversation()
    answer = api.post(f"conversations/{number}/messages", {"body": "Look: <link:1>"})
    assert (answer.status_code, answer.get_json()["code"]) == (422, "text-has-marker")


def test_who_has_opted_out_is_not_written_to(api: Api) -> None:
    number = api.conversation()
    draft = api.draft()
    api.world.text("STOP")
    for path, body in (
        (f"conversations/{number}/messages", {"body": "Hello?"}),
        ("quotes", QUOTE),
        (f"quotes/{draft}/sending", None),
    ):
        answer = api.post(path, body)
        assert (answer.status_code, answer.get_json()["code"]) == (409, "customer-opted-out")
        assert "START" in answer.get_json()["detail"]
    assert [row["status"] for row in api.get("quotes")["data"]] == ["draft"]


def test_what_needs_no_answer_waits_no_more(api: Api) -> None:
    number = api.conversation()
    api.world.text("Thanks!")
    api.world.text("Oh, and what a lovely shop")
    assert api.get(f"conversations/{number}")["waiting_since"] is not None
    assert api.made(f"conversations/{number}/settlement")["waiting_since"] is None
    assert len(api.get("messages", customer=MARIA)["data"]) == 2


def test_a_picture_is_told_of(api: Api) -> None:
    number = api.conversation()
    api.world.text("Like these", media=[("image/png", api.world.sample_picture())])
    [message] = api.get(f"conversations/{number}/messages")["data"]
    assert message["media"] == [
        {
            "id": message["media"][0]["id"],
            "status": "stored",
            "content_type": "image/jpeg",
            "width": 64,
            "height": 48,
        }
    ]
    picture = api.call("GET", f"media/{message['media'][0]['id']}")
    assert picture.status_code == 200
    assert picture.data.startswith(b"\xff\xd8")
    assert api.call("GET", "media/99").status_code == 404
