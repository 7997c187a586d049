"""The English phrase book. Maria has just been sent quote 12, roses for $54.00."""

import pytest

from concierge.intents import Intent
from tests.intents.phrases import lines, reply

YES = """
    OK
    ok!
    Ok.
    okay
    okayyy
    O.K.
    k
    kk
    y
    yes
    YES
    Yesss!!!
    yep
    yeah sure
    sure thing
    Yes please
    yes pls
    ok thx
    OK thanks so much
    Ok!!! thank you so much, you're the best
    yes please go ahead and book it
    yes please go ahead and book it thank you
    Perfect, thank you!
    perfcet
    conifrm
    Definately
    prefect thanks
    10/10
    100%
    lgtm
    ｏｋ
    “OK”
    OK :)
    ok 😊
    sounds good
    Looks goood to me
    that's right
    thats right
    That’s right
    that works for me
    It's perfect, thanks
    go ahead
    Go for it!
    please do
    do it
    let's do it
    lets do that
    I'll take it
    ill take them
    I'd like to order it please
    book it
    it's a deal
    agreed
    approved
    I confirm
    I'm fine with that
    good to go
    no objections
    no objection from me
    I have no objections
    without a doubt
    couldn't be better
    no problem, go ahead
    yes no problem
    yes, why not
    yes, no changes needed
    of course
    absolutely
    you bet
    hell yes
    oh yes please
    Let me see... yes, that's right
    Hi, yes please
    Good morning! Yes, go ahead.
    Good evening, yes please
    yes please, have a good night
    Yes please Maria
    thanks Bob, that's perfect
    This is Maria. Yes please!
    Yes please - Tom
    yes thanks, have a nice day
    haha yes please
    yes! can't wait
    ok then
    ok then, let's do that
"""

YES_IN_SIGNS = """
    👍
    👍🏽
    👍👍👍
    👌🏿
    ✅
    ✔️
    🆗
    ok 👍🏻
    yes ❤️
    👍 thanks 🙏
"""

YES_REPEATING_THE_QUOTE = """
    yes, 12 red roses
    yes 12 roses please
    ok for $54
    ok $54.00
    ok, 54 dollars
    yes, tomorrow before noon
    yes please, to 14 Elm St
    yes, send the red roses
    OK 12
    ok #12
    12 ok
    yes to 12
    yes to quote 12
"""

NOT_A_YES = """
    ok?
    ok ? thanks
    yes, what time?
    is that ok
    can I order it
    ok but not so early
    Ok but make it white
    ok if it's fresh
    yes if you can deliver today
    ok as long as it's before nine
    ok unless it rains
    yes once I get paid
    ok I'll think about it
    ok let me ask my wife
    ok later
    yes next week
    ok on Friday
    ok maybe
    I guess so
    I suppose
    yes and add tulips
    yes please and a card
    perfect, can you add a card
    yes with a vase
    yes without the card
    yes, 24
    ok 24 roses
    yes 6 red roses
    yes two
    yes half
    yes a dozen more
    yes, white roses
    ok in pink
    ok noon
    yes after noon
    yes at 5pm
    ok for $50
    yes to 15 Elm St
    yes to my office
    yes... no wait
    yes no
    yes... I said no onions
    ok then no
    ok wait
    yes hold on
    ok actually
    yes but
    yes and
    yes not
    not ok
    that is not right
    no ok
    I'm fine
    I'm good
    all good thanks no
    yeah right
    sure, whatever
    as if
    thanks for nothing
    ok 🤔
    ok 🙄
    ok 👎
    ok :/
    yes :(
    y/n
    ok or no
    thanks
    Thank you very much!
    thanks Dale
    thanks Joe
    thanks Simon
    thanks Roger
    best, Maria
    hello
    good night
    no that's all
    that's all thanks
    Yes. Tulips.
    Yes - White
    yes order pizza
    go ahead with the tulips
    I'd like to place an order
    order pizza
    right now
    true story
    correct me if I'm wrong
    agree to disagree
    do it yourself
    send it to Bob
    make it 24
    pay later
    charge the other card
    it was perfect, thank you
    yes, evening
    ok morning
    thank you indeed
    yes a
    Yes - logo
    ok eight
    remove the card from the roses
    please repeat that
    I do not agree
    ok ten
"""

DECLINE = """
    no
    No.
    nope
    nah
    no thanks
    no thank you
    not now
    not today thanks
    no, too expensive
    it's too expensive
    never mind
    Ok never mind
    for now it's fine
    ok no
    not interested
    I don't want it
    please don't order it
    I'll pass
    maybe later
    👎
"""

