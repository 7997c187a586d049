"""`python -m benchmarks.inbox`: the console over 200,000 conversations and 1,000,000 messages.

The queue (first page and a late one), a thread with its panel, the panel alone, and searches, with
20,000 and with 200,000 people waiting: the whole request without the network, and the slowest
statement of each request. See docs/performance.md.
"""

import argparse
import itertools
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event

from app import create_app
from benchmarks import measure, people
from benchmarks.stage import Stage
from concierge import config, db, loaded
from concierge.conversation.queue import View
from concierge.operators import accounts

EMAIL, PASSWORD = "nadia@example.com", "a long enough password"
OPEN = (20_000, 200_000)
# From what stands in every second message to what stands nowhere.
WORDS = ("roses", "peon", "saturday lil", "rare orchid", "nobody", "Haddad", "Maria Lopez 31415",
         "customer271828", "0031415", "646 016")  # fmt: skip


VIEWS = [view for view in View if view is not View.ALL]


@dataclass
class Asked:
    """The statements of a request, in seconds each."""

    took: list[float] = field(default_factory=list)


@contextmanager
def asked() -> Iterator[Asked]:
    """Time every statement meanwhile."""
    found, engine = Asked(), db.engine()
    began: list[float] = []

    def begin(*_: Any) -> None:
        began.append(time.perf_counter())

    def end(*_: Any) -> None:
        found.took.append(time.perf_counter() - began.pop())

    event.listen(engine, "before_cursor_execute", begin)
    event.listen(engine, "after_cursor_execute", end)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", begin)
        event.remove(engine, "after_cursor_execute", end)


def fill(stage: Stage, conversations: int, each: int) -> float:
    """The people and their threads; seconds it took."""
    began = time.monotonic()
    with stage.sql() as connection:
        # What is put in refers to what was put in just before: no need to look each up again.
        connection.execute("SET session_replication_role = replica")
        step = 20_000
        for first in range(1, conversations + 1, step):
            people.customers(connection, first, min(first + step - 1, conversations), each=each)
            print(f"  {first + step - 1:,} conversations", file=sys.stderr, flush=True)
        connection.execute(
            "UPDATE messages SET body = body || ' A rare orchid' WHERE id % 9973 = 0"
        )
        people.quotes(connection, 1, 2000)
        connection.execute("VACUUM ANALYZE")
    return time.monotonic() - began


def wait(stage: Stage, count: int) -> None:
    """So many conversations wait for a person."""
    with stage.sql() as connection:
        connection.execute(
            "UPDATE conversations SET waiting_since = CASE WHEN id <= %s"
            " THEN last_message_at - id * interval '1 second' END, waiting_for = 'Wrote',"
            " assignee_id = CASE WHEN id %% 97 = 0 THEN 1 END,"
            " promised_at = CASE WHEN id %% 101 = 0 THEN now() + id * interval '1 second' END,"
            " snoozed_until = CASE WHEN id %% 103 = 0 THEN now() + id * interval '1 second' END,"
            " undelivered_at = CASE WHEN id %% 1009 = 0 THEN now() END",
            (count,),
        )
        connection.execute("VACUUM ANALYZE conversations")


def log_in(client: FlaskClient) -> None:
    """Take a seat at the console."""
    with db.transaction() as session:
        accounts.create(session, EMAIL, "Nadia Haddad", PASSWORD)
    form = client.get("/console/login").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', form)
    assert token is not None
    data = {"csrf_token": token[1], "email": EMAIL, "password": PASSWORD}
    assert client.post("/console/login", data=data).status_code in {302, 303}


def later_page(client: FlaskClient, pages: int = 20) -> str:
    """Where the list goes on after so many pages."""
    address = "/console/"
    for _ in range(pages):
        page = client.get(address, headers={"X-Fragment": "1"}).text
        found = re.search(r'data-more="rows" href="([^"]+)"', page)
        assert found is not None
        address = found[1].replace("&amp;", "&")
    return address


def look(client: FlaskClient, addresses: Iterator[str], times: int) -> dict[str, Any]:
    """Open so many pages; the first few, while caches fill, don't count."""
    took, slowest, counts, sizes = [], [], [], []
    for number in range(-5, times):
        address = next(addresses)
        with asked() as found:
            began = time.perf_counter()
            answer = client.get(address)
            seconds = time.perf_counter() - began
        assert answer.status_code == 200, (address, answer.status_code)
        if number >= 0:
            took.append(seconds)
            slowest.append(max(found.took))
            counts.append(len(found.took))
            sizes.append(len(answer.data))
    return {
        "p50": measure.percentile(took, 0.5) * 1000,
        "p99": measure.percentile(took, 0.99) * 1000,
        "SQL p50": measure.percentile(slowest, 0.5) * 1000,
        "SQL p99": measure.percentile(slowest, 0.99) * 1000,
        "statements": max(counts),
        "kB": round(max(sizes) / 1000),
    }


def run(conversations: int, each: int, times: int) -> dict[str, Any]:
    """Everything; milliseconds throughout."""
    machine = measure.machine()
    rows = []
    with Stage() as stage:
        stage.compose()
        filled = fill(stage, conversations, each)
        client = create_app(config.current()).test_client()
        log_in(client)  # as operator 1, whose every 97th conversation is
        loaded.keep()  # as gunicorn.conf.py has it
        for count in (number * conversations // 200_000 for number in OPEN):
            wait(stage, count)
            late = later_page(client)
            pages = {
                "queue": itertools.repeat("/console/"),
                "queue, page 21": itertools.repeat(late),
                **{f"view: {view}": itertools.repeat(f"/console/?view={view}") for view in VIEWS},
                "thread and panel": _spread("/console/conversations/", conversations),
                "panel": _spread("/console/customers/", conversations),
            }
            if count == conversations:
                pages |= {f"search “{words}”": _searching(words) for words in WORDS}
            for name, addresses in pages.items():
                rows.append({"page": name, "waiting": count, **look(client, addresses, times)})
        sizes = _sizes(stage)
    return {"machine": machine, "filled in s": round(filled), "sizes": sizes, "rows": rows}


def _spread(address: str, conversations: int) -> Iterator[str]:
    return (f"{address}{number}" for number in itertools.cycle(range(1, conversations, 7919)))


def _searching(words: str) -> Iterator[str]:
    return itertools.repeat("/console/?q=" + words.replace(" ", "+"))


def _sizes(stage: Stage) -> dict[str, str]:
    with stage.sql() as connection:
        found = connection.execute(
            "SELECT relname, pg_size_pretty(pg_relation_size(oid)) FROM pg_class"
            " WHERE relname ~ '^(messages|conversations|ix_messages|ix_conversations|ix_customers|"
            "ix_contact)' AND relkind IN ('r', 'i') ORDER BY pg_relation_size(oid) DESC"
        )
        return {str(name): str(size) for name, size in found}


def main() -> int:
    """Read the command line, run, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--conversations", type=int, default=200_000)
    parser.add_argument("--each", type=int, default=5, help="messages in each")
    parser.add_argument("--times", type=int, default=200, help="each page is opened")
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    given = parser.parse_args()
    result = run(given.conversations, given.each, given.times)
    print(measure.table(result["rows"]))
    measure.write(given.json, result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
