"""Two customers turn out to be one person: one thread, and nothing of money or consent is mixed."""

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from concierge import db, events, ticking
from concierge.channels.base import Inbound
from concierge.conversation import broadcasts, notes, notices, parting, queue, receive, write
from concierge.conversation import queries as conversations
from concierge.conversation.models import Conversation, Message, Promise, PromiseStage
from concierge.conversation.queue import View
from concierge.customers import lifecycle as lifecycle
from concierge.customers import links
from concierge.customers import queries as customers
from concierge.customers.models import ConsentKind
from concierge.db import Base
from concierge.effects.models import Effect, EffectStatus
from concierge.errors import Refused
from concierge.locks import lock_customer
from concierge.merging import lifecycle as merging
from concierge.orders import queries as order_queries
from concierge.orders.models import Order, OrderStatus
from concierge.payments.models import Card
from concierge.quotes import lifecycle as quotes
from concierge.quotes.models import QuoteStatus
from tests.merging.conftest import last_sent_to, merge, onboard, undo
from tests.replies.conftest import Phone
from tests.shop import ROSES, SAM

# What a merger is about, and what tells that it happened.
_TELLS = {"mergers", "merged_messages", "events", "sightings", "effects"}
MONEY = (
    "orders", "quotes", "quote_lines", "payments", "refunds", "cards", "wallets", "links",
    "journal_entries", "postings", "consents",
)  # fmt: skip


def rows(*tables: str) -> dict[str, list[Any]]:
    """All there is in these tables (in all of them), by key."""
    found = {}
    with db.reading() as session:
        for table in Base.metadata.sorted_tables:
            if table.name in tables or (not tables and table.name not in _TELLS):
                keys = list(table.primary_key.columns)
                found[table.name] = [
                    dict(row._mapping) for row in session.execute(select(table).order_by(*keys))
                ]
    return found


# --- one thread ----------------------------------------------------------------------------------


def test_there_is_one_thread_in_the_order_in_which_it_was_said(maria: Phone, work: Phone) -> None:
    maria.says("Are the tulips good?")
    work.says("Me again, about the peonies")
    merge(maria, work)
    said = [message.body for message in maria.thread]
    assert said == [message.body for message in work.thread]
    assert said[-2:] == ["Are the tulips good?", "Me again, about the peonies"]
    assert "Hello, do you have peonies this week?" in said


def test_answers_go_where_they_wrote_last(maria: Phone, work: Phone) -> None:
    work.says("Me again")
    merge(maria, work)
    maria.is_told("To your phone at work.")
    assert last_sent_to(work) == "To your phone at work."
    maria.says("Now from home")
    maria.is_told("And home.")
    assert last_sent_to(maria) == "And home."


def test_who_writes_to_a_number_writes_to_that_number(maria: Phone, work: Phone) -> None:
    maria.says("Hello")
    merge(maria, work)
    with db.transaction() as session:
        at = maria.shop.later(seconds=30)
        thread, new = write.reach(session, "sms", work.number, by=SAM, at=at)
        write.write(session, thread, "At work?", by=SAM, at=at)
    assert not new
    assert last_sent_to(work) == "At work?"


def test_the_inbox_shows_one_of_them_and_who_waited_still_waits(maria: Phone, work: Phone) -> None:
    maria.says("Are the tulips good?")
    since = maria.conversation.waiting_since
    work.says("Anybody there?")
    merge(maria, work)
    with db.reading() as session:
        shown, _ = queue.page(session, at=maria.shop.now)
        assert [row.customer_id for row in shown] == [maria.customer.id]
        assert shown[0].waiting_since == since
        assert conversations.waiting_count(session) == 1
        assert shown[0].last_preview == "Anybody there?"


