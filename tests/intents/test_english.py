"""The English phrase book. Maria has just been sent quote 12, roses for $54.00."""

import pytest

from concierge.intents import Context, Intent, LastMessage, read
from tests.intents.phrases import ROSES, lines, reply

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
    Fine as it is
    Perfect as described, go ahead
    order it as quoted please
    that s fine
    i ll take it
    Everything's fine, thanks
    yh go ahead
    a definite yes from me
    once again, yes
    Now it's right, thank you
    looks like you got it right
    you have the right order
    it has everything I asked for
    it's what I picked
    just confirming my order
    I'm happy for you to go ahead
    we're glad to proceed
    I hereby approve the order
    i completely agree
    you're authorised to proceed
    set it up please
    please send it off
    put the order through
    go ahead and start on it
    place it when you're ready
    fine from my end
    ready to order
    That'll be all, go ahead and place it
    no that's all, please place the order
    yes, nothing more to add
    yes, no further changes
    checked it over and it's perfect
    no question about it
    we're all in
    works like a charm
    yeah no problem
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
I want this one and that one
I want that one too
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
    no that's all, go away
    no that's all, order tulips instead
    no that's all, place it next week
    that's all I'm saying
    I'm all set thanks
    we're good thanks
    got it
    noted, thanks
    I've checked and it's wrong
    you got the wrong one
    you had it right before
    looks like you got it wrong
    looks like rain
    sounds like a bad deal
    as it was before
    fine as soon as you lower the price
    ready when I get home
    it is missing a card
    everything but the card
    confirming I want 24
    just confirming you got my message
    I can confirm nothing
    final answer is no
    100 percent off
    hit me up later
    set it up for Friday
    put it off
    take it off
    take them out
    charge me tomorrow
    start over
    once again, no
    I said white
    I'm happy to wait
    I'm happy to go ahead with tulips
    you are authorised to spend 40
    it was right the first time
    do not change the date, change the colour
    this s
    that one in white
    those
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
    no thanks, that's all
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
        "please don't stop texting me",
        "never stop sending me these texts",
    ],
)
def test_the_word_alone_does_not_make_it_a_stop(text: str) -> None:
    assert reply(text).intent is not Intent.STOP


def test_asking_for_more_and_for_none_is_heard_as_none() -> None:
    assert reply("don't stop texting him, stop texting me").intent is Intent.STOP


@pytest.mark.parametrize(
    "text",
    ["wrong number?", "I got the wrong number of roses", "wrong number, who is this", "not me?"],
)
def test_what_may_be_a_stranger_is_no_strangers_word(text: str) -> None:
    assert reply(text).intent is not Intent.STRANGER


@pytest.mark.parametrize("text", ["wrong number?", "I think I gave you the wrong number"])
def test_who_may_be_a_stranger_reaches_a_person(text: str) -> None:
    reading = reply(text)
    assert reading.intent is Intent.HUMAN
    assert reading.reason.startswith("perhaps a stranger")


@pytest.mark.parametrize("text", ["no, please order it", "no thanks, go ahead and place it"])
def test_a_no_that_orders_is_no_plain_no(text: str) -> None:
    assert reply(text).intent is Intent.UNCLEAR


@pytest.mark.parametrize("text", ["It is, thank you.", "great, thanks", "I do"])
def test_a_request_to_confirm_is_answered_like_a_question(text: str) -> None:
    asked = LastMessage("12 red roses, $54.00. Please confirm that this is right.", "service", 12)
    assert read(text, Context((ROSES,), asked)).intent is Intent.ACCEPT
    stated = LastMessage("12 red roses, $54.00.", "service", 12)
    assert read(text, Context((ROSES,), stated)).intent is Intent.UNCLEAR


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
