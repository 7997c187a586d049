"""Events become texts. `LISTENERS` is the whole list of what the service says by itself."""

from concierge import events
from concierge.conversation.notices import cards, orders, quotes, trouble
from concierge.conversation.notices.cards import renew, send_card_link, text_card_link
from concierge.conversation.notices.orders import on_its_way_text, say_receipt, say_status
from concierge.conversation.notices.quotes import quote_text
from concierge.events import Listener

__all__ = [
    "LISTENERS",
    "on_its_way_text",
    "quote_text",
    "register",
    "renew",
    "say_receipt",
    "say_status",
    "send_card_link",
    "text_card_link",
]

LISTENERS: dict[str, Listener] = {
    **quotes.LISTENERS,
    **orders.LISTENERS,
    **cards.LISTENERS,
    **trouble.LISTENERS,
}


def register() -> None:
    """Listen, from now on."""
    for kind, listener in LISTENERS.items():
        events.Listeners.add(kind, listener)