def test_what_was_promised_noted_and_lost_there_is_so_here(maria: Phone, work: Phone) -> None:
    at = maria.shop.now
    with work.shop.deciding(work.customer.id) as session:
        theirs = write.of_customer(session, work.customer.id)
        theirs.promise, theirs.promised_at = Promise.QUOTE, at
        theirs.promise_stage, theirs.promise_due_at = PromiseStage.OPEN, at
        theirs.undelivered_at, theirs.snoozed_until = at, at
        notes.write(session, theirs, "No lilies.", by=events.operator(1), at=at)
    merge(maria, work)
    with db.reading() as session:
        for view in (View.WAITING, View.TROUBLE):
            shown, _ = queue.page(session, view, at=at)
            assert [row.customer_id for row in shown] == [maria.customer.id]
        counts = queue.counts(session, me=1, at=at)
        assert (counts[View.WAITING], counts[View.TROUBLE], counts[View.SNOOZED]) == (1, 1, 0)
        assert maria.conversation.promise is Promise.QUOTE
        [note] = notes.between(session, maria.customer.id, None, None)
        assert note.body == "No lilies."


def test_a_thread_that_is_held_stays_held(maria: Phone, work: Phone) -> None:
    with work.shop.deciding(work.customer.id) as session:
        thread = write.of_customer(session, work.customer.id)
        thread.held_since = work.shop.now
    merge(maria, work)
    assert maria.conversation.held_since is not None


def test_a_text_that_waited_while_they_were_merged_is_in_the_one_thread(
    maria: Phone, work: Phone
) -> None:
    ids, heard = (maria.customer.id, work.customer.id), []

    def says() -> None:
        inbound = Inbound("sms", "SMlate", work.number, "+15550100000", "Is it ready?")
        heard.append(receive.take(inbound))

    with db.transaction() as session:
        merging.merge(session, *ids, by=SAM, at=maria.shop.now)
        waits = threading.Thread(target=says)
        waits.start()
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        with db.engine().connect() as other:
            while not other.scalar(text(waiting)):
                other.rollback()
    waits.join(timeout=30)
    assert heard
    assert maria.thread[-1].body == "Is it ready?"


# --- one lock ------------------------------------------------------------------------------------


@pytest.mark.parametrize("first", ["kept", "absorbed"])
def test_whoever_decides_about_either_holds_the_others_lock(
    maria: Phone, work: Phone, first: str
) -> None:
    ids = [maria.customer.id, work.customer.id]
    merge(maria, work)
    one, other = ids if first == "kept" else ids[::-1]
    with db.transaction() as session:
        lock_customer(session, one)
        with db.transaction() as second:
            second.execute(text("SET LOCAL lock_timeout = '50ms'"))
            with pytest.raises(OperationalError, match="lock timeout"):
                lock_customer(second, other)
            second.rollback()


def test_once_taken_apart_each_has_a_lock_of_their_own(maria: Phone, work: Phone) -> None:
    undo(maria, merge(maria, work))
    with db.transaction() as session:
        lock_customer(session, maria.customer.id)
        with db.transaction() as second:
            second.execute(text("SET LOCAL lock_timeout = '50ms'"))
            lock_customer(second, work.customer.id)


# --- money ---------------------------------------------------------------------------------------


def test_a_merger_moves_no_money_and_nothing_that_was_agreed(maria: Phone, work: Phone) -> None:
    maria.shop.paid(maria.customer.id)
    before = rows(*MONEY)
    with db.reading() as session:
        asked = session.scalars(select(Effect.id).order_by(Effect.id)).all()
    merge(maria, work)
    assert rows(*MONEY) == before
    with db.reading() as session:
        assert session.scalars(select(Effect.id).order_by(Effect.id)).all() == asked


def test_each_ones_card_stays_their_own_and_only_the_kept_ones_is_charged(
    maria: Phone, work: Phone
) -> None:
    onboard(work)
    work.shop.saves_a_card(work.customer.id, "1881")
    kept = maria.customer.id
    merge(maria, work)
    quote = maria.is_quoted()
    work.says("OK 1")
    work.says("OK 1")
    [order] = maria.orders
    assert (order.customer_id, order.quote_id) == (kept, quote.id)
    payment = maria.shop.payment(order.id)
    assert payment.card is not None
    assert (payment.customer_id, payment.card.last4) == (kept, "4242")


