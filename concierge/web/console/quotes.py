"""Quotes: write one, see the very text, send it, change and resend it, take it back."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from concierge import clock, config
from concierge.catalogue import queries as catalogue
from concierge.catalogue.models import CatalogueItem
from concierge.conversation import crossing, write
from concierge.conversation import queries as conversations
from concierge.conversation.crossing import Word
from concierge.conversation.models import Conversation
from concierge.customers import queries as customers
from concierge.db import reading, transaction
from concierge.errors import NotFound, Refused
from concierge.orders import queries as orders
from concierge.payments import queries as payments
from concierge.quotes import lifecycle, queries, usual
from concierge.quotes.models import Quote, QuoteStatus
from concierge.web.console import filling, offering, picking, previewing, quoting, story
from concierge.web.console.asking import back_to, is_fragment, known, me
from concierge.web.console.quoting import Typed

routes = Blueprint("quotes", __name__)
routes.add_app_template_global(story.of_quote, "quote_standing")
routes.add_app_template_global(story.called, "called")
routes.add_app_template_filter(crossing.speakers, "speakers")

# Buttons that are pressed in the middle of writing.
_UNFINISHED = ("line", "item", "without-", "find", "usual")
_CHANGEABLE = {QuoteStatus.DRAFT, QuoteStatus.SENT}


@routes.get("/conversations/<int:conversation_id>/quotes/new")
def new(conversation_id: int) -> Any:
    """The form; `?from=7` fills it in from an earlier quote, which the new one replaces."""
    at = clock.now()
    with reading() as session:
        conversation = conversations.get(session, conversation_id)
        customer = conversation.customer
        number = queries.next_number(session, customer.id)
        typed = filling.blank(customer, number)
        if earlier := request.args.get("from", type=int):
            quote = queries.get(session, earlier)
            if quote.customer_id != customer.id:
                raise NotFound("quote of this customer")
            changeable = quote.status in _CHANGEABLE
            typed = filling.again(quote, customer, number, at, replace=changeable)
        if "usual" in request.args:
            _put_usual(session, conversation, typed)
        return _builder(session, conversation, typed, at)


@routes.get("/conversations/<int:conversation_id>/goods")
def search(conversation_id: int) -> Any:
    """What the catalogue has, for the builder's search: a few of it, ready to be put in."""
    at = clock.now()
    with reading() as session:
        promised = picking.promised(request.args.get("promised", ""), at)
        picked = picking.find(session, request.args.get("find", ""), promised or at)
    return render_template(
        "console/quotes/_goods.html", picked=picked, previewed=_previewed(conversation_id)
    )


@routes.post("/conversations/<int:conversation_id>/quotes/preview")
def preview(conversation_id: int) -> Any:
    """What the text would be. Nothing is written."""
    typed, at = quoting.read(request.form), clock.now()
    with reading() as session:
        conversation = conversations.get(session, conversation_id)
        action, _, number = request.form.get("action", "").partition("-")
        if action == "item" and number.isdecimal():
            _put(session, typed, catalogue.get(session, int(number)))
        elif action == "usual":
            _put_usual(session, conversation, typed)
        elif action == "plain":
            previewing.plain(typed, conversation.customer)
        return _builder(session, conversation, typed, at, checked=not is_fragment())


@routes.post("/conversations/<int:conversation_id>/quotes")
def create(conversation_id: int) -> Any:
    """Keep it as a draft, or send it."""
    typed, at = quoting.read(request.form), clock.now()
    sending = request.form.get("action") == "send"
    try:
        with transaction() as session:
            customer_id = conversations.owner(session, conversation_id)
            customer = customers.lock(session, customer_id)
            offer = offering.check(typed, customer, at)
            if not typed.sound:
                raise Refused("quote-unsound", "")
            if sending:
                _require_no_crossing(session, conversation_id)
            quote = lifecycle.draft(
                session,
                customer,
                offer.lines,
                by=me(),
                at=at,
                number=typed.number,
                **offering.as_arguments(offer),
            )
            _supersede(session, quote, typed.replaces, sending=sending, at=at)
            if sending:
                lifecycle.send(session, quote, by=me(), at=at)
    except Refused as refusal:
        return _again(conversation_id, typed, refusal, at)
    if sending:
        flash(f"Quote {quote.number} is on its way.", "done")
        return redirect(url_for("console.conversations.show", conversation_id=conversation_id), 303)
    flash(f"Quote {quote.number} is kept as a draft; nothing was sent.", "done")
    return redirect(url_for(".show", quote_id=quote.id), 303)


