"""Facts to show a text with, as its notice would give them: the usual ones, then each odd case."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from concierge import clock, config
from concierge.conversation import wording
from concierge.money import Ceiling, Money

# Where a fact may also be something else, that; a text has to do with both.
_ODD: dict[str, Any] = {
    "name": None,
    "note": "Left with the neighbour.",
    "opens": None,
    "promised": None,
    "address": None,
    "several": True,
    "started": True,
    "expired": False,
    "minutes": 0,
    "estimate": True,
    "for_quote": False,
    "courier": None,
    "tracking": None,
    "out": True,
}
_NUMBER = 1207
_TRACKING = "https://track.example.com/1Z999AA10123456784"


def of(template: str, language: str) -> list[dict[str, Any]]:
    """Every case of a text; the first is the usual one."""
    usual = _usual(template, language)
    cases = [usual]
    cases += [usual | {name: odd} for name, odd in _ODD.items() if name in usual]
    amount = _money(4800)
    if "agreed" in usual:
        cases.append(usual | {"agreed": amount})
    if "cost" in usual:
        cases.append(usual | {"cost": amount})
        cases.append(usual | {"cost": amount, "reserved": _money(6000), "rest": _money(1200)})
    if template == "status":
        cases.append(usual | {"out": True, "tracking": _TRACKING})
    if template == "card_saved":
        cases.append(usual | {"quote": _offer()})
    if template == "quote":
        lines = [_line("12 red roses", 4800), _line("a vase", 600)]
        cases.append(usual | {"lines": lines, "quote": _offer(delivery_amount=900, fee_amount=100)})
        cases.append(usual | {"quote": _offer(is_estimate=True, note="The shop opens at nine.")})
    return cases


def _usual(template: str, language: str) -> dict[str, Any]:
    now, zone = clock.now(), config.current().zone
    noon = wording.moment(now + timedelta(days=1), now, zone, language)
    link = f"{config.current().public_url}/l/zzzz-{'x' * 22}"
    total, offer = _money(5400), _offer()
    order: dict[str, Any] = {"number": _NUMBER, "summary": offer.summary, "total": total}
    numbered = {"number": _NUMBER, "total": total, "link": link}
    given: dict[str, dict[str, Any]] = {
        "ask_confirm": {**order, "agreed": None},
        "ask_undo": {"number": _NUMBER, "summary": offer.summary},
        "ask_which": {"quotes": [offer, _offer(number=1208)]},
        "cancelled": {"number": _NUMBER, "summary": offer.summary},
        "card_expiring": {"card": "Visa 4242", "expiry": "11/26", "link": link},
        "card_link": {"link": link},
        "card_saved": {"card": "Visa 4242", "quote": None},
        "charge_failed": numbered,
        "closed": {"opens": noon},
        "confirm_link": numbered,
        "declined": {"number": _NUMBER, "agreed": None},
        "delivered": {
            "when": noon, "note": None, "link": link, "cost": None, "reserved": None, "rest": None,
        },
        "greeting": {"link": link},
        "held_bank": numbered,
        "held_card": numbered,
        "held_declined": numbered,
        "held_expired": numbered,
        "held_proof": numbered,
        "help": {},
        "kept": {"number": _NUMBER, "total": total},
        "new_link": {"link": link},
        "nudge": {**order, "expires": noon, "several": False},
        "on_its_way": {
            "number": _NUMBER, "summary": offer.summary, "promised": noon, "courier": "Fleet Feet",
            "tracking": _TRACKING,
        },
        "ordered": {"total": total, "card": "Visa 4242", "minutes": 10, "estimate": False},
        "ordered_more": {"number": _NUMBER, "total": Ceiling(total), "card": "Visa 4242"},
        "pay_link": numbered,
        "promise_late": {"for_quote": True},
        "quote": {
            "quote": offer, "lines": [_line("12 red roses, hand-tied", 5400)], "several": False,
            "agreed": None, "address": "14 Elm St, Springfield", "promised": noon,
            "expires": noon, "money": lambda cents: _money(cents).format(language),
        },
        "quote_gone": {"number": _NUMBER, "expired": True},
        "quote_replaced": {**order, "old": 1206},
        "receipt": {"number": _NUMBER, "link": link},
        "refunded": {"amount": total, "card": "Visa 4242", "number": _NUMBER},
        "started": {},
        "status": {
            "number": _NUMBER, "summary": offer.summary, "started": False, "promised": noon,
            "out": False, "tracking": None,
        },
        "stopped": {},
        "undo_late": {"number": _NUMBER},
        "undone": {"number": _NUMBER, "summary": offer.summary},
    }  # fmt: skip
    shared = {"name": "Maria", "business": config.current().business_name, "language": language}
    return shared | given.get(template, order)


def _money(minor: int) -> Money:
    return Money(minor, config.current().currency)


def _line(label: str, amount: int) -> SimpleNamespace:
    return SimpleNamespace(label=label, amount=amount)


def _offer(**changed: Any) -> SimpleNamespace:
    usual = {
        "number": _NUMBER,
        "summary": "12 red roses",
        "price": _money(5400),
        "total": 5400,
        "note": None,
        "delivery_amount": 0,
        "fee_amount": 0,
        "is_estimate": False,
    }
    return SimpleNamespace(**(usual | changed))