def test_the_receipt_of_what_the_absorbed_one_bought_comes_into_the_one_thread(
    maria: Phone, work: Phone
) -> None:
    onboard(work)
    work.shop.saves_a_card(work.customer.id)
    number = work.shop.paid(work.customer.id)
    calls_are_made()
    merge(maria, work)

    def send(session: Session, order: Order) -> None:
        notices.say_receipt(session, order, at=maria.shop.now)

    maria.shop.on_order(number, send)
    maria.gets_texts()
    said = maria.thread[-1]
    assert (said.template, said.status) == ("receipt", "delivered")
    with db.reading() as session:
        assert "http://shop.test/l/" in links.fill(
            session, said.body, customer_id=maria.customer.id
        )


def calls_are_made() -> None:
    """A worker has seen to all that was asked for."""
    with db.transaction() as session:
        session.execute(update(Effect).values(status=EffectStatus.DONE))


@pytest.mark.parametrize("merged", [False, True])
def test_nobody_is_asked_for_the_next_card_where_it_is_not_charged_any_more(
    maria: Phone, work: Phone, merged: bool
) -> None:
    onboard(work)
    work.shop.saves_a_card(work.customer.id, "1881")
    with db.transaction() as session:
        card = session.scalars(select(Card).where(Card.last4 == "1881")).one()
        card.exp_month, card.exp_year = 12, 2026
    work.says("Hello")
    if merged:
        merge(maria, work)
    at = datetime(2026, 12, 18, 16, 0, tzinfo=UTC)
    assert ticking.ask_for_next_cards(at) == (0 if merged else 1)


# --- reading replies -----------------------------------------------------------------------------


def test_an_ok_from_the_number_the_quote_went_to_orders(maria: Phone, work: Phone) -> None:
    maria.says("Hello")
    merge(maria, work)
    quote = maria.is_quoted()
    maria.says("OK")
    assert maria.status(quote) is QuoteStatus.ACCEPTED


def test_an_ok_from_the_other_number_is_asked_back_there_and_then_orders(
    maria: Phone, work: Phone
) -> None:
    maria.says("Hello")
    merge(maria, work)
    quote = maria.is_quoted()
    work.says("OK")
    assert maria.orders == []
    assert "Reply OK 1" in last_sent_to(work)
    work.says("OK 1")
    assert maria.status(quote) is QuoteStatus.ACCEPTED
    assert len(maria.orders) == 1


def test_the_very_number_of_a_quote_is_not_enough_from_a_phone_that_never_got_it(
    maria: Phone, work: Phone
) -> None:
    maria.says("Hello")
    merge(maria, work)
    quote = maria.is_quoted()
    work.says("OK 1")
    assert maria.status(quote) is QuoteStatus.SENT
    assert "Reply OK 1" in last_sent_to(work)


def test_a_quote_from_before_the_merger_is_answered_from_where_it_went(
    maria: Phone, work: Phone
) -> None:
    quote = maria.is_quoted()
    merge(maria, work)
    work.says("OK")
    assert maria.status(quote) is QuoteStatus.SENT
    maria.says("OK 1")
    assert maria.status(quote) is QuoteStatus.ACCEPTED


def test_a_persons_word_to_the_other_number_makes_a_bare_ok_doubtful(
    maria: Phone, work: Phone
) -> None:
    maria.says("Hello")
    merge(maria, work)
    quote = maria.is_quoted()
    work.says("Is it you, Nell?")
    maria.is_told("Yes. Shall I ring you?")
    maria.says("OK")
    assert maria.status(quote) is QuoteStatus.SENT


def test_a_no_costs_nothing_from_wherever_it_comes(maria: Phone, work: Phone) -> None:
    maria.says("Hello")
    merge(maria, work)
    quote = maria.is_quoted()
    work.says("No thanks")
    assert maria.status(quote) is QuoteStatus.DECLINED


def test_an_undo_costs_nothing_from_wherever_it_comes(maria: Phone, work: Phone) -> None:
    maria.says("Hello")
    merge(maria, work)
    maria.is_quoted()
    maria.says("OK")
    work.says("UNDO")
    assert [order.status for order in maria.orders] == [OrderStatus.CANCELLED]


