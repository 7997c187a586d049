# ruff: noqa: S608  (what is put together here is written here, and values are always bound)
"""What is kept about a customer, where, and what becomes of it: the one list of all tables.

Whoever adds a table or a column adds a line here; tests/privacy/test_map.py fails until then.

- `removed`: the rows go at an erasure.
- `blanked`: the rows stay, for the books or because others point at them. Every column that can
  hold words is either blanked, to the SQL given, or kept, with why it says nothing about a person.
- `nobody`: the table says nothing about customers.

`of` is the SQL that finds a customer's rows. It may use `:customer` (their id), `:addresses`
(what they write from) and `:ids` (what the card processor calls them, their cards and payments);
`blank` may use `:at`, the moment of the erasure.
The order is that of the work: what points at others comes before them.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from concierge.operators.replays import GONE

ERASED = "(erased)"
_OWN = "customer_id = :customer"
_THREAD = "conversation_id in (select id from conversations where customer_id = :customer)"
_MESSAGE = f"message_id in (select id from messages where {_THREAD})"
# Provider's ids stand in quotes in a JSON text, so "cus_1" does not find "cus_12".
_TOLD_BY_PROVIDER = (
    "exists (select 1 from unnest(cast(:ids as text[]) || cast(:addresses as text[]))"
    " as known (id) where position('\"' || known.id || '\"' in body\\:\\:text) > 0)"
)


class Fate(StrEnum):
    """What an erasure does to a customer's rows."""

    REMOVED = "removed"
    BLANKED = "blanked"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Place:
    """A table: what it says of a customer, how their rows are found, and their fate."""

    about: str  # for whoever reads an export; for `nobody`, why it says nothing
    fate: Fate
    of: str = _OWN
    blank: dict[str, str] = field(default_factory=dict)  # column to SQL
    kept: dict[str, str] = field(default_factory=dict)  # column to why it may stay
    hidden: tuple[str, ...] = ()  # columns that open or sign something: not exported
    not_exported: str = ""  # why an export leaves the table out


def removed(
    about: str, of: str = _OWN, *, hidden: tuple[str, ...] = (), not_exported: str = ""
) -> Place:
    """The rows go at an erasure."""
    return Place(about, Fate.REMOVED, of, hidden=hidden, not_exported=not_exported)


def blanked(
    about: str,
    of: str = _OWN,
    *,
    blank: dict[str, str],
    kept: dict[str, str],
    hidden: tuple[str, ...] = (),
    not_exported: str = "",
) -> Place:
    """The rows stay, without what is personal."""
    return Place(about, Fate.BLANKED, of, blank, kept, hidden, not_exported)


def nobody(why: str) -> Place:
    """Nothing about a customer is in it."""
    return Place(why, Fate.NOBODY)


_CURRENCY = {"currency": "of an amount"}
_FEE = {"fee_currency": "of an amount"}
_AT_PROVIDER = {"provider_id": "the booking's number at the card processor"}
_NULL, _EMPTY, _GONE = "null", "''", f"'{ERASED}'"

