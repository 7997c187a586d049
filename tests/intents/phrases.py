"""How the phrase books are read: a table of lines, each as somebody might text it."""

from __future__ import annotations

from concierge.intents import Context, LastMessage, LiveQuote, Reading, read

ROSES = LiveQuote(
    12,
    5400,
    "USD",
    "12 red roses, hand-tied, to 14 Elm St tomorrow before noon. $54.00 all in. Reply OK to order.",
)
CAKE = LiveQuote(
    13, 3800, "USD", "A lemon cake for 8, collected Friday. $38.00. Reply OK to order."
)


def after_the_quote(language: str | None = None) -> Context:
    """Maria has just been sent quote 12, and nothing since."""
    return Context((ROSES,), LastMessage(ROSES.text, "service", 12), language)


def reply(text: str, language: str | None = None) -> Reading:
    return read(text, after_the_quote(language))


def lines(book: str) -> list[str]:
    return [line.strip() for line in book.strip().splitlines() if line.strip()]
