"""The databases that tests are given."""

from collections.abc import Callable

import psycopg
import redis

from tests.stores import empty, plain


def test_an_emptied_database_has_no_rows_and_counts_from_one(
    new_database: Callable[..., str],
) -> None:
    url = new_database(migrated=False)
    with psycopg.connect(plain(url), autocommit=True) as connection:
        connection.execute(
            "create table shops (id bigint generated always as identity primary key);"
            "create table roses (id bigint generated always as identity, "
            "                    shop bigint references shops)"
        )
        for _ in range(2):
            empty(url)
            shop = connection.execute("insert into shops default values returning id").fetchone()
            rose = connection.execute("insert into roses (shop) values (1) returning id").fetchone()
            assert (shop, rose) == ((1,), (1,))


def test_a_transaction_that_a_test_left_open_holds_nobody_up(
    new_database: Callable[..., str],
) -> None:
    url = new_database(migrated=False)
    with psycopg.connect(plain(url)) as setup:
        setup.execute("create table tulips (id bigint)")
    left = psycopg.connect(plain(url))
    left.execute("lock table tulips in access exclusive mode")
    empty(url)
    left.close()


def test_the_database_of_a_test_takes_writes(database_url: str) -> None:
    with psycopg.connect(plain(database_url)) as connection:
        connection.execute("create temporary table lilies as select 1")


def test_redis_starts_empty_and_takes_writes(redis_url: str) -> None:
    with redis.Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("a", "b")
