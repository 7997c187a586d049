"""What is measured: for each measure the rows of one day, as (who, value).

`:since` and `:until` are the day's two ends. Who is an Actor's text; only people are kept apart.
"""

from collections.abc import Sequence
from enum import StrEnum

# Seconds. Close together where people notice the difference, far apart where they don't.
BOUNDS = (
    15, 30, 60, 120, 180, 300, 450, 600, 900, 1200, 1800, 2700, 3600, 5400, 7200, 10800, 14400,
    21600, 28800, 43200, 64800, 86400, 129600, 172800, 259200, 432000, 604800,
)  # fmt: skip


class Measure(StrEnum):
    """Each is a name, and a sentence that says what its value is."""

    ANSWERED = "answered"  # seconds somebody waited for a person's text, on the day it was sent
    DELIVERED = "delivered"  # seconds from the request to its fulfilled order
    TEXTS_IN = "texts_in"  # parts
    TEXTS_OUT = "texts_out"  # parts
    PICTURED = "pictured"  # parts, of TEXTS_OUT: with pictures, at a price of their own
    WHATSAPP = "whatsapp"  # parts, of TEXTS_IN and TEXTS_OUT: at a price of their own, too
    QUOTED = "quoted"  # minor units, on the day the quote was sent
    ACCEPTED = "accepted"  # seconds to OK, on the day the quote was sent
    TAKEN = "taken"  # minor units
    AGAIN = "again"  # minor units, of TAKEN: from customers who had paid before
    REFUNDED = "refunded"  # minor units
    MET = "met"  # 0; new customers


TIMES = {Measure.ANSWERED, Measure.DELIVERED, Measure.ACCEPTED}

ROWS: dict[Measure, str] = {
    Measure.ANSWERED: """
        SELECT by AS who, extract(epoch FROM ended_at - began_at) AS value
        FROM waits WHERE ended_at >= :since AND ended_at < :until AND answered""",
    Measure.DELIVERED: """
        SELECT quotes.created_by AS who,
            extract(epoch FROM orders.fulfilled_at - coalesce(
                (SELECT max(waits.began_at) FROM waits
                    JOIN conversations ON conversations.id = waits.conversation_id
                    WHERE conversations.customer_id = orders.customer_id
                        AND waits.began_at <= quotes.sent_at),
                quotes.sent_at)) AS value
        FROM orders JOIN quotes ON quotes.id = orders.quote_id
        WHERE orders.fulfilled_at >= :since AND orders.fulfilled_at < :until""",
    Measure.TEXTS_IN: """
        SELECT '' AS who, coalesce(parts, 1) AS value
        FROM messages WHERE created_at >= :since AND created_at < :until AND direction = 'in'""",
    Measure.TEXTS_OUT: """
        SELECT author AS who, coalesce(parts, 1) AS value
        FROM messages WHERE created_at >= :since AND created_at < :until
            AND direction = 'out' AND sent_at IS NOT NULL""",
    Measure.PICTURED: """
        SELECT author AS who, coalesce(parts, 1) AS value
        FROM messages WHERE created_at >= :since AND created_at < :until
            AND direction = 'out' AND sent_at IS NOT NULL AND channel = 'sms'
            AND EXISTS (SELECT FROM media WHERE media.message_id = messages.id)""",
    Measure.WHATSAPP: """
        SELECT author AS who, coalesce(parts, 1) AS value
        FROM messages WHERE created_at >= :since AND created_at < :until
            AND (direction = 'in' OR sent_at IS NOT NULL) AND channel = 'whatsapp'""",
    Measure.QUOTED: """
        SELECT created_by AS who, total AS value
        FROM quotes WHERE sent_at >= :since AND sent_at < :until
            AND revises_id IS NULL""",
    Measure.ACCEPTED: """
        SELECT quotes.created_by AS who,
            greatest(0, extract(epoch FROM orders.placed_at
                - coalesce(quotes.presented_at, quotes.sent_at))) AS value
        FROM quotes JOIN orders ON orders.quote_id = quotes.id
        WHERE quotes.sent_at >= :since AND quotes.sent_at < :until""",
    Measure.TAKEN: """
        SELECT quotes.created_by AS who, payments.amount_captured AS value
        FROM payments JOIN orders ON orders.id = payments.order_id
            JOIN quotes ON quotes.id = orders.quote_id
        WHERE payments.captured_at >= :since AND payments.captured_at < :until
            AND payments.currency = :currency""",
    Measure.AGAIN: """
        SELECT quotes.created_by AS who, payments.amount_captured AS value
        FROM payments JOIN orders ON orders.id = payments.order_id
            JOIN quotes ON quotes.id = orders.quote_id
        WHERE payments.captured_at >= :since AND payments.captured_at < :until
            AND payments.currency = :currency
            AND EXISTS (SELECT FROM payments AS earlier
                WHERE earlier.customer_id = payments.customer_id
                    AND earlier.captured_at < payments.captured_at)""",
    Measure.REFUNDED: """
        SELECT '' AS who, amount AS value
        FROM refunds WHERE created_at >= :since AND created_at < :until
            AND status <> 'failed' AND currency = :currency""",
    Measure.MET: """
        SELECT '' AS who, 0 AS value
        FROM customers WHERE created_at >= :since AND created_at < :until""",
}


def quantile(spread: Sequence[int], part: float) -> float | None:
    """Seconds that `part` (0 to 1) of them stayed below; None where there were none.

    Read off between two bounds as if they lay evenly there.
    """
    wanted, seen = part * sum(spread), 0.0
    if not any(spread):
        return None
    for place, number in enumerate(spread):
        if number and seen + number >= wanted:
            low = BOUNDS[place - 1] if place else 0
            high = BOUNDS[place] if place < len(BOUNDS) else 2 * BOUNDS[-1]
            return low + (high - low) * (wanted - seen) / number
        seen += number
    return float(2 * BOUNDS[-1])
