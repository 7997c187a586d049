"""Processes whose life is tied to ours: whatever ends us, `kill -9` included, ends them too."""

import json
import os
import signal
import subprocess
import sys
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

LAUNCHER = Path(__file__).with_name("launch.py")
LOADER = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
KERNEL_TIES = sys.platform == "linux"


@dataclass(frozen=True)
class Account:
    """A user and group of this machine, by number."""

    user: int
    group: int


def spawn(
    command: Sequence[str],
    *,
    env: Mapping[str, str],
    output: int | IO[bytes],
    cwd: Path | str | None = None,
    at_our_death: signal.Signals = signal.SIGTERM,
    account: Account | None = None,
    keep: Sequence[int] = (),
    kernel_ties: bool = KERNEL_TIES,
) -> subprocess.Popen[bytes]:
    """Start a command in a session of its own, so that a terminal's Ctrl-C passes it by.

    `at_our_death` is the signal it gets when we are gone; `account` whom it runs as (we must be
    root then); `keep` the descriptors that stay open in it. Standard output and error go to
    `output`. On Linux the tie is to the calling *thread*: call from one that lives as long as the
    process should. A command that does not exist ends at once with a sentence in its output.
    """
    lifeline: int | None = None
    ours: int | None = None
    if not kernel_ties:
        lifeline, ours = os.pipe()
    order = {
        "command": list(command),
        "parent": os.getpid(),
        "signal": int(at_our_death),
        "user": account.user if account else None,
        "group": account.group if account else None,
        "lifeline": lifeline,
    }
    # Some builds of Python, and so the launcher, find their own library by these alone.
    loader = {name: os.environ[name] for name in LOADER if name in os.environ}
    try:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(LAUNCHER), json.dumps(order)],
            env={**loader, **env},
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            pass_fds=[*keep, *([lifeline] if lifeline is not None else [])],
        )
    except BaseException:
        if ours is not None:
            os.close(ours)
        raise
    finally:
        if lifeline is not None:
            os.close(lifeline)
    if ours is not None:
        weakref.finalize(process, os.close, ours)
    return process
