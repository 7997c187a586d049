"""Texts come in once, whoever repeats them, and nothing that a stranger wanted is lost."""

from tests.world import MARIA, World


def test_a_stranger_is_greeted_with_a_link_and_her_request_waits_for_an_operator(
    world: World,
) -> None:
    world.text("Hi, can you get 12 red roses to my mum tomorrow?")

    greeting = world.texts()[0]
    assert "Rose & Thorn" in greeting
    assert world.url + "/l/" in greeting
    conversation = world.conversation()
    assert conversation.waiting_since is not None
    assert world.messages()[0].body == "Hi, can you get 12 red roses to my mum tomorrow?"


def test_a_repeated_webhook_changes_nothing(world: World) -> None:
    sid = "SM" + "1" * 32
    world.text("Hello", sid=sid, times=10)

    assert len([m for m in world.messages() if m.inbound]) == 1
    assert len(world.texts()) == 1


def test_maria_says_ok_before_she_has_a_card_and_the_order_goes_on_by_itself(world: World) -> None:
    world.known()
    world.quote()
    world.text("OK")
    assert world.order().status == "held"
    assert "card" in world.texts(MARIA)[-1]
