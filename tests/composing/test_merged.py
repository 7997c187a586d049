"""Two customers become one: what is still to be sent to either is not forgotten on the way."""

import pytest

from concierge import db
from concierge.composing import later
from concierge.conversation import queries, write
from concierge.errors import Refused
from concierge.operators import accounts
from tests.merging.conftest import maria as maria
from tests.merging.conftest import merge
from tests.merging.conftest import shop as shop
from tests.merging.conftest import work as work
from tests.replies.conftest import Phone
from tests.shop import SAM


def test_not_while_a_text_to_the_other_is_still_to_be_sent(maria: Phone, work: Phone) -> None:
    with db.transaction() as session:
        accounts.create(session, "sam@example.com", "Sam", "twelve red roses")
    with work.shop.deciding(work.customer.id) as session:
        number = write.of_customer(session, work.customer.id).id
        thread = queries.get(session, number)
        at = work.shop.now
        text = later.plan(session, thread, "Good morning", "in 2 hours", key="", by=SAM, at=at)
        assert text is not None
    with pytest.raises(Refused, match="is still to be sent later: cancel or edit it first"):
        merge(maria, work)
    with work.shop.deciding(work.customer.id) as session:
        thread, text = queries.get(session, number), later.get(session, number, text.id)
        later.cancel(session, thread, text, by=SAM, at=work.shop.now)
    merge(maria, work)
