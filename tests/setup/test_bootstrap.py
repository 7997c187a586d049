"""One command does all the set-up, once."""

import fcntl
import os
import platform
import subprocess
import sys
import threading
from pathlib import Path

import bootstrap
import environment
import pytest

from tests.setup.starting import ROOT
from tests.waiting import until


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose set-up takes no time: installing is writing a file."""
    venv = tmp_path / ".venv"
    for name, path in {
        "ROOT": tmp_path,
        "VENV": venv,
        "PYTHON": venv / "bin" / "python",
        "STAMP": venv / "made-from",
        "VAR": tmp_path / "var",
        "RUNTIME": tmp_path / "requirements.lock",
        "DEV": tmp_path / "requirements-dev.lock",
    }.items():
        monkeypatch.setattr(environment, name, path)
        if hasattr(bootstrap, name):
            monkeypatch.setattr(bootstrap, name, path)
    (tmp_path / "requirements.lock").write_text("flask==1 \\\n")
    (tmp_path / "requirements-dev.lock").write_text("flask==1 \\\nruff==1 \\\n")

    def make_venv(turn: int) -> None:
        note("made")
        (venv / "bin").mkdir(parents=True, exist_ok=True)
        (venv / "bin" / "python").touch()
        (venv / "lib" / "python3" / "site-packages" / "pip").mkdir(parents=True, exist_ok=True)

    def run(command: list[str | Path], *arguments: object, **options: object) -> None:
        if "install" in command:
            note(f"installed {Path(command[-1]).name}")

    def note(text: str) -> None:
        with (tmp_path / "notes").open("a") as notes:
            notes.write(f"{text}\n")

    monkeypatch.setattr(environment, "make_venv", make_venv)
    monkeypatch.setattr(environment, "run", run)
    return tmp_path


def notes(checkout: Path) -> list[str]:
    path = checkout / "notes"
    found = path.read_text().splitlines() if path.exists() else []
    path.unlink(missing_ok=True)
    return found


def test_it_is_done_once(checkout: Path) -> None:
    environment.ensure(environment.RUNTIME)
    assert notes(checkout) == ["made", "installed requirements.lock"]
    environment.ensure(environment.RUNTIME)
    assert notes(checkout) == []


def test_the_tests_add_to_what_the_demo_made(checkout: Path) -> None:
    environment.ensure(environment.RUNTIME)
    notes(checkout)
    environment.ensure(environment.DEV)
    assert notes(checkout) == ["installed requirements-dev.lock"]


def test_what_the_tests_made_is_enough_for_the_demo(checkout: Path) -> None:
    environment.ensure(environment.DEV)
    notes(checkout)
    environment.ensure(environment.RUNTIME)
    assert notes(checkout) == []


def test_a_changed_lock_means_a_new_environment(checkout: Path) -> None:
    environment.ensure(environment.DEV)
    notes(checkout)
    environment.DEV.write_text("flask==2 \\\n")
    environment.RUNTIME.write_text("flask==2 \\\n")
    environment.ensure(environment.DEV)
    assert notes(checkout) == ["made", "installed requirements-dev.lock"]


@pytest.mark.parametrize("change", ["python", "machine", "place"])
def test_another_python_machine_or_place_means_a_new_environment(
    change: str, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment.ensure(environment.RUNTIME)
    if change == "python":
        monkeypatch.setattr(sys.implementation, "cache_tag", "cpython-399")
    elif change == "machine":
        monkeypatch.setattr(platform, "machine", lambda: "abacus")
    else:
        moved = checkout / "moved"
        environment.VENV.rename(moved)
        monkeypatch.setattr(environment, "VENV", moved)
        monkeypatch.setattr(environment, "STAMP", moved / "made-from")
        monkeypatch.setattr(environment, "PYTHON", moved / "bin" / "python")
    assert not environment.satisfied(environment.RUNTIME)


def test_a_python_that_went_away_means_a_new_environment(checkout: Path) -> None:
    environment.ensure(environment.RUNTIME)
    environment.PYTHON.unlink()
    assert not environment.satisfied(environment.RUNTIME)


def test_whoever_is_interrupted_starts_afresh(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment.ensure(environment.RUNTIME)
    notes(checkout)

    def interrupted(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(environment, "run", interrupted)
        with pytest.raises(KeyboardInterrupt):
            environment.ensure(environment.DEV)
    assert not environment.satisfied(environment.RUNTIME)
    environment.ensure(environment.DEV)
    assert notes(checkout) == ["made", "installed requirements-dev.lock"]


def test_two_at_once_take_turns(checkout: Path, capfd: pytest.CaptureFixture[str]) -> None:
    said = ""

    def waiting() -> bool:
        nonlocal said
        said += capfd.readouterr().err
        return "waiting for it to end" in said

    (checkout / "var").mkdir()
    with (checkout / "var" / "set-up.lock").open("a") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        second = threading.Thread(target=environment.ensure, args=[environment.RUNTIME])
        second.start()
        until(waiting, "the second to say that it waits")
        assert notes(checkout) == []
    second.join(60)
    assert notes(checkout) == ["made", "installed requirements.lock"]


def test_an_environment_of_another_user_is_said(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*arguments: object) -> None:
        raise PermissionError(13, "Permission denied", "/srv/.venv")

    monkeypatch.setattr(environment, "install", refused)
    with pytest.raises(SystemExit, match=r"/srv/\.venv belongs to somebody else"):
        environment.ensure(environment.RUNTIME)


def test_a_failing_step_shows_how_it_ended(tmp_path: Path) -> None:
    command = ["sh", "-c", "echo no roses today; exit 3"]
    progress = environment.Progress("roses")
    with (tmp_path / "lock").open("w") as turn:
        turn_number = turn.fileno()
        with pytest.raises(SystemExit, match=r"no roses today\n\nSet-up failed: sh -c"):
            environment.run(command, turn_number, progress, cwd=tmp_path)


@pytest.mark.parametrize(
    ("system", "machine", "libc"),
    [
        ("win32", "AMD64", ""),
        ("linux", "x86_64", "glibc 2.17"),
        ("linux", "x86_64", None),
        ("linux", "riscv64", "glibc 2.41"),
        ("freebsd14", "amd64", ""),
    ],
)
def test_where_there_are_no_wheels_a_sentence_says_so(
    system: str, machine: str, libc: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(os, "confstr", lambda name: libc)
    with pytest.raises(SystemExit, match=f"{machine}.* use WSL, elsewhere a container"):
        environment.refuse_what_cannot_work()


@pytest.mark.parametrize(
    ("system", "machine", "libc"),
    [
        ("linux", "x86_64", "glibc 2.28"),
        ("linux", "aarch64", "glibc 2.41"),
        ("darwin", "arm64", None),
        ("darwin", "x86_64", None),
    ],
)
def test_where_there_are_wheels_it_goes_on(
    system: str, machine: str, libc: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(os, "confstr", lambda name: libc)
    environment.refuse_what_cannot_work()


def test_an_old_python_is_said_in_a_sentence(tmp_path: Path) -> None:
    for name in ("python", "python3", *(f"python3.{minor}" for minor in range(11, 15))):
        old = tmp_path / name
        old.write_text("#!/bin/sh\nexit 1\n")
        old.chmod(0o755)
    env = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
    done = subprocess.run(
        [ROOT / "bin" / "demo"], env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("This needs Python 3.11 or newer, and there is none on the PATH")


def test_a_command_without_settings_is_for_the_demo_that_runs(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DATABASE_URL", "CONCIERGE_ENV_FILE"):
        monkeypatch.setenv(name, "to be undone")
        monkeypatch.delenv(name)
    bootstrap.speak_to_the_demo()
    assert "CONCIERGE_ENV_FILE" not in os.environ
    (checkout / "var").mkdir()
    (checkout / "var" / "demo.env").touch()
    (checkout / ".env").touch()
    bootstrap.speak_to_the_demo()
    assert "CONCIERGE_ENV_FILE" not in os.environ
    (checkout / ".env").unlink()
    bootstrap.speak_to_the_demo()
    assert os.environ["CONCIERGE_ENV_FILE"] == str(checkout / "var" / "demo.env")


def test_a_python_that_was_named_and_is_none_is_said() -> None:
    done = subprocess.run(
        [ROOT / "bin" / "demo"],
        env=os.environ | {"PYTHON": "/no/such/python"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("PYTHON is /no/such/python, which is not Python 3.11 or newer")
