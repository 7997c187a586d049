"""`flask customers export`, `flask customers erase`, `flask retention`, as typed."""

import json
import stat
import zipfile
from datetime import timedelta
from pathlib import Path

from click.testing import Result
from sqlalchemy import select

from concierge import clock, db
from concierge.conversation.models import Message
from concierge.customers import queries as customers
from concierge.customers.models import Link
from concierge.events import Event
from tests.world import MARIA, World


def flask(world: World, *words: str, typed: str | None = None) -> Result:
    return world.app.test_cli_runner().invoke(args=words, input=typed)  # type: ignore[no-any-return]


def erased(customer_id: int = 1) -> bool:
    with db.reading() as session:
        return customers.get(session, customer_id).erased_at is not None


def test_everything_about_maria_is_written_into_a_zip_that_only_the_asker_reads(
    world: World, tmp_path: Path
) -> None:
    world.known()
    world.give_card()
    world.quote()
    world.text("OK", media=[("image/png", world.sample_picture())])
    done = flask(world, "customers", "export", "+1 (555) 010-0123", "--to", str(tmp_path))
    assert done.exit_code == 0, done.output

    [path] = tmp_path.iterdir()
    assert path.name == f"customer-1-{clock.now():%Y%m%d}.zip"
    assert str(path) in done.output
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with zipfile.ZipFile(path) as packed:
        data = json.loads(packed.read("data.json"))
        [picture] = data["media"]
        assert packed.read(picture["file"]).startswith((b"\xff\xd8", b"\x89PNG"))
    assert (data["format"], data["business"]) == (1, "Rose & Thorn")
    assert [point["address"] for point in data["contact_points"]] == [MARIA]
    assert {line["kind"] for line in data["consents"]} == {"service", "marketing"}
    assert data["customers"][0]["address"] == "14 Elm St\nSpringfield"
    bodies = [message["body"] for message in data["messages"]]
    assert "OK" in bodies
    assert data["quotes"][0]["total"] == 5400
    assert data["quote_lines"][0]["description"] == "12 red roses, hand-tied"
    assert data["cards"][0]["brand"] == "visa"
    assert {
        event["type"]
        for event in (
            each["body"] for each in data["provider_events"] if each["provider"] == "stripe"
        )
    }
    with db.reading() as session:
        event = session.scalars(select(Event).where(Event.kind == "customer.exported")).one()
        assert event.actor.startswith("shell")


def test_an_export_opens_nothing(world: World, tmp_path: Path) -> None:
    world.text("Hello")
    link = world.link().rpartition("/l/")[2]
    flask(world, "customers", "export", MARIA, "--to", str(tmp_path))
    [path] = tmp_path.iterdir()
    with zipfile.ZipFile(path) as packed:
        told = packed.read("data.json").decode()
    assert "[one-time link]" in told
    assert "<link:" not in told
    assert link not in told
    assert "salt" not in told


def test_erasing_wants_the_number_once_more(world: World) -> None:
    world.known()
    wrong = flask(world, "customers", "erase", MARIA, typed="+15550999999\n")
    assert wrong.exit_code == 1
    assert "not a number of theirs" in wrong.output
    assert not erased()
    right = flask(world, "customers", "erase", "1", typed="555 010 0123\n")
    assert right.exit_code == 0, right.output
    assert erased()
    again = flask(world, "customers", "erase", "1", "--confirm", MARIA)
    assert "erased already" in again.output


def test_erasing_says_why_not(world: World) -> None:
    world.known()
    world.give_card()
    world.quote()
    world.text("OK")
    done = flask(world, "customers", "erase", MARIA, "--confirm", MARIA)
    assert done.exit_code == 1
    assert "Order 1 is open" in done.output
    assert not erased()


def test_nobody_is_known_by_that(world: World) -> None:
    for who in ("99", "+15550999999", "Maria"):
        assert flask(world, "customers", "export", who).exit_code == 1


def test_a_dry_run_says_what_would_go_and_lets_nothing_go(world: World) -> None:
    world.text("Hello")
    with db.transaction() as session:
        link = session.scalars(select(Link)).one()
        link.expires_at = clock.now() - timedelta(days=31)
    said = flask(world, "retention", "--dry-run")
    assert said.exit_code == 0, said.output
    lines = {line.split()[0]: line for line in said.output.splitlines()}
    assert lines["links"].split()[1] == "1"
    assert "kept for ever" in lines["messages"]
    with db.reading() as session:
        assert len(session.scalars(select(Link)).all()) == 1

    done = flask(world, "retention")
    assert "one-time links" in done.output
    with db.reading() as session:
        assert session.scalars(select(Link)).all() == []
        assert session.scalars(select(Message.body)).first()