# --- consent -------------------------------------------------------------------------------------


def test_a_stop_on_one_number_stays_with_that_number(maria: Phone, work: Phone) -> None:
    work.says("STOP")
    maria.says("Hello")
    merge(maria, work)
    maria.is_told("You still read this.")
    assert last_sent_to(maria) == "You still read this."
    assert work.point.opted_out_at is not None
    assert maria.point.opted_out_at is None
    work.says("START")
    assert work.point.opted_out_at is None


def test_who_wrote_stop_last_is_not_written_to_at_their_other_number(
    maria: Phone, work: Phone
) -> None:
    merge(maria, work)
    work.says("STOP")
    with maria.shop.deciding(maria.customer.id) as session:
        thread = write.of_customer(session, maria.customer.id)
        with pytest.raises(Refused) as refused:
            write.write(session, thread, "Hello?", by=SAM, at=maria.shop.now)
    assert refused.value.code == "customer-opted-out"


@pytest.mark.parametrize(
    ("kept", "absorbed", "welcome"),
    [(True, False, False), (False, True, False), (True, True, True), (True, None, True)],
    ids=["a later no is a no", "no consent is widened", "both", "kept alone"],
)
def test_marketing_is_welcome_only_where_the_kept_one_said_so_and_nobody_said_no_since(
    maria: Phone, work: Phone, kept: bool, absorbed: bool | None, welcome: bool
) -> None:
    onboard(maria, marketing=kept)
    if absorbed is not None:
        onboard(work, marketing=absorbed)
    merge(maria, work)
    with db.reading() as session:
        said = customers.has_consented(session, maria.customer.id, ConsentKind.MARKETING)
        assert said is welcome


@pytest.mark.parametrize(
    ("absorbed", "wrote", "number"),
    [
        (None, "maria", "maria"),
        (None, "work", None),
        (True, "work", "work"),
        (False, "maria", None),
    ],
    ids=["the number of who agreed", "a number of nobody who did", "both agreed", "a later no"],
)
def test_an_offer_to_everybody_goes_only_where_that_was_agreed_to(
    maria: Phone, work: Phone, absorbed: bool | None, wrote: str, number: str | None
) -> None:
    phones = {"maria": maria, "work": work}
    onboard(maria, marketing=True)
    if absorbed is not None:
        onboard(work, marketing=absorbed)
    phones[wrote].says("Hello")
    merge(maria, work)
    with db.transaction() as session:
        one = broadcasts.start(
            session, "Peonies are back. Reply STOP to end", by=SAM, at=maria.shop.now
        )
        assert broadcasts.go_on(session, one, at=maria.shop.now) == (1 if number else 0)
    if number:
        assert last_sent_to(phones[number]).startswith("Peonies are back")


# --- when not ------------------------------------------------------------------------------------


def refused(kept: Phone, absorbed: Phone) -> str:
    before = rows()
    with pytest.raises(Refused) as reason:
        merge(kept, absorbed)
    assert rows() == before, "nothing was done"
    return reason.value.message


def test_not_while_the_other_has_an_open_order(maria: Phone, work: Phone) -> None:
    onboard(work)
    work.shop.saves_a_card(work.customer.id)
    work.shop.confirmed(work.customer.id)
    said = refused(maria, work)
    assert "Order 1 is open: deliver or cancel it first." in said
    assert "A payment is under way" in said


def test_not_while_the_other_has_a_quote_sent_or_drafted(maria: Phone, work: Phone) -> None:
    quote = work.is_quoted()
    assert "still has an open quote (1): withdraw it first." in refused(maria, work)
    work.withdraws(quote)
    with work.shop.deciding(work.customer.id) as session:
        whom = customers.get(session, work.customer.id)
        quotes.draft(session, whom, ROSES, by=SAM, at=work.shop.now)
    assert "open quote (2)" in refused(maria, work)