@routes.get("/quotes/<int:quote_id>")
def show(quote_id: int) -> Any:
    """One quote: what it says, how it stands, what happened to it."""
    at = clock.now()
    with reading() as session:
        quote = queries.get(session, quote_id)
        order = orders.of_quote(session, quote.origin_id)
        paid = payments.of_order(session, order.id) if order else []
        subjects = [("quote", quote.id)]
        if order is not None:
            subjects.append(("order", order.id))
            subjects += [("payment", payment.id) for payment in paid]
            subjects += [("refund", refund.id) for payment in paid for refund in payment.refunds]
        return render_template(
            "console/quotes/show.html",
            quote=quote,
            order=order,
            payments=paid,
            steps=story.tell(session, subjects, quote.customer),
            conversation=(conversation := write.of_customer(session, quote.customer_id)),
            newest=conversations.newest(session, conversation.id),
            others=[each for each in _live(session, quote, at) if each.id != quote.id],
            replaced_by=queries.get(session, quote.replaced_by_id)
            if quote.replaced_by_id
            else None,
        )


@routes.post("/quotes/<int:quote_id>/sending")
def create_sending(quote_id: int) -> Any:
    """Send a draft, in place of the live quotes that are ticked."""
    at = clock.now()
    replaces = tuple(request.form.getlist("replaces", type=int))
    try:
        with transaction() as session:
            customers.lock(session, queries.owner(session, quote_id))
            quote = queries.get(session, quote_id)
            _require_no_crossing(session, write.of_customer(session, quote.customer_id).id)
            _supersede(session, quote, replaces, sending=True, at=at)
            lifecycle.send(session, quote, by=me(), at=at)
        flash(f"Quote {quote.number} is on its way.", "done")
    except crossing.Crossed as crossed:
        # The page that comes now knows of what was said: the same button sends it anyway.
        flash(f"{crossed.message} Press “Send it” again if it still holds.", "refused")
    except Refused as refusal:
        flash(refusal.message, "refused")
    return redirect(back_to(url_for(".show", quote_id=quote_id)), 303)


@routes.post("/quotes/<int:quote_id>/withdrawal")
def create_withdrawal(quote_id: int) -> Any:
    """Take it back: an OK to it is no order any more."""
    try:
        with transaction() as session:
            customers.lock(session, queries.owner(session, quote_id))
            quote = queries.get(session, quote_id)
            lifecycle.withdraw(session, quote, by=me(), at=clock.now())
        told = "The customer was told that what was agreed holds."
        if quote.revises_id is None:
            told = "The customer was not told."
        flash(f"Quote {quote.number} is taken back. {told}", "done")
    except Refused as refusal:
        flash(refusal.message, "refused")
    return redirect(back_to(url_for(".show", quote_id=quote_id)), 303)


def _require_no_crossing(session: Session, conversation_id: int) -> None:
    """Nobody has written since the page was opened, the customer included.

    The builder does not show the thread, and a quote must not pass a wish that came in meanwhile.
    """
    if (began := known()) is not None:
        crossing.require_none(session, conversation_id, began, by=me(), nor_theirs=True)


def _began(session: Session, conversation_id: int, crossed: list[Word] | None) -> int:
    """What the form knows of: as when it was opened, and what it is shown now."""
    if crossed:
        return crossed[-1].id
    began = known()
    return conversations.newest(session, conversation_id) if began is None else began


def _previewed(conversation_id: int) -> str:
    return url_for("console.quotes.preview", conversation_id=conversation_id)


