"""Processes are started in order, kept running, and stopped in reverse."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from tests.setup.starting import rest, start
from tests.waiting import until

only_linux = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's subreaper")

# Notes in a file when it has started and each time it is asked to stop; `deaf` then goes on.
CHILD = """
import os, signal, sys
name, manner = sys.argv[1:]

def note(what):
    with open("notes", "a") as file:
        file.write(f"{what} {name}\\n")

def asked(number, frame):
    note("asked")
    if manner == "polite":
        sys.exit(0)

for number in (signal.SIGTERM, signal.SIGINT):
    signal.signal(number, asked)
note("started")
print("hello from", name, flush=True)
while True:
    signal.pause()
"""


class Shop:
    """A folder with a Procfile, and its supervisor."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.procfile: list[str] = []
        self.process: subprocess.Popen[str] | None = None
        (folder / "child.py").write_text(dedent(CHILD))

    def has(self, name: str, manner: str = "polite") -> None:
        self.runs(name, f"{sys.executable} child.py {name} {manner}")

    def runs(self, name: str, command: str) -> None:
        self.procfile.append(f"{name}: {command}")

    def open(self, **env: str) -> None:
        (self.folder / "Procfile").write_text("\n".join(self.procfile))
        self.process = start("supervised.py", self.folder, **env)

    def notes(self) -> list[str]:
        path = self.folder / "notes"
        return path.read_text().splitlines() if path.exists() else []

    def await_note(self, note: str) -> None:
        until(lambda: note in self.notes(), f"the note {note!r}")

    def send(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)

    def end(self) -> str:
        assert self.process is not None
        return rest(self.process)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_stops_in_reverse_and_asks_each_once(shop: Shop, number: signal.Signals) -> None:
    shop.has("web")
    shop.has("worker")
    shop.has("clock")
    shop.open()
    for name in ("web", "worker", "clock"):
        shop.await_note(f"started {name}")
    shop.send(number)
    assert shop.end().endswith("all stopped\n")
    assert shop.notes()[3:] == ["asked clock", "asked worker", "asked web"]


def test_release_ends_before_the_next_starts(shop: Shop) -> None:
    shop.runs("release", "sh -c 'echo released >> notes'")
    shop.has("web")
    shop.open()
    shop.await_note("started web")
    shop.send(signal.SIGTERM)
    shop.end()
    assert shop.notes()[:2] == ["released", "started web"]


def test_a_failing_release_ends_it_all_and_says_why(shop: Shop) -> None:
    shop.has("sandbox")
    shop.runs("release", "sh -c 'echo no such table: roses; exit 4'")
    shop.has("web")
    shop.open()
    said = shop.end()
    assert "gave up: release failed (exit code 4). The end of" in said
    assert said.endswith("no such table: roses\nall stopped\n")
    assert "started web" not in shop.notes()


def test_each_line_carries_time_and_name_and_is_logged(shop: Shop) -> None:
    shop.has("web")
    shop.open()
    shop.await_note("started web")
    log = shop.folder / "log" / "web.log"
    until(lambda: log.exists() and log.read_text() == "hello from web\n", "the log")
    shop.send(signal.SIGTERM)
    said = shop.end().splitlines()
    line = next(line for line in said if "hello from web" in line)
    assert line[2] == line[5] == ":"
    assert line[8:] == " web      hello from web"


def test_a_crashed_process_is_started_again(shop: Shop) -> None:
    shop.runs("web", f"sh -c 'test -e been || {{ touch been; exit 3; }}; {child('web')}'")
    shop.open()
    shop.await_note("started web")
    shop.send(signal.SIGTERM)
    assert "web ended (exit code 3); starting it again in 0.01 s.\n" in shop.end()


def child(name: str) -> str:
    return f"exec {sys.executable} child.py {name} polite"


def test_one_that_keeps_crashing_is_given_up_with_its_last_lines(shop: Shop) -> None:
    shop.has("sandbox")
    shop.runs("web", "sh -c 'echo the roses wilted; kill -SEGV $$'")
    shop.open()
    said = shop.end()
    assert said.count("starting it again") == 2
    assert "web ended 3 times in a row soon after its start, the last time with signal " in said
    assert said.endswith("the roses wilted\nall stopped\n")
    assert shop.notes() == ["started sandbox", "asked sandbox"]


def test_one_that_will_not_stop_is_killed_after_its_grace(shop: Shop) -> None:
    shop.has("web", "deaf")
    shop.open(GRACE="0.1")
    shop.await_note("started web")
    shop.send(signal.SIGTERM)
    assert shop.end().endswith("all stopped\n")


def test_a_second_ctrl_c_hurries(shop: Shop) -> None:
    shop.has("web", "deaf")
    shop.has("worker", "deaf")
    shop.open(GRACE="3600")
    shop.await_note("started web")
    shop.await_note("started worker")
    shop.send(signal.SIGINT)
    shop.await_note("asked worker")
    shop.send(signal.SIGINT)
    assert shop.end().endswith("all stopped\n")


def test_killing_it_leaves_nothing_behind(shop: Shop) -> None:
    shop.has("web")
    shop.has("worker")
    shop.open()
    shop.await_note("started web")
    shop.await_note("started worker")
    shop.send(signal.SIGKILL)
    shop.end()
    shop.await_note("asked web")
    shop.await_note("asked worker")


@only_linux
def test_what_a_process_left_in_a_session_of_its_own_is_ended_too(shop: Shop) -> None:
    shop.runs("web", f"sh -c 'setsid sleep 3600 & echo $! > left; {child('web')}'")
    shop.open()
    shop.await_note("started web")
    left = int((shop.folder / "left").read_text())
    shop.send(signal.SIGTERM)
    shop.end()
    with pytest.raises(ProcessLookupError):
        os.kill(left, 0)
