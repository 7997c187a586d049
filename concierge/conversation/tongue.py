"""Which language a customer writes in: learned slowly, for a "merci" is no Frenchman."""

from concierge import intents
from concierge.config import LANGUAGES
from concierge.conversation.reply import Reply
from concierge.customers import lifecycle as customers

_LONG = 4  # words, in a first text that is believed at once
_TO_LEARN = 2  # clear texts in a row
_TO_CHANGE = 3  # the same, where another language had been learned


def clear(text: str) -> str | None:
    """The language whose words prevail whichever one was expected; None for "ok" and "12 roses"."""
    found = intents.tongues(text, LANGUAGES)
    return found.pop() if len(found) == 1 else None


def learn(reply: Reply) -> None:
    """Take the language of this text for the customer's, where enough of them have spoken it."""
    sender = reply.sender
    if not customers.may_learn(sender):
        return
    language = clear(reply.message.body)
    if language is None or language == sender.language:
        return
    needed = _TO_LEARN if sender.language is None else _TO_CHANGE
    before = reply.past.earlier_texts(needed - 1)
    first_and_long = not before and len(reply.message.body.split()) >= _LONG
    in_a_row = len(before) == needed - 1 and all(clear(text) == language for text in before)
    if first_and_long or in_a_row:
        customer = reply.conversation.customer
        customers.learn_language(reply.session, customer, language, at=reply.at)