def test_not_while_a_number_may_have_changed_hands(maria: Phone, work: Phone) -> None:
    with work.shop.deciding(work.customer.id) as session:
        point = write.of_customer(session, work.customer.id).contact_point
        lifecycle.doubt(session, point, because="by hand", by=SAM, at=work.shop.now)
    assert "may have changed hands: find out first" in refused(maria, work)
    assert "may have changed hands: find out first" in refused(work, maria)


def test_who_has_an_account_is_the_one_that_is_kept(maria: Phone, work: Phone) -> None:
    assert "Maria Lopez has an account" in refused(work, maria)


def test_not_with_oneself_and_not_twice(maria: Phone, work: Phone) -> None:
    assert "the same customer already" in refused(maria, maria)
    other = work.customer.id
    merge(maria, work)
    with db.transaction() as session, pytest.raises(Refused) as reason:
        merging.merge(session, maria.customer.id, other, by=SAM, at=maria.shop.now)
    assert "part of another customer already" in reason.value.message


def test_one_of_three_joins_the_others_but_two_do_not_join_a_third(
    maria: Phone, work: Phone
) -> None:
    third = "+15550100125"
    maria.shop.customer(third, name="Ana", card=False)
    ana = Phone(maria.shop, third)
    merge(maria, work)
    assert "is made of two already" in refused(ana, maria)
    merge(maria, ana)
    assert len({maria.customer.id, work.customer.id, ana.customer.id}) == 1


def test_who_lost_their_number_joins_who_they_are_now(maria: Phone, work: Phone) -> None:
    old = maria.customer.id
    maria.shop.paid(old)
    calls_are_made()
    with maria.shop.deciding(old) as session:
        point = write.of_customer(session, old).contact_point
        parting.part(session, point, because=parting.BY_HAND, by=SAM, at=maria.shop.now)
    onboard(work)
    with db.transaction() as session:
        merging.merge(session, work.customer.id, old, by=SAM, at=maria.shop.later(seconds=30))
    assert customers_of(old) == work.customer.id
    with db.transaction() as session, pytest.raises(Refused) as reason:
        parting.reunite(session, old, by=SAM, at=maria.shop.now)
    assert reason.value.code == "customer-is-merged"


def customers_of(number: int) -> int:
    with db.reading() as session:
        return customers.root(session, number)


def test_nothing_new_is_begun_with_the_one_who_was_absorbed(maria: Phone, work: Phone) -> None:
    other = work.customer.id
    merge(maria, work)
    with maria.shop.deciding(other) as session:
        whom = customers.get(session, other)
        with pytest.raises(Refused, match="the same person as customer"):
            quotes.draft(session, whom, ROSES, by=SAM, at=maria.shop.now)
        with pytest.raises(Refused, match="the same person as customer"):
            lifecycle.edit(session, whom, by=SAM, at=maria.shop.now, name="Anna")
        old = session.scalars(select(Conversation).where(Conversation.customer_id == other)).one()
        with pytest.raises(Refused, match="the same person as customer"):
            write.write(session, old, "Hello", by=SAM, at=maria.shop.now)


# --- undone --------------------------------------------------------------------------------------


def test_undoing_brings_every_row_back_to_where_it_was(maria: Phone, work: Phone) -> None:
    maria.says("Are the tulips good?")
    work.says("Anybody there?")
    before = rows()
    undo(maria, merge(maria, work))
    after = rows()
    told = {"waiting_since", "waiting_for", "touched_at"}  # the one that left calls for a person
    for both in (before, after):
        both["conversations"] = [
            {name: value for name, value in row.items() if name not in told}
            for row in both["conversations"]
        ]
    assert after == before
    assert work.waits_for.startswith("Taken apart again from Maria Lopez")


def test_what_was_said_with_a_number_since_goes_with_it(maria: Phone, work: Phone) -> None:
    merger = merge(maria, work)
    work.says("From work")
    maria.is_told("To work.")
    maria.says("From home")
    undo(maria, merger)
    assert [m.body for m in work.thread][-2:] == ["From work", "To work."]
    assert maria.thread[-1].body == "From home"
    assert not {"From work", "To work."} & {m.body for m in maria.thread}
    assert maria.conversation.last_preview == "From home"
    maria.is_told("To home.")
    assert last_sent_to(maria) == "To home."


