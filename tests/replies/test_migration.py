"""What was kept before the service read replies well keeps its meaning."""

from collections.abc import Callable

import psycopg

from concierge import db
from tests.stores import plain

OLD = """
insert into customers (id, created_at, name, address, language, notes, onboarded_at) values
  (1, now(), 'Maria', '14 Elm St', null, '', now()),
  (2, now(), null, null, 'fr', '', null);
insert into consents (customer_id, kind, given, at, words, source)
  values (1, 'service', true, now(), 'agreed', 'page');
"""


def test_who_said_what_is_filled_in_for_what_was_there(new_database: Callable[..., str]) -> None:
    url = new_database(migrated=False)
    db.upgrade(url, "0001")
    with psycopg.connect(plain(url), autocommit=True) as connection:
        connection.execute(OLD)
        db.upgrade(url)
        who = connection.execute("select address_by, language_by from customers order by id")
        assert who.fetchall() == [("customer:1", None), (None, "operator")]
        [by] = connection.execute("select by from consents").fetchone() or [None]
        assert by == "customer:1"
