"""Money that moved, or did not, without a word to us."""

from datetime import timedelta
from typing import Any

import pytest
import requests
from sqlalchemy import delete, select, update

from concierge import clock, db
from concierge.ledger import backfill, checking
from concierge.ledger import queries as ledger
from concierge.ledger.models import Account, JournalEntry, Posting
from concierge.ledger.queries import Span
from concierge.orders import lifecycle as orders
from concierge.orders import queries as order_queries
from concierge.orders.models import OrderStatus
from concierge.payments.models import Payment, PaymentStatus, Refund, RefundStatus
from concierge.reconciliation import lifecycle, queries
from concierge.reconciliation.models import DifferenceStatus
from tests.reconciliation.conftest import Books, as_owner
from tests.world import OPERATOR


def payments() -> list[Payment]:
    with db.reading() as session:
        return list(session.scalars(select(Payment).order_by(Payment.id)))


def refunds() -> list[Refund]:
    with db.reading() as session:
        return list(session.scalars(select(Refund).order_by(Refund.id)))


def ledger_problems() -> list[str]:
    with db.reading() as session:
        return checking.problems(session)


def test_books_that_agree_are_left_alone(books: Books) -> None:
    books.refund(books.paid(), 1500)
    books.world.work()
    run = books.compare()
    assert run.compared >= 8  # a payment, a refund, two movements, texts both ways
    assert (run.repaired, run.unasked, books.all()) == (0, {}, [])
    assert ledger_problems() == []


def test_a_reservation_whose_answer_was_lost_confirms_its_order(books: Books) -> None:
    books.world.known()
    books.world.give_card()
    books.world.quote()
    books.deaf("stripe")
    books.world.sandbox.fault("/stripe/v1/payment_intents", "cut_after", method="POST", times=None)
    books.world.sandbox.fault("/stripe/v1/payment_intents", "cut_before", method="GET", times=None)
    books.world.sandbox.text("+15550100123", "OK")
    books.world.sandbox.clear_faults()
    _wait_for_text(books)
    books.world.sandbox.fault("/stripe/v1/payment_intents", "cut_after", method="POST", times=None)
    books.world.sandbox.fault("/stripe/v1/payment_intents", "cut_before", method="GET", times=None)
    books.give_up("payment.authorise")
    books.world.sandbox.clear_faults()
    assert payments()[0].status is PaymentStatus.FAILED
    assert payments()[0].provider_id is None

    run = books.compare()

    assert run.repaired >= 1
    assert payments()[0].status is PaymentStatus.AUTHORISED
    assert books.world.order().status is OrderStatus.CONFIRMED
    assert "Ordered" in books.world.texts()[-1]
    assert (books.all(), len(books.world.authorisations())) == ([], 1)


def _wait_for_text(books: Books) -> None:
    """The webhook with the text has been answered; its order waits for a worker."""
    for _ in range(200):
        if books.world.orders():
            return
        due = [each for each in books.world.sandbox.books()["deliveries"] if each["state"] == "due"]
        if not due:
            break
    assert books.world.orders()


def test_money_taken_by_hand_at_stripe_is_learnt_of(books: Books) -> None:
    order = books.ordered()
    books.deaf("stripe")
    books.at_stripe(f"payment_intents/{payments()[0].provider_id}/capture")
    books.compare()
    assert payments()[0].status is PaymentStatus.CAPTURED
    assert (books.all(), ledger_problems()) == ([], [])
    assert books.world.order().id == order.id


def test_a_reservation_that_lapsed_unheard_is_learnt_of(books: Books) -> None:
    books.ordered()
    books.deaf("stripe")
    books.world.sandbox.lapse(str(payments()[0].provider_id))
    books.compare()
    assert payments()[0].status is PaymentStatus.CANCELLED
    assert books.world.order().trouble is not None
    assert books.all() == []


def test_a_refund_that_was_given_up_but_made_counts(books: Books) -> None:
    order = books.paid()
    books.deaf("stripe")
    books.world.sandbox.fault("/stripe/v1/refunds", "cut_after", method="POST", times=None)
    books.world.sandbox.fault("/stripe/v1/refunds", "cut_before", method="GET", times=None)
    books.refund(order, 1500)
    books.give_up("refund.make")
    books.give_up("refund.find")
    books.world.sandbox.clear_faults()
    assert refunds()[0].status is not RefundStatus.SUCCEEDED

    run = books.compare()

    assert run.repaired == 1
    assert refunds()[0].status is RefundStatus.SUCCEEDED
    assert payments()[0].amount_refunded == 1500
    assert (books.all(), ledger_problems()) == ([], [])