def test_what_was_agreed_by_a_number_since_goes_with_it(maria: Phone, work: Phone) -> None:
    merger = merge(maria, work)
    work.says("STOP")
    undo(maria, merger)
    assert {line.customer_id for line in work.ledger if line.source == "text"} == {work.customer.id}
    assert maria.point.opted_out_at is None


def test_an_order_placed_since_stays_with_who_pays_for_it(maria: Phone, work: Phone) -> None:
    maria.says("Hello")
    merger = merge(maria, work)
    maria.is_quoted()
    maria.says("OK")
    undo(maria, merger)
    [order] = maria.orders
    assert order.customer_id == maria.customer.id


def test_not_undone_while_a_quote_that_went_to_the_leaving_number_is_open(
    maria: Phone, work: Phone
) -> None:
    merger = merge(maria, work)
    work.says("Again")
    quote = work.is_quoted()
    with pytest.raises(Refused) as reason:
        undo(maria, merger)
    assert "Quote 1 was sent to the number that leaves, and is open" in reason.value.message
    maria.withdraws(quote)
    undo(maria, merger)
    assert work.customer.id != maria.customer.id


def test_not_undone_where_a_number_has_moved_on(maria: Phone, work: Phone) -> None:
    merger = merge(maria, work)
    with maria.shop.deciding(maria.customer.id) as session:
        parting.part(session, work_point(session, work), because="x", by=SAM, at=maria.shop.now)
    with pytest.raises(Refused) as reason:
        undo(maria, merger)
    assert "has moved on to somebody else since" in reason.value.message


def work_point(session: Any, work: Phone) -> Any:
    point = customers.by_address(session, "sms", work.number)
    assert point is not None
    return point


def test_not_undone_twice(maria: Phone, work: Phone) -> None:
    merger = merge(maria, work)
    undo(maria, merger)
    with pytest.raises(Refused) as reason:
        undo(maria, merger)
    assert "taken apart already" in reason.value.message


def test_they_may_be_merged_again(maria: Phone, work: Phone) -> None:
    undo(maria, merge(maria, work))
    undo(maria, merge(maria, work))
    merge(maria, work)
    assert maria.customer.id == work.customer.id


def test_a_text_on_its_way_goes_out_under_the_lock_of_whom_it_belongs_to(
    maria: Phone, work: Phone
) -> None:
    other = work.customer.id
    with work.shop.deciding(other) as session:
        thread = write.of_customer(session, other)
        write.write(session, thread, "On its way", by=SAM, at=work.shop.now)

    def whose() -> int | None:
        with db.reading() as session:
            message = session.scalars(select(Message).where(Message.body == "On its way")).one()
            subject = f"message:{message.id}"
            return session.scalars(
                select(Effect.customer_id).where(Effect.subject == subject)
            ).one()

    assert whose() == other
    merger = merge(maria, work)
    assert whose() == maria.customer.id
    undo(maria, merger)
    assert whose() == other


def test_both_are_told_on_the_trail(maria: Phone, work: Phone) -> None:
    ids = {maria.customer.id, work.customer.id}
    undo(maria, merge(maria, work))
    with db.reading() as session:
        for kind in ("customer.merged", "customer.unmerged"):
            found = session.scalars(select(events.Event).where(events.Event.kind == kind)).all()
            assert {event.customer_id for event in found} == ids
            assert {event.actor for event in found} == {"operator:1"}


def test_orders_of_both_are_found_together(maria: Phone, work: Phone) -> None:
    onboard(work)
    work.shop.saves_a_card(work.customer.id)
    for phone in (maria, work):
        phone.shop.paid(phone.customer.id)
    calls_are_made()
    merge(maria, work)
    with db.reading() as session:
        found = order_queries.of_customer(session, maria.customer.id)
        assert len({order.customer_id for order in found}) == 2
