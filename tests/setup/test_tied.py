"""Processes whose life is tied to ours."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from concierge.sandbox.tied import Account, spawn
from tests.setup.starting import first_line, rest, start

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
only_linux = pytest.mark.skipif(sys.platform != "linux", reason="a service of Linux's kernel")


@pytest.mark.parametrize(
    "how", [pytest.param("tied by the kernel", marks=only_linux), "tied by a watcher"]
)
def test_killing_the_starter_ends_the_process(how: str, tmp_path: Path, roots_place: Path) -> None:
    starter = start("starter.py", how, tmp_path, roots_place)
    assert int(first_line(starter)) > 0
    starter.kill()
    rest(starter)  # comes back only when the process has let go of the pipe


def test_the_watcher_goes_when_the_process_does() -> None:
    process = spawn(["true"], env={}, output=subprocess.DEVNULL, kernel_ties=False)
    assert process.wait(timeout=60) == 0


def output_of(command: list[str], account: Account | None = None) -> str:
    process = spawn(command, env=os.environ, output=subprocess.PIPE, account=account)
    output, _ = process.communicate(timeout=60)
    return output.decode().strip()


def test_a_terminals_interrupt_passes_it_by() -> None:
    tell = "import os; print(os.getsid(0) == os.getpid())"
    assert output_of([sys.executable, "-c", tell]) == "True"


def test_a_command_that_does_not_exist_says_so() -> None:
    assert output_of(["/no/such/rose"]) == "/no/such/rose: No such file or directory"


@only_root
@pytest.mark.parametrize("kernel_ties", [pytest.param(True, marks=only_linux), False])
def test_root_can_start_it_as_somebody_else(kernel_ties: bool) -> None:
    process = spawn(
        ["id", "-u"],
        env=os.environ,
        output=subprocess.PIPE,
        account=Account(65534, 65534),
        kernel_ties=kernel_ties,
    )
    assert process.communicate(timeout=60)[0].decode().strip() == "65534"


def test_it_gets_the_signal_it_was_promised() -> None:
    """Also where a shell in the background had us ignore it."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        command = ["sh", "-c", "echo here; exec sleep 3600"]
        process = spawn(command, env=os.environ, output=subprocess.PIPE)
        assert process.stdout is not None
        assert process.stdout.readline() == b"here\n"
    finally:
        signal.signal(signal.SIGINT, before)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=60) == -signal.SIGINT
    process.stdout.close()
