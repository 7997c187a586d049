"""What happened on a day is added up once, and again for as long as it may still change."""

from datetime import date, timedelta

from concierge import clock, config, db
from concierge.conversation import attention, queries, write
from concierge.conversation.models import Media, MediaStatus
from concierge.insights import lifecycle as insights
from concierge.insights import queries as insight_queries
from concierge.insights.measures import BOUNDS, Measure, quantile
from concierge.insights.queries import Row
from concierge.orders import lifecycle as orders
from concierge.orders.estimates import Cost
from concierge.payments import lifecycle as payments
from concierge.payments import queries as payment_queries
from concierge.payments.gateway import Standing
from concierge.quotes import revising
from tests.shop import SAM, Shop

FRIDAY = date(2026, 11, 20)


def added_up(shop: Shop, day: date = FRIDAY) -> dict[tuple[Measure, str], Row]:
    with db.transaction() as session:
        insights.add_up(session, day, at=shop.now)
    with db.reading() as session:
        rows = insight_queries.rows(session, day, day)
    return {(row.measure, row.who): row for row in rows}


def waits(shop: Shop, customer: int, minutes: float) -> None:
    """Maria waits so long; then Sam answers."""
    with shop.deciding(customer) as session:
        attention.call_for_customer(session, customer, "Wrote", at=shop.now)
    shop.later(minutes=minutes)
    with shop.deciding(customer) as session:
        thread = write.of_customer(session, customer)
        write.write(session, thread, "Of course.", by=SAM, at=shop.now)


def test_a_wait_that_sam_ended_with_a_text_is_his_answer(shop: Shop) -> None:
    waits(shop, shop.customer(), minutes=4)
    row = added_up(shop)[Measure.ANSWERED, str(SAM)]
    assert (row.number, row.total) == (1, 240)
    half = quantile(row.spread, 0.5)
    assert half is not None
    assert 180 < half <= 300, "read off between the two bounds that it lies between"


def test_what_needed_no_answer_is_not_an_answer(shop: Shop) -> None:
    customer = shop.customer()
    with shop.deciding(customer) as session:
        attention.call_for_customer(session, customer, "Wrote", at=shop.now)
    shop.later(minutes=4)
    with shop.deciding(customer) as session:
        attention.settle(session, write.of_customer(session, customer), by=SAM, at=shop.now)
    assert (Measure.ANSWERED, str(SAM)) not in added_up(shop)


def test_a_second_text_to_who_does_not_wait_is_not_an_answer(shop: Shop) -> None:
    customer = shop.customer()
    waits(shop, customer, minutes=4)
    with shop.deciding(customer) as session:
        thread = write.of_customer(session, customer)
        write.write(session, thread, "By the way.", by=SAM, at=shop.now)
    assert added_up(shop)[Measure.ANSWERED, str(SAM)].number == 1


def test_a_text_with_a_picture_is_counted_apart_because_it_has_a_price_of_its_own(
    shop: Shop,
) -> None:
    customer = shop.customer()
    with shop.deciding(customer) as session:
        thread = write.of_customer(session, customer)
        for number, body in enumerate(("These?", "Or those?")):
            sent = write.write(session, thread, body, by=SAM, at=shop.now)
            sent.sent_at = shop.now
            if number:
                stored = {"status": MediaStatus.STORED, "content_type": "image/jpeg"}
                session.add(Media(message_id=sent.id, position=0, **stored))
    found = added_up(shop)
    assert found[Measure.TEXTS_OUT, str(SAM)].number == 2
    assert found[Measure.PICTURED, str(SAM)].number == 1


def test_what_goes_over_whatsapp_is_counted_apart_for_the_same_reason(shop: Shop) -> None:
    customer = shop.customer()
    with shop.deciding(customer) as session:
        thread = write.of_customer(session, customer)
        for channel in ("sms", "whatsapp"):
            sent = write.write(session, thread, "These?", by=SAM, at=shop.now)
            sent.sent_at, sent.channel = shop.now, channel
            stored = {"status": MediaStatus.STORED, "content_type": "image/jpeg"}
            session.add(Media(message_id=sent.id, position=0, **stored))
    found = added_up(shop)
    assert found[Measure.TEXTS_OUT, str(SAM)].number == 2
    assert found[Measure.WHATSAPP, str(SAM)].number == 1
    assert found[Measure.PICTURED, str(SAM)].number == 1, "of the MMS alone"


def test_money_counts_for_who_made_the_quote_and_twice_bought_is_bought_again(shop: Shop) -> None:
    customer = shop.customer()
    shop.paid(customer)
    shop.later(minutes=30)
    shop.paid(customer)
    shop.paid(shop.customer("+15550100124"))
    found = added_up(shop)
    assert (found[Measure.TAKEN, str(SAM)].number, found[Measure.TAKEN, str(SAM)].total) == (
        3,
        3 * 5400,
    )
    assert found[Measure.AGAIN, str(SAM)].number == 1
    assert found[Measure.MET, ""].number == 2


