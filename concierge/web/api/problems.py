"""Errors as RFC 9457 problems: what a program reads when something may not, or could not, be done.

`code` is what to branch on. A plain HTTP error has the type "about:blank"; every other type leads
into the OpenAPI document, where `x-problems` lists them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus

from flask import Response, json, request
from flask_limiter import RateLimitExceeded
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from concierge import config
from concierge.errors import NotFound, Refused
from concierge.ledger.models import PayableStatus
from concierge.orders.models import OrderStatus
from concierge.payments.models import PaymentStatus
from concierge.quotes.models import QuoteStatus
from concierge.web.api.schemas.problems import Finding, Problem

MEDIA_TYPE = "application/problem+json"
PREFIX = "/api/v1"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of refusal: 409 where the state of things forbids it, 422 where the input does.

    `pointer` says which part of the body it is about.
    """

    status: int
    title: str
    pointer: str | None = None


def _state(title: str) -> Kind:
    return Kind(409, title)


def _input(title: str, pointer: str | None = None) -> Kind:
    return Kind(422, title, pointer)


KINDS: dict[str, Kind] = {
    "invalid": _input("The request does not fit its description"),
    "not-found": Kind(404, "There is no such thing"),
    "not-json": Kind(400, "The body is not JSON"),
    "idempotency-key": Kind(400, "The Idempotency-Key can't be used"),
    "idempotency-key-reused": _input("The Idempotency-Key came with another request"),
    # texts
    "customer-is-erased": _state("The customer was erased"),
    "customer-is-merged": _state(
        "The customer is the same person as another, with whom all goes on"
    ),
    "customer-opted-out": _state("The customer has opted out"),
    "customer-has-no-number": _state("The customer's number turned out to be somebody else's"),
    "address-is-dead": _state("Nothing arrives at the customer's number"),
    "window-is-closed": _state("They wrote on WhatsApp more than 24 hours before it is sent"),
    "text-is-empty": _input("The text is empty", "/body"),
    "text-too-long": _input("The text is too long", "/body"),
    "text-has-marker": _input("The text has something in it that can't be sent", "/body"),
    "not-a-number": _input("That is not a phone number"),
    "not-an-email": _input("That is not an e-mail address", "/email"),
    **{
        f"{field}-too-long": _input(f"The {field} is too long", f"/{field}")
        for field in ("name", "email", "address", "notes", "preferences")
    },
    "unknown-language": _input("The service does not speak this language", "/language"),
    "unknown-timezone": _input("There is no such time zone", "/timezone"),
    # what texts meant
    "not-the-customers": _input("The message is not from the customer"),
    "no-such-meaning": _input("No text can be corrected to that", "/meaning"),
    "read-so-already": _state("The text was read so already"),
    "which-quote": _state("It has to be said which quote is meant"),
    "quote-not-open": _state("The quote is not open any more"),
    "quote-came-later": _state("The quote came later than the text"),
    "no-open-order": _state("No order is open"),
    "order-came-later": _state("The order came later than the text"),
    "opted-out-later": _state("The customer opted out later than that"),
    "opted-out-at-carrier": _state("Only the customer can opt in again"),
    # quotes
    "quote-has-no-lines": _input("The quote has no lines", "/lines"),
    "quote-has-too-many-lines": _input("The quote has too many lines", "/lines"),
    "line-has-no-description": _input("A line has no description", "/lines"),
    "line-too-long": _input("A line's description is too long", "/lines"),
    "line-quantity": _input("A line's quantity is out of range", "/lines"),
    "negative-amount": _input("An amount is negative"),
    "unknown-currency": _input("The currency is unknown", "/currency"),
    "total-out-of-range": _input("The total can't be charged", "/lines"),
    "quote-too-long": _input("The quote makes too long a text", "/lines"),
    "promise-in-the-past": _state("The promised time has passed"),
    "quote-expired": _state("The quote's time has passed"),
    "quote-not-expired": _state("The quote still holds"),
    "another-customers-quote": _state("The quotes are of two customers"),
    "quote-too-wordy": _input("The note or the address is too long"),
    "quote-number-taken": _state("Another quote was made meanwhile"),
    "promise-before-expiry": _input("The quote holds longer than it promises", "/expires_at"),
    # the catalogue
    "no-such-item": _input("There is no such item", "/lines"),
    "stock-short": _state("There is not enough of it left"),
    "stock-moved": _state("The count has changed meanwhile"),
    "item-name": _input("The name can't be used", "/name"),
    "item-code": _input("The code can't be used", "/code"),
    "item-code-taken": _state("Another item has the code"),
    "item-details": _input("The description is too long", "/description"),
    "item-stock": _input("The count is out of range", "/stock"),
    "never-available": _input("It could never be had", "/weekdays"),
    "period-ends-first": _input("A period ends before it begins", "/periods"),
    "too-many-periods": _input("The item has too many periods", "/periods"),
    **{
        code: _input("The options can't be used", "/options")
        for code in (
            "option-name",
            "option-twice",
            "option-surcharge",
            "option-without-choices",
            "too-many-options",
        )
    },
    # orders and money
    "order-not-authorised": _state("No money is reserved for the order"),
    "undo-too-late": _state("It is too late to undo the order"),
    "nothing-captured": _state("No money has been taken for the order"),
    "refunded-meanwhile": _state("A refund was made meanwhile"),
    "refund-amount": _input("The amount is more than can be refunded", "/amount"),
    "capture-amount": _input("The amount is more than was reserved", "/amount"),
    "capture-unknown": _state("Nobody knows yet whether the money was taken"),
    "payment-is-moving": _state("The card is being charged already"),
    "order-needs-nothing": _state("Nothing is missing for the order"),
    "order-is-captured": _state("The money has been taken already"),
    "payment-disputed": _state("The bank's dispute about the money is open"),
    "nothing-to-renew": _state("No reservation is there to be made anew"),
    "renewing-already": _state("The reservation is being made anew already"),
    "warning-is-over": _state("The bank's suspicion has been decided about"),
    "order-is-given": _state("A partner has the order"),
    "order-is-here": _state("The order is with the shop"),
    "order-is-out": _state("The order is out for delivery"),
    "partner-retired": _state("The partner is given no orders any more"),
    "payment-moved-on": _state("The payment has moved on since its call was given up"),
    "refund-moved-on": _state("The refund was answered since its call was given up"),
    "asked-already": _state("The customer was sent a link just now"),
    "no-card": _state("There is no card to charge"),
    # what an estimate cost
    "price-is-fixed": _state("The price of the order is fixed"),
    "price-missing": _input("It has to be said what it cost", "/amount"),
    "price-is-nothing": _input("It can't have cost nothing", "/amount"),
    "above-the-ceiling": _input("It cost more than was agreed", "/amount"),
    "not-above-the-ceiling": _input("It is no more than was agreed", "/amount"),
    "taken-by-hand": _state("Another amount was taken at Stripe"),
    "receipt-missing": _input("There is neither a receipt nor a reason", "/receipt"),
    "receipt-and-none": _input("There is both a receipt and a reason", "/no_receipt"),
    "reason-too-long": _input("The reason is too long", "/no_receipt"),
    "customer-is-asked": _state("The customer is being asked for more"),
    "customer-did-not-agree": _state("The customer did not agree to more"),
    "nothing-asked": _state("Nothing beyond what was agreed is asked for"),
    "order-is-gone": _state("There is no such order any more"),
    "partner-name": _input("The partner has no name, or too long a one", "/partner"),
    "payable-amount": _input("Nothing is owed, or in another currency", "/amount"),
    "payable-note": _input("The note is too long", "/note"),
    **{f"payable-is-{status}": _state(f"It is {status}") for status in PayableStatus},
    "card-is-gone": _state("The card has been removed"),
    "card-is-expired": _state("The card has expired"),
    "card-is-being-charged": _state("The card is being charged just now"),
    "card-holds-money": _state("Money is reserved on the card"),
    "payment-is-there": _state("The order has its money, or is about to"),
    "parting-moved-on": _state("The number has moved on since"),
    "number-is-in-use": _state("Whoever has the number now has something of their own"),
    **{f"quote-is-{status}": _state(f"The quote is {status}") for status in QuoteStatus},
    **{f"order-is-{status}": _state(f"The order is {status}") for status in OrderStatus},
    **{f"payment-is-{status}": _state(f"The payment is {status}") for status in PaymentStatus},
}


