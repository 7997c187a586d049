"""Whom something may be written about: not about who was erased, nor about half a person."""

from concierge.customers.models import Customer
from concierge.errors import Refused


def require_known(customer: Customer) -> None:
    """Nothing is written about somebody who was erased: who comes back is somebody new."""
    if customer.erased_at is not None:
        raise Refused("customer-is-erased", "This customer was erased; nothing is kept of them.")
    require_whole(customer)


def require_whole(customer: Customer) -> None:
    """Of two that are one person, everything goes on with the one who was kept."""
    if customer.merged_into_id is not None:
        raise Refused(
            "customer-is-merged",
            f"This customer is the same person as customer {customer.merged_into_id}, with whom "
            "everything goes on.",
        )
