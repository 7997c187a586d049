"""A florist's believable day, for tests that need a full console and for looking at it."""

import io
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from PIL import Image, ImageDraw
from sqlalchemy.orm import Session

from concierge.channels.base import DeliveryStatus
from concierge.conversation import attention
from concierge.conversation.models import (
    Conversation,
    Direction,
    Media,
    MediaContent,
    MediaStatus,
    Message,
)
from concierge.customers.models import Consent, ConsentKind, ContactPoint, Customer
from concierge.operators import accounts
from concierge.operators.models import Operator
from concierge.orders.models import Order, OrderStatus
from concierge.payments.models import Card, Payment, PaymentStatus, Wallet
from concierge.quotes.models import Quote, QuoteLine, QuoteStatus

EMAIL, PASSWORD = "nadia@roseandthorn.example", "twelve red roses"
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@dataclass
class Shop:
    """The shop at one moment."""

    session: Session
    at: datetime
    people: dict[str, Conversation] = field(default_factory=dict)

    def operator(self, email: str = EMAIL, name: str = "Nadia Haddad") -> Operator:
        return accounts.create(self.session, email, name, PASSWORD)

    def person(
        self, name: str | None, number: str, *, since: timedelta = 90 * 24 * HOUR, **known: object
    ) -> Conversation:
        """A customer, with their thread."""
        began = self.at - since
        customer = Customer(
            created_at=began, name=name, onboarded_at=began if name else None, **known
        )
        self.session.add(customer)
        self.session.flush()
        point = ContactPoint(
            customer_id=customer.id, channel="sms", address=number, created_at=began
        )
        point.customer = customer
        self.session.add(point)
        self.session.flush()
        conversation = Conversation(
            customer_id=customer.id,
            contact_point_id=point.id,
            created_at=began,
            last_message_at=began,
            last_direction=Direction.IN,
            touched_at=began,
        )
        conversation.customer, conversation.contact_point = customer, point
        self.session.add(conversation)
        self.session.flush()
        self.people[number] = conversation
        return conversation

    def heard(
        self, conversation: Conversation, ago: timedelta, body: str, **given: object
    ) -> Message:
        """The customer wrote."""
        return self._message(
            conversation,
            ago,
            body,
            direction=Direction.IN,
            author=f"customer:{conversation.customer_id}",
            **given,
        )

    def said(
        self,
        conversation: Conversation,
        ago: timedelta,
        body: str,
        *,
        author: str = "operator:1",
        status: DeliveryStatus = DeliveryStatus.DELIVERED,
        **given: object,
    ) -> Message:
        """We wrote."""
        return self._message(
            conversation,
            ago,
            body,
            direction=Direction.OUT,
            author=author,
            status=status,
            **given,
        )

    def _message(
        self, conversation: Conversation, ago: timedelta, body: str, **given: object
    ) -> Message:
        at = self.at - ago
        message = Message(
            conversation_id=conversation.id,
            contact_point_id=conversation.contact_point_id,
            channel="sms",
            body=body,
            created_at=at,
            **given,
        )
        self.session.add(message)
        self.session.flush()
        attention.touch(self.session, conversation, at=at, last=message)
        return message

    def waits(self, conversation: Conversation, ago: timedelta, why: str = "Wrote") -> None:
        """A person has to answer."""
        attention.call_for(self.session, conversation, why, at=self.at - ago)
        conversation.touched_at = conversation.last_message_at

    def picture(self, message: Message) -> Media:
        """A picture that came with a message."""
        image = Image.new("RGB", (480, 360), "#e9dfd0")
        draw = ImageDraw.Draw(image)
        for x, y, colour in ((150, 150, "#b23a48"), (240, 120, "#c65a66"), (320, 170, "#a12f3d")):
            draw.line((x, y, 240, 340), fill="#5d7d5a", width=7)
            for ring in range(58, 8, -12):
                draw.ellipse(
                    (x - ring, y - ring, x + ring, y + ring), fill=colour, outline="#8c2433"
                )
        out = io.BytesIO()
        image.save(out, "JPEG", quality=88)
        media = Media(
            message_id=message.id,
            position=0,
            status=MediaStatus.STORED,
            content_type="image/jpeg",
            width=480,
            height=360,
        )
        self.session.add(media)
        self.session.flush()
        self.session.add(MediaContent(media_id=media.id, content=out.getvalue()))
        self.session.flush()
        return media

    def card(self, conversation: Conversation, brand: str = "visa", last4: str = "4242") -> Card:
        """A saved card, the one that is charged."""
        number = conversation.customer_id
        card = Card(
            customer_id=number,
            provider_id=f"pm_{number}",
            brand=brand,
            last4=last4,
            exp_month=8,
            exp_year=self.at.year + 2,
            created_at=self.at,
        )
        self.session.add(card)
        self.session.flush()
        self.session.add(
            Wallet(customer_id=number, provider_id=f"cus_{number}", default_card_id=card.id)
        )
        self.session.flush()
        return card

    def quote(
        self,
        conversation: Conversation,
        ago: timedelta,
        *lines: tuple[str, int, int],
        status: QuoteStatus = QuoteStatus.SENT,
        number: int = 1,
        delivery: int = 900,
    ) -> Quote:
        """A quote with lines of (what, how many, at how much)."""
        at = self.at - ago
        quote = Quote(
            customer_id=conversation.customer_id,
            number=number,
            status=status,
            currency="USD",
            delivery_amount=delivery,
            total=delivery + sum(count * price for _, count, price in lines),
            expires_at=at + 24 * HOUR,
            created_at=at,
            created_by="operator:1",
            sent_at=at,
            presented_at=at,
            promised_at=at + 20 * HOUR,
            lines=[
                QuoteLine(position=n, description=what, quantity=count, unit_amount=price)
                for n, (what, count, price) in enumerate(lines)
            ],
        )
        self.session.add(quote)
        self.session.flush()
        return quote

    def order(
        self,
        conversation: Conversation,
        ago: timedelta,
        quote: Quote,
        card: Card,
        status: OrderStatus = OrderStatus.CONFIRMED,
    ) -> Order:
        """An order, its money reserved or taken."""
        at = self.at - ago
        order = Order(
            quote_id=quote.id,
            customer_id=conversation.customer_id,
            number=quote.number,
            status=status,
            currency=quote.currency,
            total=quote.total,
            summary=quote.summary,
            address=conversation.customer.address,
            promised_at=quote.promised_at,
            placed_at=at,
            undo_until=at + 10 * MINUTE,
        )
        self.session.add(order)
        self.session.flush()
        paid = status is OrderStatus.PAID
        self.session.add(
            Payment(
                order_id=order.id,
                customer_id=conversation.customer_id,
                card_id=card.id,
                status=PaymentStatus.CAPTURED if paid else PaymentStatus.AUTHORISED,
                amount=order.total,
                currency=order.currency,
                amount_captured=order.total if paid else 0,
                provider_id=f"pi_{order.id}",
                created_at=at,
                authorised_at=at,
                captured_at=at if paid else None,
            )
        )
        self.session.flush()
        return order

    def agreed(self, conversation: Conversation, ago: timedelta, *, marketing: bool) -> None:
        """The account page was filled in."""
        for kind, given in ((ConsentKind.SERVICE, True), (ConsentKind.MARKETING, marketing)):
            self.session.add(
                Consent(
                    customer_id=conversation.customer_id,
                    kind=kind,
                    given=given,
                    at=self.at - ago,
                    by=f"customer:{conversation.customer_id}",
                    words="I agree to be texted about my orders. Reply STOP to end it.",
                    source="page",
                )
            )
        self.session.flush()


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