PLACES: dict[str, Place] = {
    # First, for it is found by what goes after it.
    "api_requests": blanked(
        "What a program was answered about them.",
        "(body->>'customer_id' = cast(:customer as text)"
        " or (body ? 'contact_points' and body->>'id' = cast(:customer as text))"
        " or body->>'payment_id' in"
        " (select cast(id as text) from payments where customer_id = :customer)"
        " or body->>'order_id' in"
        " (select cast(id as text) from orders where customer_id = :customer)"
        " or body->>'message_id' in (select cast(m.id as text) from messages m"
        " join conversations c on c.id = m.conversation_id where c.customer_id = :customer)"
        " or exists (select 1 from unnest(cast(:addresses as text[])) as known (address)"
        " where position(known.address in body\\:\\:text) > 0))",
        # The row stays: a repeated request is still not carried out a second time.
        blank={
            "status": str(GONE),
            "body": "'{}'",
        },
        kept={"key": "made up by the program", "fingerprint": "a hash"},
        not_exported="A copy of the other sections, gone within a day.",
    ),
    # --- what was said ---------------------------------------------------------------------------
    "media_contents": removed(
        "The pictures themselves: the files in media/.",
        f"media_id in (select id from media where {_MESSAGE})",
        hidden=("content",),
    ),
    "media": removed("Pictures that came in or went out.", _MESSAGE, hidden=("source_url",)),
    "corrections": removed("What an operator said that a text had meant.", _MESSAGE),
    "compositions": removed(
        "Which texts an operator sent from the composer, and what had waited for them.",
        _THREAD,
        hidden=("key", "fingerprint"),
    ),
    "drafts": removed("What an operator has begun to write to them.", _THREAD, hidden=("key",)),
    "draft_pictures": removed(
        "Pictures beside a text to them that was not sent yet.", _THREAD, hidden=("content",)
    ),
    "later_texts": removed("What an operator wrote to be sent to them at a time.", _THREAD),
    "merged_messages": removed(
        "Which texts came from the thread of a customer who was merged.", _MESSAGE
    ),
    "messages": removed("Every text, in and out.", _THREAD),
    "read_marks": removed("Up to where each operator has read their thread.", _THREAD),
    "broadcasts": nobody("One text to everybody, without their names."),
    # --- money: amounts, dates and numbers stay for the books ------------------------------------
    "postings": blanked(
        "The lines of the ledger.",
        "entry_id in (select id from journal_entries where customer_id = :customer)",
        blank={},
        kept=_CURRENCY | {"account": "a code"},
    ),
    "journal_entries": blanked(
        "What was booked in the ledger.",
        blank={},
        kept={"kind": "a code", "subject_kind": "a code"},
    ),
    "payables": blanked(
        "What partners were owed for their orders.",
        "order_id in (select id from orders where customer_id = :customer)",
        blank={"note": _NULL},
        kept=_CURRENCY
        | {"partner": "a business", "created_by": "an operator", "ended_by": "an operator"},
    ),
    "differences": removed("Where Stripe's or Twilio's books differed from ours."),
    "disputes": blanked(
        "Charges that they, or their bank, called into question.",
        blank={},
        kept=_CURRENCY | _AT_PROVIDER | _FEE | {"reason": "a code of the bank's"},
    ),
    "fraud_warnings": blanked(
        "Charges that their bank suspected.",
        blank={},
        kept=_AT_PROVIDER | {"fraud_type": "a code of the bank's", "decided_by": "an operator"},
    ),
    "refunds": blanked(
        "What was given back.",
        "payment_id in (select id from payments where customer_id = :customer)",
        blank={"reason": _NULL, "problem": _NULL},
        kept=_CURRENCY | _AT_PROVIDER | _FEE | {"created_by": "an operator"},
    ),
    "pay_visits": removed("Visits to the page on which one order is paid.", hidden=("url",)),
    "payments": blanked(
        "What was reserved and taken, on which card.",
        blank={"redirect_url": _NULL, "problem": _NULL},
        kept=_CURRENCY | _AT_PROVIDER | _FEE,
        hidden=("redirect_url",),
    ),
    "wallets": blanked(
        "The customer's number at the card processor.",
        blank={},
        kept={"provider_id": "until the processor has deleted them; then the row goes"},
    ),
    "card_sessions": removed("Visits to the page on which a card is saved.", hidden=("url",)),
    "cards": blanked(
        "Saved cards: brand, last four digits, until when they are good.",
        blank={
            "brand": "'card'",
            "last4": _EMPTY,
            "exp_month": "1",
            "exp_year": "1970",
        },
        kept={"provider_id": "until the processor has detached it; then it is replaced"},
    ),
    "links": removed(
        "One-time links that were texted; not the addresses, which open them.", hidden=("salt",)
    ),
    "order_goods": blanked(
        "How many of which item of the catalogue an order took.",
        "order_id in (select id from orders where customer_id = :customer)",
        blank={},
        kept={},
    ),
    "shop_receipts": removed(
        "The photo of what an order cost in the shop.",
        "order_id in (select id from orders where customer_id = :customer)",
        hidden=("content",),
    ),
    "delivery_pictures": removed(
        "The picture of what was delivered.",
        "order_id in (select id from orders where customer_id = :customer)",
        hidden=("content",),
    ),
    "orders": blanked(
        "What was ordered.",
        blank={
            "summary": _GONE,
            "address": _NULL,
            "trouble": _NULL,
            "fulfilment_note": _NULL,
            "cancelled_because": _NULL,
            "no_receipt": _NULL,
            "courier": _NULL,
            "tracking": _NULL,
        },
        kept=_CURRENCY,
    ),
    "quote_lines": blanked(
        "The lines of the quotes.",
        "quote_id in (select id from quotes where customer_id = :customer)",
        # The kind of goods belongs into the books; what somebody typed may name a person.
        blank={
            "description": "case when description in (select name from catalogue_items)"
            f" then description else {_GONE} end"
        },
        kept={"choices": "words of the catalogue's, chosen by whoever wrote the quote"},
    ),
    "quotes": blanked(
        "What was offered.",
        blank={"note": _NULL, "address": _NULL},
        kept=_CURRENCY | {"created_by": "an operator or a program"},
    ),
    "waits": blanked(
        "When they waited for an answer, and for how long.",
        _THREAD,
        blank={},
        kept={"by": "an operator"},
    ),
    "conversation_notes": removed("What operators told each other in their thread.", _THREAD),
    # --- the person ------------------------------------------------------------------------------
    "consents": removed("What they agreed to and withdrew, when, by which words."),
    "conversations": blanked(
        "Their thread, as the inbox shows it.",
        blank={
            "waiting_since": _NULL,
            "waiting_for": _NULL,
            "last_preview": _EMPTY,
            "assignee_id": _NULL,
            "assigned_at": _NULL,
            "snoozed_until": _NULL,
            "undelivered_at": _NULL,
            "promised_at": _NULL,
            "promise": _NULL,
            "promise_stage": _NULL,
            "promise_due_at": _NULL,
        },
        kept={},
    ),
    "partings": blanked(
        "That a number turned out to be somebody else's, and when.",
        "customer_id = :customer or fresh_id = :customer",
        blank={},
        kept={
            "because": "one of three sentences of ours",
            "by": "an operator, or the number of a customer",
            "undone_by": "an operator",
        },
        hidden=("customer_id", "fresh_id"),
    ),
    "mergers": removed(
        "That they were known as two customers, and when that was found out.",
        "kept_id = :customer or absorbed_id = :customer",
        hidden=("kept_id", "absorbed_id"),
    ),
    "contact_points": blanked(
        "What they write from.",
        # A stub that is neither found nor written to again.
        blank={
            "address": "'erased:' || id",
            "opted_out_at": ":at",
            "last_heard_at": _NULL,
            "doubted_at": _NULL,
            "dead_at": ":at",
            "dead_reason": "'The customer was erased.'",
        },
        kept={"channel": "which kind of address it was"},
    ),
    "events": blanked(
        "What happened, when, and who did it.",
        "(customer_id = :customer or (subject_kind = 'customer' and subject_id = :customer))",
        # Amounts and numbers stay, words go, but for the codes that the console reads.
        blank={
            "data": "(select coalesce(jsonb_object_agg(key, value), '{}') from jsonb_each(data)"
            " where jsonb_typeof(value) in ('number', 'boolean') or key = 'currency'"
            " or (key = 'reason' and kind in ('order.held', 'order.asked')))"
        },
        kept={
            "actor": "a number: customer:1, operator:2",
            "kind": "a code",
            "subject_kind": "a code",
            "address": "an operator's or a program's, never a customer's",
        },
    ),
    "effects": removed(
        "Calls to Twilio and Stripe.",
        "(customer_id = :customer or (kind = 'stripe.event' and subject in (select 'event:' || id"
        f" from provider_events where {_TOLD_BY_PROVIDER})))",
        not_exported="They carried what the other sections hold, and the keys of one-time links.",
    ),
    "provider_events": removed("What Stripe and Twilio told us.", _TOLD_BY_PROVIDER),
    "erasures": blanked(
        "That, when and by whom they were erased.",
        blank={},
        kept={
            "by": "an operator",
            "because": "a code",
            "provider_ids": "until the processor's last events about them have come and gone",
        },
    ),
    "customers": blanked(
        "Who they are.",
        "id = :customer",
        blank={
            "name": _NULL,
            "email": _NULL,
            "address": _NULL,
            "address_by": _NULL,
            "language": _NULL,
            "language_by": _NULL,
            "timezone": _NULL,
            "notes": _EMPTY,
            "preferences": _NULL,
            "tags": "'{}'",
            "custom": "'{}'",
        },
        kept={},
    ),
    # --- not about customers ---------------------------------------------------------------------
    "silenced_addresses": nobody("A keyed hash that leads to no address; see customers/silenced."),
    "tags": nobody("Words in use; which customers have them is with the customers."),
    "custom_fields": nobody("What an owner wants known of customers."),
    "entry_points": nobody("Where customers come from; who came is with the customers."),
    "insight_days": nobody("Sums over a day."),
    "catalogue_items": nobody("What the shop sells."),
    "reconciliations": nobody("When books were compared, and how much of them."),
    "sightings": nobody("Numbers of Stripe's and Twilio's, while they are being compared."),
    "partners": nobody("Whom the shop works with."),
    "catalogue_pictures": nobody("What that looks like."),
    "circuits": nobody("Whether Twilio takes texts."),
    "operators": nobody("Who works here."),
    "invitations": nobody("Who may come to work here."),
    "passkeys": nobody("What operators log in with."),
    "recovery_codes": nobody("Hashes of what operators log in with."),
    "house_rules": nobody("What an owner has set."),
    "canned_replies": nobody("What operators say often, with placeholders."),
    "wordings": nobody("Our texts in an owner's words."),
    "logins": nobody("Operators' sessions."),
    "tokens": nobody("Programs' keys."),
    "retention_marks": nobody("How far the clock has come."),
}

# What of a message goes once RETENTION_MESSAGES_DAYS are over, and what of its words stays.
MESSAGE_WORDS = {"body": "", "intent_reason": None, "error": None, "raw": None}
MESSAGE_FACTS = {"channel", "author", "template", "provider_id", "error_code", "intent"}
