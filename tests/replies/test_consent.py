"""STOP and its kin: honoured at once, confirmed once, written down, and undone by START alone."""

import pytest

from concierge import db, events
from concierge.channels.base import DeliveryStatus, SendError
from concierge.conversation import deliver
from concierge.customers import queries as customers
from concierge.customers.consent import BY_CARRIER
from concierge.customers.models import ConsentKind
from concierge.errors import Refused
from concierge.quotes import lifecycle as quotes
from tests.replies.conftest import Phone

CONFIRMATION = "You're opted out of Nell's Flowers and get no more texts. Reply START to come back."
STOPS = [
    *("STOP", "stop.", "Unsubscribe", "please stop texting me", "unsubscribe me", "END", "quit"),
    *("ARRET", "lâchez-moi", "arrêtez de m'écrire", "ne m'envoyez plus de messages"),
    *("BAJA", "no me escribas más", "deje de mandarme mensajes"),
    *("STOPP", "abmelden", "hör auf mir zu schreiben", "keine Nachrichten mehr bitte"),
    *("AFMELDEN", "stuur me geen berichten meer", "hou op met berichten sturen"),
]


@pytest.mark.parametrize("words", STOPS)
def test_stop_in_five_languages_as_a_word_and_as_a_sentence(maria: Phone, words: str) -> None:
    maria.says(words)
    maria.says(words)

    assert maria.point.opted_out_at is not None
    assert maria.thread[-1].template is None, "to the second there is no answer"
    assert [m.template for m in maria.thread].count("stopped") == 1
    assert maria.waits_for == "Opted out (STOP)"


def test_where_the_carrier_has_confirmed_we_stay_silent(maria: Phone) -> None:
    before = maria.texts
    maria.says("STOP", handled="STOP")

    assert maria.texts == before
    assert {line.confirmation for line in maria.ledger} == {BY_CARRIER}
    assert {line.source for line in maria.ledger} == {"carrier"}


def test_where_the_carrier_refuses_ours_it_has_confirmed_itself(maria: Phone) -> None:
    maria.is_quoted()
    with db.transaction() as session:
        from concierge.channels.base import Inbound
        from concierge.conversation import receive

        inbound = Inbound("sms", "SMstop", maria.number, "+15550100000", "stop texting me")
        receive.receive(session, inbound, at=maria.shop.later(minutes=1))
    stopped = maria.thread[-1]
    assert stopped.template == "stopped"
    refusal = SendError("opted out", code="21610", stop=True)
    with db.transaction() as session:
        message = session.merge(stopped)
        deliver.failed(
            session, message, code="21610", why=refusal.reason, at=maria.shop.now, opted_out=True
        )

    assert maria.waits_for.startswith("Opted out"), "the reason to look stays"
    assert {line.confirmation for line in maria.ledger} == {BY_CARRIER}


def test_the_ledger_says_who_when_by_which_words_through_what_and_what_was_confirmed(
    maria: Phone,
) -> None:
    maria.says("please stop texting me")

    assert {line.kind for line in maria.ledger} == {ConsentKind.SERVICE, ConsentKind.MARKETING}
    for line in maria.ledger:
        assert line.given is False
        assert line.by == f"customer:{maria.customer.id}"
        assert line.at == maria.shop.now
        assert line.words == "please stop texting me"
        assert (line.source, line.contact_point_id) == ("text", maria.point.id)
        assert line.confirmation == CONFIRMATION


def test_nothing_more_is_sent_not_even_what_was_on_its_way(maria: Phone) -> None:
    maria.is_quoted(arrives=False)
    maria.says("STOP", handled="STOP")
    with pytest.raises(Refused, match="opted out"):
        maria.is_told("Are you there?")
    maria.says("where is my order?")
    maria.says("HELP")

    on_its_way = [m for m in maria.thread if m.template == "quote"]
    assert len(on_its_way) == 1
    assert all(m.status is not DeliveryStatus.BLOCKED or m.sent_at is None for m in maria.thread)
    assert "only START" in maria.waits_for


def test_open_quotes_are_frozen_and_the_operator_is_told(maria: Phone) -> None:
    quote = maria.is_quoted()
    maria.says("STOP")
    assert maria.waits_for == "Opted out (STOP); frozen until START: quote 1"

    maria.says("OK")
    by = events.customer(maria.customer.id)
    with pytest.raises(Refused, match="frozen"):
        maria.shop.on_quote(quote.id, lambda s, q: quotes.accept(s, q, by=by, at=maria.shop.now))
    assert maria.orders == []

    maria.says("START")
    maria.says("OK 1")
    assert len(maria.orders) == 1


def test_start_returns_service_messages_and_no_marketing(maria: Phone) -> None:
    maria.says("STOP")
    maria.says("START")

    assert maria.texts[-1].startswith("Welcome back to Nell's Flowers!")
    with db.reading() as session:
        assert customers.has_consented(session, maria.customer.id, ConsentKind.SERVICE)
        assert not customers.has_consented(session, maria.customer.id, ConsentKind.MARKETING)
    back = maria.ledger[-1]
    assert (back.kind, back.given, back.words) == (ConsentKind.SERVICE, True, "START")
    assert (back.confirmation or "").startswith("Welcome back")


def test_start_that_the_carrier_answered_is_not_answered_again(maria: Phone) -> None:
    maria.says("STOP", handled="STOP")
    before = maria.texts
    maria.says("YES", handled="START")

    assert maria.point.opted_out_at is None
    assert maria.texts == before


def test_yes_is_the_carriers_word_for_start_but_to_who_never_left_it_is_a_yes(
    maria: Phone,
) -> None:
    maria.is_quoted()
    maria.says("YES", handled="START")

    assert len(maria.orders) == 1


@pytest.mark.parametrize("handled", [None, "STOP"])
@pytest.mark.parametrize("words", ["CANCEL", "cancel", "Cancel!"])
def test_a_bare_cancel_is_honoured_and_marked(
    maria: Phone, words: str, handled: str | None
) -> None:
    maria.is_quoted()
    maria.says("OK")
    maria.says(words, handled=handled)

    assert maria.point.opted_out_at is not None
    assert "may have meant the order" in maria.waits_for
    assert maria.orders[0].status != "cancelled"


def test_undo_is_done_although_nothing_can_be_said(maria: Phone) -> None:
    maria.is_quoted()
    maria.says("OK")
    maria.says("STOP")
    said = maria.texts
    maria.says("UNDO")

    assert maria.orders[0].status == "cancelled"
    assert maria.texts == said
    assert "although opted out" in maria.waits_for


def test_a_stranger_whose_first_word_is_stop_is_not_greeted(stranger: Phone) -> None:
    stranger.says("STOP")
    assert stranger.texts == [CONFIRMATION]

    stranger.says("START")
    stranger.says("Hi, 12 roses please")
    assert stranger.texts[-1].startswith("Hi, this is Nell's Flowers.")


def test_help_that_the_carrier_answered_does_not_cost_a_stranger_the_greeting(
    stranger: Phone,
) -> None:
    stranger.says("HELP", handled="HELP")
    assert stranger.texts == []

    stranger.says("12 red roses please")
    assert "just once, here: " in stranger.texts[-1]
