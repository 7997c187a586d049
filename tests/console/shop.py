"""A florist at one moment: people, what they said, quotes, orders, pictures, put straight in."""

import io
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

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
from concierge.payments.models import Card, Payment, PaymentStatus, Refund, RefundStatus, Wallet
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
        if status is OrderStatus.PAID:
            taken = {"status": PaymentStatus.CAPTURED, "amount_captured": order.total}
            self.payment(order, card, ago, captured_at=at, **taken)
        else:
            self.payment(order, card, ago, status=PaymentStatus.AUTHORISED)
        return order

    def payment(self, order: Order, card: Card, ago: timedelta, **more: Any) -> Payment:
        """An attempt to have the order's money."""
        at = self.at - ago
        payment = Payment(
            order_id=order.id,
            customer_id=order.customer_id,
            card_id=card.id,
            amount=order.total,
            currency=order.currency,
            created_at=at,
            authorised_at=None if more["status"] is PaymentStatus.DECLINED else at,
            **more,
        )
        self.session.add(payment)
        self.session.flush()
        payment.provider_id = f"pi_{payment.id}"
        return payment

    def refund(
        self, payment: Payment, ago: timedelta, amount: int, reason: str | None = None
    ) -> Refund:
        """Some of it given back."""
        refund = Refund(
            payment_id=payment.id,
            amount=amount,
            currency=payment.currency,
            reason=reason,
            status=RefundStatus.SUCCEEDED,
            created_at=self.at - ago,
            created_by="operator:1",
        )
        self.session.add(refund)
        self.session.flush()
        return refund

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