def test_a_refund_that_came_back_unheard_is_learnt_of(books: Books) -> None:
    books.refund(books.paid(), 1500)
    books.world.work()
    books.deaf("stripe")
    books.world.sandbox.fail_refund(str(refunds()[0].provider_id))
    books.compare()
    assert refunds()[0].status is RefundStatus.FAILED
    assert payments()[0].amount_refunded == 0
    assert (books.all(), ledger_problems()) == ([], [])


# --- what can't be proved ------------------------------------------------------------------------


def test_a_charge_behind_our_back_is_listed_once_and_resolved_by_a_person(books: Books) -> None:
    books.paid()
    theirs = books.charge(2000)
    for _ in range(3):
        books.compare()
    [found] = books.differences()
    assert (found.code, found.provider_id, found.ours) == (
        "payment-unknown",
        theirs["id"],
        "nothing",
    )
    assert found.theirs == "$20.00, captured"
    assert found.customer_id == books.world.customer().id
    assert len(books.all()) == 1

    with db.transaction() as session:
        row = queries.difference(session, found.id)
        lifecycle.resolve(session, row, " Sold at the\nmarket ", by=OPERATOR, at=found.found_at)
    books.compare()
    [row] = books.all()
    assert (row.status, row.note) == (DifferenceStatus.RESOLVED, "Sold at the market")

    books.at_stripe(f"payment_intents/{theirs['id']}", description="unchanged for us")
    books.compare()
    assert len(books.all()) == 1


def test_what_has_become_another_matter_is_listed_again(books: Books) -> None:
    books.paid()
    theirs = books.charge(2000, capture=False)
    books.compare()
    [found] = books.differences()
    with db.transaction() as session:
        row = queries.difference(session, found.id)
        lifecycle.resolve(session, row, "A deposit", by=OPERATOR, at=found.found_at)
    books.at_stripe(f"payment_intents/{theirs['id']}/capture")
    books.compare()
    assert [(row.status, row.theirs) for row in books.all()] == [
        (DifferenceStatus.RESOLVED, "$20.00, authorised"),
        (DifferenceStatus.OPEN, "$20.00, captured"),
    ]


def test_a_difference_that_vanished_closes_itself(books: Books) -> None:
    books.paid()
    theirs = books.charge(2000, capture=False)
    books.compare()
    assert books.codes() == ["payment-unknown"]
    books.at_stripe(f"payment_intents/{theirs['id']}/cancel")
    books.compare()
    assert [row.status for row in books.all()] == [DifferenceStatus.GONE]


def test_a_difference_from_before_these_days_is_still_asked_after(books: Books) -> None:
    books.paid()
    theirs = books.charge(2000, capture=False)
    books.compare()
    # So few days back that their lists are empty.
    run = books.compare(seconds=-1)
    assert (run.compared, books.codes()) == (1, ["payment-unknown"])
    books.at_stripe(f"payment_intents/{theirs['id']}/cancel")
    books.compare(seconds=-1)
    assert books.codes() == []


def test_other_uses_of_the_account_are_nobodys_business_here(books: Books) -> None:
    books.paid()
    stranger = books.at_stripe("customers", name="Of the web shop")
    card = books.at_stripe("payment_methods/pm_card_visa/attach", customer=stranger["id"])
    # Another installation on the same account counts its payments from 1 too.
    metadata: dict[str, Any] = {"metadata[payment]": "1", "metadata[order]": "1"}
    books.charge(900, customer=stranger["id"], payment_method=card["id"], **metadata)
    run = books.compare()
    assert (run.repaired, books.all()) == (0, [])


def test_another_installations_payment_is_never_taken_for_ours(books: Books) -> None:
    books.ordered()
    with db.transaction() as session:  # as when nobody has heard of ours yet
        session.execute(update(Payment).values(provider_id=None, status=PaymentStatus.FAILED))
    [ours] = books.world.authorisations()
    books.at_stripe(f"payment_intents/{ours['id']}/cancel")
    stranger = books.at_stripe("customers", name="Of the other shop")
    card = books.at_stripe("payment_methods/pm_card_visa/attach", customer=stranger["id"])
    metadata: dict[str, Any] = {"metadata[payment]": "1", "metadata[order]": "1"}
    for amount, whose in ((5400, stranger["id"]), (5300, None)):
        if whose:
            metadata |= {"customer": whose, "payment_method": card["id"]}
        else:
            metadata = {name: metadata[name] for name in metadata if name.startswith("metadata")}
        books.charge(amount, capture=False, **metadata)
    books.compare()
    assert payments()[0].status is PaymentStatus.CANCELLED  # the truth about ours
    assert payments()[0].provider_id == ours["id"]
    assert books.codes() == ["payment-unknown"]  # Maria's card, and not what she ordered