def test_a_quote_that_is_accepted_days_later_counts_on_the_day_it_was_sent(shop: Shop) -> None:
    customer = shop.customer()
    quote = shop.quote(customer, expires_at=shop.now + timedelta(days=5))
    assert (Measure.ACCEPTED, str(SAM)) not in added_up(shop)
    shop.later(days=3)
    shop.says_ok(quote)
    row = added_up(shop)[Measure.ACCEPTED, str(SAM)]
    assert (row.number, row.total) == (1, 3 * 86400)
    assert added_up(shop)[Measure.QUOTED, str(SAM)].total == 5400


def test_an_estimate_counts_for_what_it_cost_and_asking_for_more_is_no_second_quote(
    shop: Shop,
) -> None:
    order = shop.says_ok(shop.estimate(shop.customer()))
    shop.bank_says(order, Standing.AUTHORISED)
    asked = shop.on_order(order, lambda s, o: revising.revise(s, o, 6800, by=SAM, at=shop.now).id)
    shop.says_ok(asked)
    with db.reading() as session:
        larger = payment_queries.renewal(session, order)
    assert larger is not None
    shop.bank_says_of(larger.id, Standing.AUTHORISED)
    cost = Cost(6720, no_receipt="The market gives none")
    shop.on_order(order, lambda s, o: orders.fulfil(s, o, by=SAM, at=shop.now, cost=cost))
    shop.bank_says(order, Standing.CAPTURED, amount_captured=6720)
    found = added_up(shop)
    assert found[Measure.QUOTED, str(SAM)].number == 1
    assert found[Measure.ACCEPTED, str(SAM)].number == 1
    assert found[Measure.TAKEN, str(SAM)].total == 6720


def test_a_refund_that_failed_is_not_counted(shop: Shop) -> None:
    order = shop.paid(shop.customer())
    with db.transaction() as session:
        payment = payment_queries.live(session, order)
        assert payment is not None
        first = payments.refund(session, payment, 500, by=SAM, at=shop.now, reason=None)
        payments.refund(session, payment, 300, by=SAM, at=shop.now, reason=None)
        payments.fail_refund(session, first, "refused", at=shop.now)
    assert added_up(shop)[Measure.REFUNDED, ""].total == 300


def test_a_day_is_the_business_s_own(shop: Shop) -> None:
    shop.now = shop.now.replace(hour=4, minute=59)  # 23:59 on Thursday in New York
    shop.customer()
    shop.later(minutes=2)
    shop.customer("+15550100124")
    assert added_up(shop, date(2026, 11, 19))[Measure.MET, ""].number == 1
    assert added_up(shop, FRIDAY)[Measure.MET, ""].number == 1


def test_adding_up_twice_is_adding_up_once(shop: Shop) -> None:
    shop.paid(shop.customer())
    assert added_up(shop).keys() == added_up(shop).keys()
    assert added_up(shop)[Measure.TAKEN, str(SAM)].number == 1


def test_today_is_added_up_often_and_a_settled_day_never_again(shop: Shop) -> None:
    waits(shop, shop.customer(), minutes=1)

    def due() -> list[date]:
        with db.reading() as session:
            return list(insights.due(session, shop.now))

    assert due() == [FRIDAY]
    added_up(shop)
    assert due() == []
    shop.later(minutes=2)
    assert due() == [FRIDAY]
    shop.later(days=60)
    days = due()
    assert FRIDAY not in days
    assert len(days) == 60, "and the days since, of which nobody has added up one"


def test_nobody_has_texted_yet_and_nothing_is_due(shop: Shop) -> None:
    with db.reading() as session:
        assert list(insights.due(session, clock.now())) == []
        assert insight_queries.first_day(session, config.current().zone) is None


def test_half_and_nine_in_ten_are_read_off_the_spread() -> None:
    spread = [0] * (len(BOUNDS) + 1)
    spread[3], spread[10] = 8, 2  # eight of one to two minutes, two of twenty to thirty
    half, most = quantile(spread, 0.5), quantile(spread, 0.9)
    assert half is not None
    assert most is not None
    assert 60 <= half <= 120
    assert 1200 <= most <= 1800
    assert quantile([0] * len(spread), 0.5) is None


def test_a_thread_keeps_how_often_and_how_long_somebody_waited(shop: Shop) -> None:
    customer = shop.customer()
    waits(shop, customer, minutes=4)
    waits(shop, customer, minutes=2)
    with db.reading() as session:
        thread = write.of_customer(session, customer)
        assert queries.get(session, thread.id).waiting_since is None
    assert added_up(shop)[Measure.ANSWERED, str(SAM)].number == 2
