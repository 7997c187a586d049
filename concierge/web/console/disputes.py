"""Disputes and fraud warnings: what to do about each, and by when."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from concierge import clock
from concierge.customers import queries as customers
from concierge.db import reading, transaction
from concierge.errors import Refused
from concierge.orders import queries as orders
from concierge.payments import dispute_queries
from concierge.payments import lifecycle as paying
from concierge.payments.models import Dispute, DisputeStatus, FraudWarning, WarningStatus
from concierge.web.console.asking import back_to, me, typed
from concierge.web.console.story import Standing

routes = Blueprint("disputes", __name__)

_PAGE = 30
_STANDING = {
    DisputeStatus.INQUIRY: Standing("the bank asks", "wait"),
    DisputeStatus.OPEN: Standing("to be answered", "bad"),
    DisputeStatus.REVIEWED: Standing("the bank decides", "wait"),
    DisputeStatus.WON: Standing("won", "good"),
    DisputeStatus.LOST: Standing("lost", "bad"),
    DisputeStatus.CLOSED: Standing("came to nothing"),
}
_WARNED = {
    WarningStatus.RAISED: Standing("fraud suspected", "bad"),
    WarningStatus.REFUNDED: Standing("refunded"),
    WarningStatus.KEPT: Standing("money kept"),
    WarningStatus.OVER: Standing("overtaken"),
}


def of_dispute(dispute: Dispute) -> Standing:
    """How a dispute stands."""
    return _STANDING[dispute.status]


def of_warning(warning: FraudWarning) -> Standing:
    """How a fraud warning stands."""
    return _WARNED[warning.status]


routes.add_app_template_global(of_dispute, "dispute_standing")
routes.add_app_template_global(of_warning, "warning_standing")


@routes.get("/disputes")
def index() -> Any:
    """What waits for somebody, what is due first first; then what is over."""
    return _page()


@routes.post("/fraud-warnings/<int:warning_id>/decision")
def create_decision(warning_id: int) -> Any:
    """Give the money back, or trust the customer."""
    to = WarningStatus.REFUNDED if typed("choice") == "refund" else WarningStatus.KEPT
    try:
        with transaction() as session:
            warning = dispute_queries.warning(session, warning_id)
            customers.lock(session, warning.customer_id)
            session.refresh(warning)
            session.refresh(warning.payment)
            paying.decide(session, warning, to, by=me(), at=clock.now())
            refunded = to is WarningStatus.REFUNDED
            said = (
                f"{warning.payment.captured} is on its way back to {warning.payment.card.label}."
                if refunded
                else "Kept. The card may be charged again."
            )
    except Refused as refusal:
        return _page(problem=refusal.message), 422
    flash(said, "done")
    return redirect(back_to(url_for(".index")), 303)


def _page(*, problem: str | None = None) -> str:
    after, before = request.args.get("after", type=int), request.args.get("before", type=int)
    warned = request.args.get("warned", type=int)
    with reading() as session:
        waiting = dispute_queries.page(session, is_open=True, before=after, limit=_PAGE)
        over = dispute_queries.page(session, is_open=False, before=before, limit=_PAGE)
        warnings = dispute_queries.warnings_page(session, after=warned, limit=_PAGE)
        contested = [row.payment for row in (*waiting, *over)]
        contested += [row.payment for row in warnings]
        ids = {payment.order_id for payment in contested}
        return render_template(
            "console/disputes/index.html",
            waiting=waiting,
            over=over,
            warnings=warnings,
            orders=orders.by_id(session, ids),
            more={
                "after": waiting[-1].id if len(waiting) == _PAGE else None,
                "before": over[-1].id if len(over) == _PAGE else None,
                "warned": warnings[-1].id if len(warnings) == _PAGE else None,
            },
            paging=any((after, before, warned)),
            problem=problem,
        )
