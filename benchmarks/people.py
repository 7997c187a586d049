"""Customers by the thousand, put into the tables at once."""

from datetime import UTC, datetime
from typing import Any

import psycopg

SENDER = "+1646{:07d}"

# Each an onboarded customer with a card, and a thread: what they asked, and an answer of ours.
_CUSTOMERS = """
WITH at AS (SELECT %(at)s::timestamptz AS now, %(at)s::timestamptz - interval '1 day' AS yesterday),
made AS (
  INSERT INTO customers (created_at, name, email, address, address_by, onboarded_at, notes)
  SELECT yesterday, (ARRAY['Maria', 'Noor', 'Piet', 'Jane', 'Ana'])[1 + n %% 5] || ' '
         || (ARRAY['Lopez', 'Haddad', 'de Vries', 'Ames', 'Silva'])[1 + n / 5 %% 5] || ' ' || n,
         'customer' || n || '@example.com', n || ' Elm St', 'customer:0', yesterday, ''
  FROM at, generate_series(%(first)s::int, %(last)s::int) n RETURNING id, name
), points AS (
  INSERT INTO contact_points (customer_id, channel, address, created_at, last_heard_at)
  SELECT id, 'sms', '+1646' || lpad(substring(name from '[0-9]+$'), 7, '0'), yesterday, yesterday
  FROM at, made RETURNING id, customer_id
), cards AS (
  INSERT INTO cards (customer_id, provider_id, brand, last4, exp_month, exp_year, created_at)
  SELECT id, 'pm_' || id, 'visa', '4242', 12, 2032, now FROM at, made RETURNING id, customer_id
), wallets AS (
  INSERT INTO wallets (customer_id, provider_id, default_card_id)
  SELECT customer_id, 'cus_' || customer_id, id FROM cards
)
INSERT INTO conversations (customer_id, contact_point_id, created_at, last_message_at,
                           last_preview, last_direction, touched_at)
SELECT customer_id, id, yesterday, yesterday, 'Thanks, we will see to it.', 'out', yesterday
FROM at, points
"""
_THREADS = """
INSERT INTO messages (conversation_id, contact_point_id, channel, direction, author, body,
                      created_at, status, provider_id, intent, intent_reason, sent_at)
SELECT c.id, c.contact_point_id, 'sms', way, who,
       CASE way WHEN 'in' THEN 'Hi, could I have ' || 6 + (c.id + n) %% 20 || ' '
                || (ARRAY['red roses', 'tulips', 'peonies', 'lilies'])[1 + (c.id + n) %% 4]
                || ' on ' || (ARRAY['Monday', 'Friday', 'Saturday'])[1 + c.id %% 3] || '?'
            ELSE 'Thanks, we will see to it.' END,
       wrote, CASE way WHEN 'out' THEN 'delivered' END, 'OLD' || c.id || '-' || n,
       CASE way WHEN 'in' THEN 'unclear' END, CASE way WHEN 'in' THEN 'a question' END,
       CASE way WHEN 'out' THEN wrote END
FROM generate_series(1, %(each)s::int) n
CROSS JOIN conversations c
JOIN customers u ON u.id = c.customer_id
CROSS JOIN LATERAL (SELECT
  CASE WHEN n %% 2 = 1 THEN 'in' ELSE 'out' END AS way,
  CASE WHEN n %% 2 = 1 THEN 'customer:' || u.id ELSE 'operator:1' END AS who,
  %(at)s::timestamptz - interval '1 day' - (%(each)s::int - n) * interval '1 hour' AS wrote
) AS each
WHERE substring(u.name from '[0-9]+$')::int BETWEEN %(first)s::int AND %(last)s::int
"""
# A quote whose text has arrived.
_QUOTES = """
WITH at AS (SELECT %(at)s::timestamptz AS now, %(at)s::timestamptz + interval '1 day' AS tomorrow),
asked AS (
  SELECT c.id, c.customer_id, c.contact_point_id,
         (SELECT coalesce(max(number), 0) + 1 FROM quotes q WHERE q.customer_id = c.customer_id) n
  FROM conversations c JOIN customers u ON u.id = c.customer_id
  WHERE substring(u.name from '[0-9]+$')::int BETWEEN %(first)s::int AND %(last)s::int
), quoted AS (
  INSERT INTO quotes (customer_id, number, status, currency, delivery_amount, fee_amount, total,
                      expires_at, created_at, created_by, sent_at, presented_at)
  SELECT customer_id, n, 'sent', 'USD', 600, 0, 5400, tomorrow, now, 'operator:1', now, now
  FROM at, asked RETURNING id, customer_id, number
), lines AS (
  INSERT INTO quote_lines (quote_id, position, description, quantity, unit_amount)
  SELECT id, 0, 'red rose', 12, 400 FROM quoted
)
INSERT INTO messages (conversation_id, contact_point_id, channel, direction, author, body,
                      template, quote_id, created_at, status, provider_id, sent_at, delivered_at,
                      parts)
SELECT a.id, a.contact_point_id, 'sms', 'out', 'service',
       'Maria, 12 x red rose: $54.00 incl. delivery. Reply OK to order, or say what to change.',
       'quote', q.id, now, 'delivered', 'QUOTE' || q.id, now, now, 1
FROM at, quoted q JOIN asked a USING (customer_id)
"""


def customers(connection: "psycopg.Connection[Any]", first: int, last: int, *, each: int) -> None:
    """Customers `first` to `last`, each writing from SENDER, with `each` messages so far."""
    known = {"first": first, "last": last, "each": each, "at": datetime.now(UTC)}
    connection.execute(_CUSTOMERS, known)
    connection.execute(_THREADS, known)
    connection.execute("ANALYZE")


def quotes(connection: "psycopg.Connection[Any]", first: int, last: int) -> None:
    """A quote each that waits for their OK."""
    connection.execute(_QUOTES, {"first": first, "last": last, "at": datetime.now(UTC)})
    connection.execute("ANALYZE quotes, quote_lines, messages")
