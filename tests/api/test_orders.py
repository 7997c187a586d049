"""Quotes and orders, as programs make and finish them."""

from datetime import timedelta

import pytest

from concierge import clock
from tests.api.conftest import QUOTE, Api
from tests.world import MARIA


def test_the_whole_job_by_a_program(api: Api) -> None:
    number = api.paid()
    order = api.get(f"orders/{number}")
    payment = order["payment"]
    assert (order["total"], payment["amount_captured"], payment["card"]["last4"]) == (
        5400,
        5400,
        "4242",
    )
    assert order["fulfilment_note"] == "Left with the porter."
    assert api.get(f"payments/{payment['id']}") == payment
    assert "Left with the porter." in api.world.texts()[-1]

    refund = api.post(f"orders/{number}/refunds", {"amount": 1500, "reason": "Broken"})

    assert refund.status_code == 201
    assert refund.headers["Location"].endswith(f"/payments/{payment['id']}")
    api.world.work()
    [made] = api.get(f"payments/{payment['id']}")["refunds"]
    assert (made["amount"], made["status"], made["created_by"]) == (1500, "succeeded", "script:1")
    assert "$15.00" in api.world.texts()[-1]
    beyond = api.post(f"orders/{number}/refunds", {"amount": 5000})
    assert (beyond.status_code, beyond.get_json()["code"]) == (422, "refund-amount")
    assert beyond.get_json()["errors"][0]["pointer"] == "/amount"


def test_a_stranger_is_quoted_by_number_and_pays(api: Api) -> None:
    made = api.post("quotes", QUOTE)
    assert made.status_code == 201
    quote = made.get_json()
    assert made.headers["Location"] == f"{api.world.url}/api/v1/quotes/{quote['id']}"
    assert (quote["status"], quote["total"], quote["currency"]) == ("sent", 5400, "USD")
    assert quote["created_by"] == "script:1"
    api.world.work()
    [text] = api.world.texts()
    assert "12 red roses, hand-tied" in text
    assert "$54.00" in text
    assert api.get(f"quotes/{quote['id']}")["presented_at"] is not None
    api.world.give_card()
    api.world.text("OK 1")
    [order] = api.get("orders", customer=MARIA)["data"]
    assert (order["quote_id"], order["status"]) == (quote["id"], "confirmed")


def test_times_come_back_in_utc(api: Api) -> None:
    noon = (clock.now() + timedelta(hours=30)).replace(microsecond=0)
    there = noon.astimezone(tz=None).isoformat()
    made = api.made("quotes", {**QUOTE, "expires_at": there, "promised_at": there})
    assert made["expires_at"] == made["promised_at"] == noon.strftime("%Y-%m-%dT%H:%M:%SZ")


def test_a_draft_waits_until_it_is_sent(api: Api) -> None:
    number = api.draft()
    api.world.work()
    assert api.world.texts() == []
    assert api.made(f"quotes/{number}/sending")["status"] == "sent"
    api.world.work()
    assert len(api.world.texts()) == 1


def test_a_replaced_quote_can_not_be_accepted(api: Api) -> None:
    api.conversation()
    api.world.give_card()
    old = api.sent()
    new = api.post(f"quotes/{old}/replacement", {"lines": QUOTE["lines"], "fee_amount": 300})
    assert new.status_code == 201
    api.world.work()
    was = api.get(f"quotes/{old}")
    assert (was["status"], was["replaced_by_id"]) == ("withdrawn", new.get_json()["id"])
    api.world.text("OK")
    assert [order["total"] for order in api.get("orders")["data"]] == [5700]


def test_a_replacement_that_makes_no_sense_leaves_the_old_quote_alone(api: Api) -> None:
    old = api.sent()
    lines = [{"description": "Roses", "quantity": 1, "unit_amount": -5}]
    assert api.post(f"quotes/{old}/replacement", {"lines": lines}).status_code == 422
    assert api.get(f"quotes/{old}")["status"] == "sent"