# --- paid on a page ------------------------------------------------------------------------------


def on_the_page(books: Books) -> str:
    """Maria has no card, and is on Stripe's page of payment; its session."""
    books.world.known()
    books.world.quote()
    books.world.text("OK")
    requests.post(f"{books.world.link()}/pay", timeout=10, allow_redirects=False)
    books.world.work()
    return str(books.world.sandbox.books()["checkout_sessions"][-1]["id"])


def test_an_order_paid_on_a_page_without_a_webhook_goes_on_at_once(books: Books) -> None:
    page = on_the_page(books)
    books.world.sandbox.webhooks("hold", ["stripe"])
    books.world.sandbox.fill_checkout(page, "5555555555554444")
    assert (payments(), books.world.order().status) == ([], "held")
    run = books.compare()
    assert run.repaired >= 1
    assert [one.status for one in payments()] == [PaymentStatus.AUTHORISED]
    assert books.world.order().status == "confirmed"
    assert books.world.texts()[-1].startswith("Ordered: $54.00 on Mastercard 4444.")
    assert books.all() == [], "it was never a difference"
    assert books.compare().repaired == 0, "comparing again changes nothing"

    books.world.sandbox.release(times=2)
    books.world.work()
    assert len(payments()) == 1, "nor does the webhook that was only late"


def test_one_that_nobody_wanted_any_more_is_let_go_of_at_once(books: Books) -> None:
    page = on_the_page(books)
    books.deaf("stripe")
    books.world.sandbox.fault("*/expire", "cut_before", method="POST", times=None)
    order = books.world.order()
    books.world.decide(
        order.customer_id,
        lambda s: orders.cancel(
            s, order_queries.get(s, order.id), because="x", by=OPERATOR, at=clock.now()
        ),
    )
    books.world.sandbox.fill_checkout(page)
    books.compare()
    assert [one["status"] for one in books.world.authorisations()] == ["canceled"]
    assert [(one.status, one.aside) for one in payments()] == [(PaymentStatus.CANCELLED, True)]
    assert (books.all(), books.world.order().status) == ([], "cancelled")


def test_another_installations_page_is_never_taken_for_ours(books: Books) -> None:
    on_the_page(books)
    order = books.world.order()
    shared = {"metadata[pay_visit]": "1", "metadata[order]": str(order.id)}
    stranger = books.at_stripe("customers", name="Of the other shop")
    card = books.at_stripe("payment_methods/pm_card_visa/attach", customer=stranger["id"])
    asked = {"amount": "5400", "currency": "usd", "confirm": "true", "capture_method": "manual"}
    whose = {"customer": stranger["id"], "payment_method": card["id"], "off_session": "true"}
    by = {"allowed_payment_method_types[]": "card"}
    books.at_stripe("payment_intents", **asked, **whose, **by, **shared)
    books.compare()
    assert (payments(), books.world.order().status) == ([], "held")


def test_a_payment_that_stripe_does_not_know_is_listed(books: Books) -> None:
    books.paid()
    [theirs] = books.world.authorisations()
    with db.transaction() as session:
        session.execute(update(Payment).values(provider_id="pi_gone"))
    books.compare()
    found = {row.code: row for row in books.differences()}
    assert found.keys() == {"payment-unknown", "payment-missing"}
    assert found["payment-missing"].provider_id == "pi_gone"
    assert found["payment-missing"].order_id == books.world.order().id
    with db.transaction() as session:
        session.execute(update(Payment).values(provider_id=theirs["id"]))
    books.compare()
    assert books.codes() == []


def test_a_payment_that_stands_otherwise_for_good_is_listed(books: Books) -> None:
    books.ordered()
    with db.transaction() as session:
        session.execute(update(Payment).values(status=PaymentStatus.CANCELLED))
    books.compare()
    [found] = books.differences()
    assert (found.code, found.ours, found.theirs) == (
        "payment-standing",
        "payment 1: $54.00, cancelled",
        "$54.00, authorised",
    )


def test_another_amount_or_fee_is_listed(books: Books) -> None:
    books.paid()
    with db.transaction() as session:
        session.execute(update(Payment).values(fee=100))
    books.compare()
    assert books.codes() == ["payment-fee"]
    with db.transaction() as session:
        session.execute(update(Payment).values(amount_captured=5000, fee=187))
    books.compare()
    assert books.codes() == ["payment-amount"]


