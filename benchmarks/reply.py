"""`python -m benchmarks.reply`: from a text's arrival to the answering text at the provider.

HELP at 1, 20 and 100 texts a second, each from somebody else, sent when it is due and not when the
one before was answered; and OK, to the authorisation at the card processor and to the text that
says so. Two webs, two workers, and the sandbox in place of the providers. See docs/performance.md.
"""

import argparse
import sqlite3
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from sqlalchemy import select

from benchmarks import load, measure, people
from benchmarks.stage import Stage
from concierge import clock, db
from concierge.customers import links
from concierge.customers import queries as customers
from concierge.customers.models import ContactPoint, LinkPurpose
from concierge.payments import lifecycle as payments
from concierge.payments.models import CardSession, CardSessionStatus
from concierge.sandbox.client import SandboxClient

RATES = (1, 20, 100)
BUYERS = 40  # who order; they have cards at the sandbox
_WITHIN_S = 90.0


def _post(port: int, request: bytes) -> float:
    """Send one text on a connection of its own; when it was sent."""
    began = time.time()
    got = load.run(port, [request], 1, 60.0)
    if got.refused:
        raise RuntimeError("a text was refused")
    return began


def send(stage: Stage, numbers: list[int], body: str, rate: float) -> dict[str, float]:
    """A text from each of these, so many a second; by sender, when it was sent."""
    requests = {
        people.SENDER.format(n): load.text(stage, people.SENDER.format(n), body) for n in numbers
    }
    port, began = stage.ports["web"], time.perf_counter()
    with ThreadPoolExecutor(64) as pool:
        sent = {}
        for number, (sender, request) in enumerate(requests.items()):
            time.sleep(max(0.0, began + number / rate - time.perf_counter()))
            sent[sender] = pool.submit(_post, port, request)
        return {sender: future.result() for sender, future in sent.items()}


def answers(stage: Stage, sent: dict[str, float]) -> list[float]:
    """Seconds until each had a text that was made after theirs; waits until all have."""
    deadline = time.monotonic() + _WITHIN_S
    while True:
        first: dict[str, float] = {}
        for to, made in sent_texts(stage):
            if to in sent and made >= sent[to]:
                first.setdefault(to, made)
        if len(first) == len(sent):
            return [first[sender] - at for sender, at in sent.items()]
        if time.monotonic() > deadline:
            raise RuntimeError(f"{len(sent) - len(first)} of {len(sent)} were not answered")
        time.sleep(0.5)


def sent_texts(stage: Stage) -> list[tuple[str, float]]:
    """To whom, and when, to the millisecond: from the sandbox's own books, where it keeps them."""
    books = sqlite3.connect(f"file:{stage.env['SANDBOX_DATA']}?mode=ro", uri=True)
    try:
        return books.execute(
            "SELECT json_extract(body, '$.to'), json_extract(body, '$.created')"
            " FROM objects WHERE kind = 'message' ORDER BY seq"
        ).fetchall()
    finally:
        books.close()


def give_cards(stage: Stage, sandbox: SandboxClient, first: int, last: int) -> None:
    """These customers visit the card page, each as the product has it."""
    with stage.sql() as connection:
        connection.execute("DELETE FROM wallets; DELETE FROM cards")
    with db.reading() as session:
        senders = [people.SENDER.format(n) for n in range(first, last + 1)]
        points = select(ContactPoint.customer_id).where(ContactPoint.address.in_(senders))
        ids = list(session.scalars(points))
    for customer_id in ids:
        with db.transaction() as session:
            customers.lock(session, customer_id)
            link = links.create(session, customer_id, LinkPurpose.CARD, at=clock.now())
            payments.open_card_session(session, link, at=clock.now())
    filled: set[str] = set()
    deadline = time.monotonic() + _WITHIN_S
    while time.monotonic() < deadline:
        with db.reading() as session:
            visits = list(session.scalars(select(CardSession)))
        for visit in visits:
            if visit.provider_id is not None and visit.provider_id not in filled:
                sandbox.fill_checkout(visit.provider_id)
                filled.add(visit.provider_id)
        if sum(visit.status is CardSessionStatus.COMPLETE for visit in visits) == len(ids):
            time.sleep(3)  # until what is said of the card has been said
            return
        time.sleep(0.2)
    raise RuntimeError("the cards were not saved")


def run(count: int) -> dict[str, Any]:
    """Everything; milliseconds throughout."""
    machine = measure.machine()
    rows: list[dict[str, Any]] = []
    with Stage() as stage:
        stage.compose()
        sandbox = stage.sandbox()
        most = BUYERS + sum(min(count, rate * 20) for rate in RATES) + 60
        with stage.sql() as connection:
            people.customers(connection, 1, most, each=4)
        stage.web(workers=2)
        for number in (1, 2):
            stage.worker(number)
        give_cards(stage, sandbox, 1, BUYERS)
        numbers = iter(range(BUYERS + 1, most + 1))
        warm = [next(numbers) for _ in range(60)]
        answers(stage, send(stage, warm, "HELP", 20))
        for rate in RATES:
            asking = [next(numbers) for _ in range(min(count, rate * 20))]
            late = answers(stage, send(stage, asking, "HELP", rate))
            rows.append({"what": "HELP, to its answer", "a second": rate, "texts": len(late)}
                        | measure.milliseconds(late))  # fmt: skip
            print(f"  {rows[-1]}", file=sys.stderr, flush=True)
        with stage.sql() as connection:
            people.quotes(connection, 1, BUYERS)
        sent = send(stage, list(range(1, BUYERS + 1)), "OK", 4)
        rows.append({"what": "OK, to its text", "a second": 4, "texts": BUYERS}
                    | measure.milliseconds(answers(stage, sent)))  # fmt: skip
        rows.append({"what": "OK, to the authorisation", "a second": 4, "texts": BUYERS}
                    | measure.milliseconds(_authorised(stage, sent)))  # fmt: skip
    return {"machine": machine, "rows": rows}


def _authorised(stage: Stage, sent: dict[str, float]) -> list[float]:
    with stage.sql() as connection:
        rows = connection.execute(
            "SELECT p.address, extract(epoch FROM y.authorised_at)::float FROM payments y"
            " JOIN contact_points p USING (customer_id) WHERE y.status = 'authorised'"
        )
        return [at - sent[address] for address, at in rows]


def main() -> int:
    """Read the command line, run, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=600, help="texts at each rate, at most")
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    given = parser.parse_args()
    result = run(given.count)
    print(measure.table(result["rows"]))
    measure.write(given.json, result)
    return 0


if __name__ == "__main__":
    sys.exit(main())