def test_an_accepted_quote_can_not_be_withdrawn(api: Api) -> None:
    number = api.get(f"orders/{api.order()}")["quote_id"]
    answer = api.post(f"quotes/{number}/withdrawal")
    assert (answer.status_code, answer.get_json()["code"]) == (409, "quote-is-accepted")


def test_a_cancelled_order_charges_nothing(api: Api) -> None:
    number = api.order()
    cancelled = api.made(f"orders/{number}/cancellation", {"reason": "undo"})
    assert (cancelled["status"], cancelled["cancelled_because"]) == ("cancelled", "undo")
    api.world.work()
    assert "is cancelled" in api.world.texts()[-1]
    assert api.get(f"orders/{number}")["payment"]["status"] == "cancelled"
    again = api.post(f"orders/{number}/cancellation", {"reason": "again"})
    assert (again.status_code, again.get_json()["code"]) == (409, "order-is-cancelled")


def test_a_started_order_can_not_be_undone_by_text(api: Api) -> None:
    number = api.order()
    assert api.made(f"orders/{number}/start")["started_at"] is not None
    api.world.text("UNDO")
    assert api.get(f"orders/{number}")["status"] == "confirmed"


@pytest.mark.parametrize("path", ["fulfilment", "start"])
def test_an_order_without_reserved_money_can_not_go_on(api: Api, path: str) -> None:
    api.conversation()
    api.sent()
    api.world.text("OK")
    [order] = api.get("orders")["data"]
    assert (order["status"], order["held_for"], order["payment"]) == ("held", "card", None)
    assert api.post(f"orders/{order['id']}/{path}").status_code == 409
    refund = api.post(f"orders/{order['id']}/refunds", {"amount": 1})
    assert (refund.status_code, refund.get_json()["code"]) == (409, "nothing-captured")


def test_a_quote_that_makes_too_long_a_text_is_refused(api: Api) -> None:
    line = {"description": "x" * 200, "unit_amount": 100}
    answer = api.post("quotes", {**QUOTE, "lines": [line] * 20})
    assert (answer.status_code, answer.get_json()["code"]) == (422, "quote-too-long")
    assert api.get("customers")["data"] == []


def test_the_very_text_of_a_draft_can_be_read_before_it_goes_out(api: Api) -> None:
    number = api.draft()
    said = api.get(f"quotes/{number}/text")
    assert said["parts"] == 1
    api.made(f"quotes/{number}/sending")
    api.world.work()
    assert api.world.texts() == [said["text"]]


def test_a_held_order_goes_on_by_a_link(api: Api) -> None:
    number = api.held()
    api.made(f"orders/{number}/resumption", {"by": "link"})
    api.world.work()
    assert "/l/" in api.world.texts()[-1]
    again = api.post(f"orders/{number}/resumption", {"by": "link"})
    assert (again.status_code, again.get_json()["code"]) == (409, "asked-already")


def test_a_confirmed_order_needs_no_resumption(api: Api) -> None:
    answer = api.post(f"orders/{api.order()}/resumption", {"by": "card"})
    assert answer.status_code == 409


def test_a_program_notes_what_a_partner_is_owed_and_that_it_is_paid(api: Api) -> None:
    number = api.order()
    body = {"partner": "Bloom Wholesale", "amount": 2150, "note": "12 roses"}
    made = api.made(f"orders/{number}/payables", body)
    assert (made["status"], made["currency"], made["created_by"]) == ("owed", "USD", "script:1")
    assert api.get(f"orders/{number}/payables")["data"] == [made]
    paid = api.made(f"orders/{number}/payables/{made['id']}/payment")
    assert (paid["status"], paid["ended_by"]) == ("paid", "script:1")
    refused = api.post(f"orders/{number}/payables/{made['id']}/withdrawal")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "payable-is-paid")
    assert api.post(f"orders/{number}/payables/99/payment").status_code == 404
    blank = api.post(f"orders/{number}/payables", {"partner": " ", "amount": 1})
    assert blank.status_code == 422