def _put(session: Session, typed: Typed, item: CatalogueItem) -> None:
    """An item of the catalogue, with what was chosen beside its name."""
    chosen = {
        option.name: choice
        for place, option in enumerate(item.options)
        if (choice := request.form.get(f"choice-{item.id}-{place}"))
    }
    try:
        filling.add(typed, item, chosen)
    except Refused as refusal:
        typed.problems["find"] = f"{item.name}: {refusal.message}"


def _put_usual(session: Session, conversation: Conversation, typed: Typed) -> None:
    if found := usual.usual(session, conversation.customer_id):
        filling.usual(typed, found.quote, usual.today(session, found.quote))


def _supersede(
    session: Session, quote: Quote, replaces: tuple[int, ...], *, sending: bool, at: datetime
) -> None:
    """Take the ticked ones back; a draft that is only kept takes the place of drafts alone."""
    for number in replaces:
        old = queries.get(session, number)
        if old.id != quote.id and (sending or old.status is QuoteStatus.DRAFT):
            lifecycle.supersede(session, old, quote, by=me(), at=at)


def _again(conversation_id: int, typed: Typed, refusal: Refused, at: datetime) -> Any:
    """The form once more, with all that was typed and what is wrong."""
    crossed = refusal.said if isinstance(refusal, crossing.Crossed) else None
    with reading() as session:
        conversation = conversations.get(session, conversation_id)
        if refusal.code == "quote-number-taken":
            made = queries.by_number(session, conversation.customer_id, typed.number)
            offer = offering.check(typed, conversation.customer, at)
            offered = offer.total, offer.is_estimate
            mine = made is not None and made.created_by == str(me())
            if made is not None and mine and (made.total, made.is_estimate) == offered:
                # The same click, twice.
                return redirect(url_for(".show", quote_id=made.id), 303)
            typed.number = queries.next_number(session, conversation.customer_id)
            typed.problems[""] = (
                f"{refusal.message} If this one is still wanted, send it again: "
                f"it is quote {typed.number} now."
            )
        elif refusal.message and not crossed:
            typed.problems[""] = refusal.message
        return _builder(session, conversation, typed, at, crossed=crossed), 422


def _builder(
    session: Session,
    conversation: Conversation,
    typed: Typed,
    at: datetime,
    *,
    checked: bool = True,
    crossed: list[Word] | None = None,
) -> str:
    customer = conversation.customer
    live = queries.live(session, customer.id, at)
    others = [quote for quote in live if quote.id not in typed.replaces]
    fresh = request.method == "GET" and all(row.is_empty for row in typed.rows)
    refused = typed.problems.pop("find", None)
    offer = offering.check(typed, customer, at)
    goods = picking.of_rows(session, typed)
    shown = previewing.preview(typed, offer, customer, others=others, goods=goods, at=at)
    if fresh or request.form.get("action", "").startswith(_UNFINISHED):
        # Nobody has finished yet: no complaints.
        typed.problems.clear()
        for row in typed.rows:
            row.problems.clear()
    return render_template(
        "console/quotes/_preview.html" if not checked else "console/quotes/new.html",
        conversation=conversation,
        customer=customer,
        typed=typed,
        preview=shown,
        offer=offer,
        live=live,
        goods=goods,
        find=request.form.get("find", ""),
        refused=refused,
        picked=picking.find(session, request.form.get("find", ""), offer.promised_at or at)
        if checked and "find" in request.form
        else None,
        usual=usual.usual(session, customer.id) if checked else None,
        previewed=_previewed(conversation.id),
        others=others,
        currency=config.current().currency,
        hours=config.current().quote_hours,
        unreachable=write.why_unreachable(session, conversation, at=clock.now()),
        checked=checked,
        crossed=crossed,
        began=_began(session, conversation.id, crossed) if checked else None,
    )


def _live(session: Session, quote: Quote, at: datetime) -> list[Quote]:
    return queries.live(session, quote.customer_id, at)
