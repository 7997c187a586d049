"""Commands that a newcomer runs before anything is configured, and what the others say then."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def flask(*words: str) -> "subprocess.CompletedProcess[str]":
    """`flask WORDS` with no settings at all."""
    return subprocess.run(
        [sys.executable, "-m", "flask", *words],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "CONCIERGE_ENV_FILE": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_replies_are_read_without_settings(tmp_path: Path) -> None:
    file = tmp_path / "replies.jsonl"
    file.write_text('{"text": "OK", "context": null, "lang": "en"}\n')
    done = flask("replies", "read", str(file))
    assert done.returncode == 0, done.stderr
    assert '"intent": "accept"' in done.stdout
    assert '"reason"' in done.stdout


@pytest.mark.parametrize("words", [("config",), ("--help",), ("worker", "--help")])
def test_help_is_given_without_settings(words: tuple[str, ...]) -> None:
    done = flask(*words)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("words", [("worker",), ("db", "upgrade"), ("replies", "corrections")])
def test_what_needs_settings_says_which_are_missing(words: tuple[str, ...]) -> None:
    done = flask(*words)
    assert done.returncode != 0
    assert "DATABASE_URL is missing" in done.stderr
