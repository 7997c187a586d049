"""Starts scripts of this folder as processes, such as a person's shell would."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def start(script: str, *arguments: str | Path, **env: str) -> subprocess.Popen[str]:
    """Its output ends only when it and everything that writes to the same pipe have ended."""
    return subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name(script)), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"} | env,
        start_new_session=True,
    )


def first_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def rest(process: subprocess.Popen[str]) -> str:
    """What it still says; fails if it, or a child that holds the pipe, does not end."""
    output, _ = process.communicate(timeout=60)
    return output
