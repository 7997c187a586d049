"""A florist's believable day, for tests that need a full console and for looking at it."""

from datetime import datetime

from sqlalchemy.orm import Session

from concierge.channels.base import DeliveryStatus
from concierge.orders.models import OrderStatus
from concierge.quotes.models import QuoteStatus
from tests.console.shop import HOUR, MINUTE, Shop


def open_day(session: Session, at: datetime) -> Shop:
    """Eleven conversations: some wait, one is in the middle of everything."""
    shop = Shop(session, at)
    shop.operator()
    maria = shop.person(
        "Maria Lopez",
        "+12125550123",
        email="maria.lopez@example.com",
        address="14 Elm St, apt 3\nBrooklyn, NY 11215",
        language="en",
        timezone="America/New_York",
        notes="Mum's name is Inés, lives at 14 Elm. Prefers garden roses, nothing pink.",
    )
    shop.agreed(maria, 90 * 24 * HOUR, marketing=True)
    card = shop.card(maria)
    shop.heard(
        maria,
        26 * HOUR,
        "Hi, can you get 12 red roses to my mum tomorrow?",
        intent="unclear",
        intent_reason="asks something",
    )
    shop.said(
        maria,
        26 * HOUR - 3 * MINUTE,
        "Of course, Maria. Before noon all right? I'd add a little eucalyptus.",
    )
    lines = (("garden rose, red", 12, 375),)
    bouquet = shop.quote(maria, 25.9 * HOUR, *lines, status=QuoteStatus.ACCEPTED)
    shop.said(
        maria,
        25.9 * HOUR,
        "12 x garden rose, red, to 14 Elm St, apt 3 tomorrow before 12:00. $54.00 all in. "
        "Reply OK to order.",
        template="quote",
        quote_id=bouquet.id,
        parts=1,
    )
    shop.heard(
        maria, 25.6 * HOUR, "Perfect, thank you!", intent="accept", intent_reason="a plain yes"
    )
    order = shop.order(maria, 25.6 * HOUR, bouquet, card, OrderStatus.PAID)
    shop.said(
        maria,
        25.59 * HOUR,
        "Ordered: $54.00 on Visa 4242. Changed your mind? Reply UNDO in the next 10 minutes.",
        author="service",
        template="ordered",
        order_id=order.id,
    )
    shop.said(
        maria,
        3 * HOUR,
        "Delivered 11:40. Receipt: <link:1>",
        author="service",
        template="receipt",
        order_id=order.id,
    )
    came = shop.heard(
        maria, 48 * MINUTE, "She LOVES them!! Look", intent="unclear", intent_reason="no question"
    )
    shop.picture(came)
    shop.said(maria, 44 * MINUTE, "Oh, that made our day. Thank you for sending it!")
    shop.heard(
        maria,
        12 * MINUTE,
        "Could you do the same every first Friday? And one bigger for her birthday on the 3rd, "
        "peonies if there are any, up to $90",
        intent="unclear",
        intent_reason="a new wish, with an amount",
    )
    shop.waits(maria, 12 * MINUTE, "Wrote")

    new = shop.person(None, "+13475550188", since=31 * MINUTE)
    shop.heard(new, 31 * MINUTE, "hello do you deliver to Queens today? need something for a baby")
    shop.said(
        new,
        31 * MINUTE,
        "Welcome to Rose & Thorn! Tell us who you are: <link:2>",
        author="service",
        template="greeting",
    )
    shop.waits(new, 31 * MINUTE, "New customer")

    tom = shop.person("Tom Okafor", "+12015550144", address="8 Pine Ave\nHoboken, NJ")
    tulips = shop.quote(tom, 2 * HOUR, ("tulip, white", 20, 180))
    shop.said(
        tom,
        2 * HOUR,
        "20 x tulip, white, to 8 Pine Ave today 18:00. $45.00 all in. Reply OK to order.",
        template="quote",
        quote_id=tulips.id,
    )
    shop.heard(
        tom,
        6 * MINUTE,
        "ok but make it cream not white",
        intent="unclear",
        intent_reason="a yes with a condition",
    )
    shop.waits(tom, 6 * MINUTE, "Nearly a yes: a condition")

    june = shop.person("June Park", "+17185550110")
    shop.said(
        june,
        8 * HOUR,
        "Your arrangement is ready whenever you are.",
        status=DeliveryStatus.FAILED,
        error="The phone is switched off or out of reach",
        error_code="30003",
    )
    shop.waits(june, 2 * HOUR, "Not delivered: the phone is switched off or out of reach")

    for name, number, hours, last in (
        ("Ana-Sofia Brandt", "+19175550131", 1.2, "Lovely, see you Thursday then"),
        ("Priya Raman", "+16465550172", 4.5, "Thank you so much, they arrived perfectly"),
        ("Georges Lefèvre", "+12125550165", 22, "Merci, c'était magnifique"),
        ("Dana Whitfield", "+19295550119", 30, "can I get the usual on Friday"),
        ("Hiro Tanaka", "+13325550108", 51, "Great"),
        ("Leila & Sam", "+12015550199", 190, "We'll come by for the centrepieces"),
    ):
        someone = shop.person(name, number)
        shop.heard(someone, (hours + 0.3) * HOUR, last, intent="unclear")
        shop.said(someone, hours * HOUR, "Always a pleasure. See you soon!")

    gone = shop.person("Bill Carver", "+12125550177")
    shop.heard(gone, 75 * HOUR, "STOP", intent="stop", intent_reason="the whole text is STOP")
    shop.said(
        gone,
        75 * HOUR,
        "You won't hear from us again. Text START to change that.",
        author="service",
        template="stopped",
    )
    gone.contact_point.opted_out_at = at - 75 * HOUR
    session.flush()
    return shop