def test_a_refund_made_by_hand_at_stripe_is_ours_too(books: Books) -> None:
    books.paid()
    books.deaf("stripe")
    books.at_stripe("refunds", payment_intent=payments()[0].provider_id, amount=700)
    assert books.compare().repaired == 1
    assert [(row.amount, row.status) for row in refunds()] == [(700, RefundStatus.SUCCEEDED)]
    assert payments()[0].amount_refunded == 700
    assert (books.all(), ledger_problems()) == ([], [])


@pytest.mark.parametrize("won", [True, False])
def test_a_dispute_that_was_never_heard_of_is_told_from_its_beginning(
    books: Books, won: bool
) -> None:
    order = books.paid()
    books.deaf("stripe")
    [charge] = books.world.sandbox.books()["charges"]
    opened = books.world.sandbox.dispute(charge["id"])
    books.compare()
    assert _withheld(order.id) == {Account.DISPUTED: 5400}
    books.world.sandbox.close_dispute(opened["id"], won=won)
    books.compare()
    assert _withheld(order.id) == ({} if won else {Account.DISPUTE_LOSSES: 5400})
    assert (books.all(), ledger_problems()) == ([], [])
    assert books.compare().repaired == 0


def _withheld(order_id: int) -> dict[Account, int]:
    with db.reading() as session:
        found = ledger.balances(session, Span(order_id=order_id))
    wanted = (Account.DISPUTED, Account.DISPUTE_LOSSES)
    return {each.account: each.balance for each in found if each.account in wanted and each.balance}


def test_a_refund_that_stripe_does_not_know_is_listed(books: Books) -> None:
    books.refund(books.paid(), 1500)
    books.world.work()
    with db.transaction() as session:
        session.execute(update(Refund).values(provider_id="re_gone"))
    books.compare()
    assert "refund-missing" in books.codes()


def test_a_movement_that_nobody_booked_is_listed_until_it_is(books: Books) -> None:
    books.paid()
    with as_owner() as session:
        session.execute(delete(Posting))
        session.execute(delete(JournalEntry))
    books.compare()
    [found] = books.differences()
    assert (found.code, found.theirs) == ("movement-unbooked", "$54.00 taken, a fee of $1.87")
    backfill.catch_up(found.found_at)
    books.compare()
    assert (books.codes(), ledger_problems()) == ([], [])


def test_a_booked_amount_that_is_not_theirs_is_listed(books: Books) -> None:
    books.paid()
    with as_owner() as session:
        session.execute(update(Posting).values(amount=Posting.amount * 2))
    books.compare()
    assert books.codes() == ["movement-amount"]


# --- what goes wrong on the way ------------------------------------------------------------------


def test_a_list_that_can_not_be_read_leaves_the_others_and_says_so(books: Books) -> None:
    books.refund(books.paid(), 1500)
    books.world.work()
    books.charge(2000)
    books.world.sandbox.fault("/stripe/v1/refunds", "status", method="GET", status=401, times=None)
    run = books.compare()
    assert list(run.unasked) == ["refund"]
    assert books.codes() == ["payment-unknown"]
    assert run.compared >= 5


@pytest.mark.parametrize("mode", ["status", "cut_before", "cut_after", "status_after"])
def test_what_fails_on_the_way_is_asked_again_and_counted_once(books: Books, mode: str) -> None:
    books.paid()
    expected = books.compare()
    for path in ("/stripe/v1/payment_intents", "/stripe/v1/balance_transactions"):
        books.world.sandbox.fault(path, mode, method="GET", status=503)
    books.world.sandbox.fault("/twilio/*/Messages.json", mode, method="GET", status=503)
    run = books.compare()
    assert (run.compared, run.unasked, books.all()) == (expected.compared, {}, [])


def test_long_lists_are_read_page_by_page(books: Books) -> None:
    books.paid()
    for _ in range(101):
        books.charge(500, capture=False)
    run = books.compare()
    assert len(books.differences()) == 101
    assert run.compared >= 102
    assert books.compare().compared == run.compared
    assert len(books.all()) == 101


def test_a_run_looks_no_further_back_than_it_was_asked_to(books: Books) -> None:
    books.paid()
    books.charge(2000)
    run = books.compare(seconds=-1)
    assert (run.compared, books.all()) == (0, [])
    assert run.since > run.asked_at - timedelta(seconds=1)
