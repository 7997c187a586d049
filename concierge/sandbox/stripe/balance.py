"""Balance transactions: what each movement left in the account, after Stripe's fee.

https://docs.stripe.com/api/balance_transactions. The fee is the list price of a card in the
United States, 2.9 % and 30 minor units, and is not given back with a refund; a dispute costs 15
units of the currency.
"""

from __future__ import annotations

import time

from concierge.sandbox.books import Json
from concierge.sandbox.stripe import wire
from concierge.sandbox.stripe.errors import StripeError
from concierge.sandbox.stripe.lists import page
from concierge.sandbox.world import World

api = wire.Api("balance")
SETTLES = 2 * 24 * 3600
DISPUTE_FEE = 1500


def fee(amount: int) -> int:
    """Stripe's fee for a charge of `amount` minor units, rounded half up."""
    return (amount * 29 + 500) // 1000 + 30


def charge(world: World, charge: Json, amount: int) -> Json:
    """What a capture brought."""
    return _make(world, charge["id"], charge["currency"], "charge", amount, fee(amount))


def refund(world: World, id: str, currency: str, amount: int) -> Json:
    """What a refund took."""
    return _make(world, id, currency, "refund", -amount, 0)


def refund_failure(world: World, id: str, currency: str, amount: int) -> Json:
    """What came back from a refund that failed."""
    return _make(world, id, currency, "refund_failure", amount, 0)


def dispute(world: World, id: str, currency: str, amount: int) -> Json:
    """What a dispute took."""
    return _make(world, id, currency, "adjustment", -amount, DISPUTE_FEE)


def dispute_won(world: World, id: str, currency: str, amount: int) -> Json:
    """What a won dispute gave back."""
    return _make(world, id, currency, "adjustment", amount, 0)


def _make(world: World, source: str, currency: str, type: str, amount: int, fee: int) -> Json:
    now = int(time.time())
    categories = {"adjustment": "dispute"}
    details = {
        "amount": fee,
        "application": None,
        "currency": currency,
        "description": "Stripe processing fees",
        "type": "stripe_fee",
    }
    return world.books.put(
        "balance_transaction",
        {
            "id": wire.new_id("txn"),
            "object": "balance_transaction",
            "amount": amount,
            "available_on": now + SETTLES,
            "balance_type": "payments",
            "created": now,
            "currency": currency,
            "description": None,
            "exchange_rate": None,
            "fee": fee,
            "fee_details": [details] if fee else [],
            "net": amount - fee,
            "reporting_category": categories.get(type, type),
            "source": source,
            "status": "pending",
            "type": type,
        },
    )


@api("GET", "balance_transactions", "BalanceTransactionListParams")
def listing(call: wire.Call) -> Json:
    """Balance transactions, newest first, by source, type or currency."""
    names = ("source", "type", "currency")
    where = {name: call.params[name] for name in names if call.get(name)}
    found = call.world.books.find("balance_transaction", where)
    return page(found, call.params, "balance_transactions")


@api("GET", "balance_transactions/<id>", "BalanceTransactionRetrieveParams")
def retrieve(call: wire.Call) -> Json:
    """One balance transaction."""
    found = call.world.books.get("balance_transaction", call.path["id"])
    if found is None:
        raise StripeError.missing("balance_transaction", call.path["id"])
    return found