class Told(Exception):
    """A problem to answer with."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        errors: list[Finding] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = errors
        self.headers = dict(headers or {})


def address(code: str) -> str:
    """Where a kind of problem is described; it is also the problem's type."""
    return f"{config.current().public_url}{PREFIX}/openapi.json#/x-problems/{code}"


def phrase(status: int) -> str:
    """RFC 9110's name of a status: the same whichever Python's table is asked."""
    return {413: "Content Too Large", 422: "Unprocessable Content"}.get(
        status, HTTPStatus(status).phrase
    )


def slug(status: int) -> str:
    """The code of a problem that is no more than its status: "method-not-allowed"."""
    return phrase(status).lower().replace(" ", "-")


def told(problem: Told) -> Response:
    """The problem as an answer."""
    kind = KINDS.get(problem.code)
    body = Problem(
        type=address(problem.code) if kind else "about:blank",
        title=kind.title if kind else phrase(problem.status),
        status=problem.status,
        detail=problem.detail,
        instance=request.path,
        code=problem.code,
        errors=problem.errors,
    ).model_dump(mode="json", exclude_none=True)
    return Response(json.dumps(body), problem.status, problem.headers, mimetype=MEDIA_TYPE)


def refused(refusal: Refused) -> Response:
    """A rule of the domain forbids it."""
    kind = KINDS.get(refusal.code, Kind(409, ""))
    about = [Finding(pointer=kind.pointer, detail=refusal.message)] if kind.pointer else None
    status = 404 if isinstance(refusal, NotFound) else kind.status
    return told(Told(status, refusal.code, refusal.message, errors=about))


def mistaken(error: HTTPException) -> Response:
    """Any other HTTP error: a path that is not there, a method that is not for it, and so on."""
    status = error.code or 500
    headers = {
        name: value
        for name, value in error.get_headers(request.environ)
        if name not in {"Content-Type", "Content-Length"}
    }
    detail = error.description or phrase(status)
    if isinstance(error, RateLimitExceeded):
        window = error.limit.limit.get_expiry()
        headers["Retry-After"] = str(window)
        detail = f"At most {error.limit.limit} for each token. Wait, then go on more slowly."
    return told(Told(status, slug(status), detail, headers=headers))


def unfit(error: ValidationError, *, where: str) -> Told:
    """The input does not fit its schema; `where` is "pointer" (the body) or "parameter"."""
    findings = []
    for item in error.errors(include_url=False, include_input=False, include_context=False):
        said = item["msg"].removeprefix("Value error, ")
        place = [str(part) for part in item["loc"]]
        if where == "pointer":
            path = "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in place)
            findings.append(Finding(pointer=path, detail=said))
        else:
            findings.append(Finding(parameter=".".join(place), detail=said))
    named = findings[0].pointer or findings[0].parameter or "The body"
    return Told(422, "invalid", f"{named}: {findings[0].detail}", errors=findings)