STOP = """
    STOP
    stop
    Stop.
    STOP ALL
    stopall
    UNSUBSCRIBE
    end
    QUIT
    Cancel
    revoke
    opt out
    OPT-OUT
    optout
    remove me
    please stop texting me
    stop texting me
    stop sending me messages
    Stop all messages please
    unsubscribe me
    please unsubscribe me from this list
    take me off your list
    remove my number
    leave me alone
    don't text me again
    do not contact me
    I don't want to receive any more texts
    no more texts
    I want to opt out
    lose my number
    ok stop texting me
    yes please stop messaging me
    who is this? stop texting me
    I never signed up for this. Stop.
    STOP STOP STOP
    I said stop!
    I'd like to unsubscribe
    remove my number
    wrong number, stop
    cease and desist
"""

OTHERS = {
    Intent.START: "START\nunstop\nresubscribe\nstart again",
    Intent.HELP: "HELP\ninfo\nhelp me\nhow does this work?\ni need help",
    Intent.MENU: "menu\nMENU please\nshow me the menu\nwhat do you have?\ncan i see the price list",
    Intent.STATUS: "where is my order\nWhere's my order?\nhas my order shipped yet\n"
    "track my package\norder status\nwhen will my delivery arrive\nhi, any news on my order?",
    Intent.USUAL: "the usual\nthe usual please\nsame again\nsame as last time\nmy usual order\n"
    "I'll have the usual",
    Intent.CARD: "change my card\nI want to update my card\nmy card expired\nI have a new card",
    Intent.RECEIPT: "receipt\nsend me the receipt\ncan you send me an invoice please",
    Intent.HUMAN: "can I talk to a person\nI want to speak to a human\nagent\ncall me\n"
    "are you a bot?\ncan someone call me please",
    Intent.UNDO: "undo\nUNDO\nundo that\ncancel my order\nplease cancel the order\n"
    "I changed my mind\ncancel it\ncan you cancel my order?\nI ordered it by mistake",
    Intent.AUTOREPLY: "I'm driving right now\nI'm driving with Focus turned on.\n"
    "I am out of the office until Monday\nThis is an automatic reply\n"
    "I can't talk right now. Call you later\nOut of office: back on 3 May",
}


@pytest.mark.parametrize("text", lines(YES + YES_IN_SIGNS + YES_REPEATING_THE_QUOTE))
def test_maria_says_yes(text: str) -> None:
    reading = reply(text)
    assert (reading.intent, reading.quote) == (Intent.ACCEPT, 12), reading.reason


@pytest.mark.parametrize("text", lines(NOT_A_YES))
def test_maria_does_not_plainly_say_yes(text: str) -> None:
    reading = reply(text)
    assert reading.intent is not Intent.ACCEPT, reading.reason


@pytest.mark.parametrize("text", lines(DECLINE))
def test_maria_declines(text: str) -> None:
    reading = reply(text)
    assert reading.intent is Intent.DECLINE, reading.reason


@pytest.mark.parametrize("text", lines(STOP))
def test_maria_wants_no_more_messages(text: str) -> None:
    reading = reply(text)
    assert reading.intent is Intent.STOP, reading.reason


@pytest.mark.parametrize(
    "text",
    [
        "remove the vase from my list",
        "stop the press, white ones please",
        "end of the week is better",
        "cancel the vase but keep the roses",
    ],
)
def test_the_word_alone_does_not_make_it_a_stop(text: str) -> None:
    assert reply(text).intent is not Intent.STOP


@pytest.mark.parametrize(
    ("intent", "text"), [(intent, text) for intent in OTHERS for text in lines(OTHERS[intent])]
)
def test_maria_asks_for_something(intent: Intent, text: str) -> None:
    reading = reply(text)
    assert reading.intent is intent, reading.reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ok but make it white", "not a plain yes: 'but' after 'ok'"),
        ("ok?", "not a plain yes: a question mark"),
        ("yes and add tulips", "not a plain yes: 'and' after 'yes'"),
        ("yes, 24 roses", "not a plain yes: '24' after 'yes'"),
        ("yeah right", "not a plain yes: 'yeah right'"),
        ("OK 13", "13 is no open quote"),
    ],
)
def test_operators_see_why_it_is_no_plain_yes(text: str, reason: str) -> None:
    assert reply(text).reason == reason


@pytest.mark.parametrize(
    "text",
    ["ok but make it white", "ok?", "yes and add tulips", "yes if it's fresh", "white ones, ok"],
)
def test_a_yes_with_something_more_is_nearly_one(text: str) -> None:
    reading = reply(text)
    assert reading.nearly
    assert reading.guesses[0][0] is Intent.ACCEPT


@pytest.mark.parametrize("text", ["no", "where is my order", "STOP", "12 tulips please", "thanks"])
def test_what_does_not_sound_like_a_yes_is_not_nearly_one(text: str) -> None:
    assert not reply(text).nearly
