"""Stripe's objects in our words. Plain dicts in, so that nothing here needs Stripe's package."""

from datetime import UTC, datetime
from typing import Any

from concierge.money import Money
from concierge.payments.gateway import (
    NOT_RECOGNISED,
    DisputeStanding,
    PayStanding,
    RefundStanding,
    SavedCard,
    Snapshot,
    Standing,
    WarningFacts,
)

_STANDING = {
    "requires_capture": Standing.AUTHORISED,
    "requires_action": Standing.ACTION_REQUIRED,
    "requires_payment_method": Standing.DECLINED,
    "requires_confirmation": Standing.PROCESSING,
    "processing": Standing.PROCESSING,
    "succeeded": Standing.CAPTURED,
    "canceled": Standing.CANCELLED,
}
_REFUND = {
    "succeeded": "succeeded",
    "pending": "pending",
    "requires_action": "pending",
    "failed": "failed",
    "canceled": "failed",
}
# https://docs.stripe.com/api/disputes/object: a "warning_..." is an inquiry, no money has moved.
_DISPUTE = {
    "warning_needs_response": "inquiry",
    "warning_under_review": "inquiry",
    "warning_closed": "closed",
    "prevented": "closed",
    "needs_response": "open",
    "under_review": "reviewed",
    "won": "won",
    "lost": "lost",
}
# The bank wants the customer present, or did not recognise them: the same payment can be confirmed
# again (https://docs.stripe.com/error-codes).
_ASKS_FOR_CUSTOMER = {"authentication_required", NOT_RECOGNISED}


def snapshot(intent: dict[str, Any]) -> Snapshot:
    standing = _STANDING[intent["status"]]
    problem = None
    last_error = intent.get("last_payment_error") or {}
    if standing is Standing.DECLINED:
        code = last_error.get("code")
        problem = last_error.get("decline_code") or code or "declined"
        if code in _ASKS_FOR_CUSTOMER:
            standing, problem = Standing.ACTION_REQUIRED, code
    charge = intent.get("latest_charge")
    before = None
    if isinstance(charge, dict):
        card = (charge.get("payment_method_details") or {}).get("card") or {}
        before = card.get("capture_before")
    next_action = intent.get("next_action") or {}
    return Snapshot(
        standing=standing,
        provider_id=intent["id"],
        payment_id=our_number((intent.get("metadata") or {}).get("payment")),
        amount_captured=intent.get("amount_received") or 0,
        capture_before=datetime.fromtimestamp(before, UTC) if before else None,
        problem=problem,
        redirect_url=(next_action.get("redirect_to_url") or {}).get("url"),
        fee=fee(charge.get("balance_transaction")) if isinstance(charge, dict) else None,
    )


def fee(transaction: Any) -> Money | None:
    """What Stripe kept, in the currency of the account's balance. None: not booked yet.

    Stripe books some captures a moment later, and tells by `charge.updated`
    (https://docs.stripe.com/payments/payment-intents/asynchronous-capture).
    """
    if not isinstance(transaction, dict):
        return None
    return Money(int(transaction["fee"]), str(transaction["currency"]).upper())


def refund_standing(refund: dict[str, Any]) -> RefundStanding:
    return RefundStanding(
        provider_id=refund["id"],
        refund_id=our_number((refund.get("metadata") or {}).get("refund")),
        status=_REFUND[refund.get("status") or "pending"],
        problem=refund.get("failure_reason"),
        fee=fee(refund.get("balance_transaction")),
        amount=int(refund["amount"]),
        payment=object_id(refund.get("payment_intent")),
        reason=refund.get("reason"),
    )


def dispute(found: dict[str, Any]) -> DisputeStanding:
    booked = [fee(each) for each in found.get("balance_transactions") or []]
    kept = [each for each in booked if each is not None]
    taken = sum(each.amount for each in kept if each.amount > 0)
    back = -sum(each.amount for each in kept if each.amount < 0)
    due = (found.get("evidence_details") or {}).get("due_by")
    return DisputeStanding(
        provider_id=found["id"],
        payment=object_id(found.get("payment_intent")),
        status=_DISPUTE[found["status"]],
        amount=int(found["amount"]),
        currency=str(found["currency"]).upper(),
        reason=str(found["reason"]),
        opened_at=datetime.fromtimestamp(found["created"], UTC),
        due_at=datetime.fromtimestamp(due, UTC) if due else None,
        fee=Money(taken, kept[0].currency) if kept else None,
        fee_back=Money(back, kept[0].currency) if back else None,
    )


def warning(found: dict[str, Any]) -> WarningFacts:
    return WarningFacts(
        provider_id=found["id"],
        payment=object_id(found.get("payment_intent")),
        fraud_type=str(found["fraud_type"]),
        actionable=bool(found["actionable"]),
        raised_at=datetime.fromtimestamp(found["created"], UTC),
    )


def saved_card(method: Any) -> SavedCard | None:
    if not isinstance(method, dict) or not isinstance(method.get("card"), dict):
        return None
    card = method["card"]
    return SavedCard(
        provider_id=method["id"],
        brand=card["brand"],
        last4=card["last4"],
        exp_month=card["exp_month"],
        exp_year=card["exp_year"],
    )


def used_card(charge: Any) -> SavedCard | None:
    """The card that was charged, as the charge tells of it."""
    if not isinstance(charge, dict) or not charge.get("payment_method"):
        return None
    details = charge.get("payment_method_details") or {}
    return saved_card({"id": charge["payment_method"], "card": details.get("card")})


def paying(session: dict[str, Any]) -> PayStanding:
    intent = session.get("payment_intent")
    complete = session.get("status") == "complete"
    expanded = intent if complete and isinstance(intent, dict) else None
    return PayStanding(
        provider_id=session["id"],
        visit_id=our_number((session.get("metadata") or {}).get("pay_visit")),
        complete=complete,
        expired=session.get("status") == "expired",
        url=session.get("url"),
        payment=snapshot(expanded) if expanded else None,
        card=saved_card(expanded.get("payment_method")) if expanded else None,
    )


def object_id(value: Any) -> str | None:
    if isinstance(value, dict):
        return str(value["id"])
    return str(value) if value else None


def our_number(value: Any) -> int | None:
    return int(value) if isinstance(value, str) and value.isdigit() else None
