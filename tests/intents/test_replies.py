"""Thousands of labelled replies. They are not part of the repository: without them, a skip."""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import pytest

from concierge.intents import Intent, Reading, read
from concierge.intents.evaluate import context_of

REPLIES = "shared/replies/dev.jsonl"
HERE = Path(__file__).resolve()
Line = dict[str, Any]


@pytest.fixture(scope="module")
def replies() -> list[tuple[Line, Reading]]:
    beside = (folder / REPLIES for folder in (HERE.parents[3], HERE.parents[4]))
    path = next((path for path in beside if path.exists()), None)
    if path is None:
        pytest.skip("the labelled replies (../shared/replies/dev.jsonl) are not here")
    with path.open(encoding="utf-8") as file:
        found = [json.loads(row) for row in file]
    return [(line, read(line["text"], context_of(line))) for line in found]


def recall(rows: list[tuple[Line, Reading]]) -> float:
    texts: dict[str, bool] = defaultdict(bool)
    for line, reading in rows:
        texts[line["text"].casefold()] |= reading.intent is Intent.ACCEPT
    return sum(texts.values()) / len(texts)


def test_nothing_else_is_taken_for_a_yes(replies: list[tuple[Line, Reading]]) -> None:
    others = [(line, reading) for line, reading in replies if line["label"] != "CONFIRM"]
    false = [line for line, reading in others if reading.intent is Intent.ACCEPT]
    assert [line["text"] for line in false] == []


def test_nearly_every_yes_is_recognised(replies: list[tuple[Line, Reading]]) -> None:
    yes = [row for row in replies if row[0]["label"] == "CONFIRM"]
    assert recall([row for row in yes if row[0]["file"] == "clean"]) >= 0.93
    assert recall(yes) >= 0.83
    for language in ("fr", "es", "de", "nl"):
        assert recall([row for row in yes if row[0]["lang"] == language]) >= 0.85


def test_every_stop_is_recognised(replies: list[tuple[Line, Reading]]) -> None:
    missed = [line["text"] for line, r in replies if line["label"] == "STOP" and r.intent != "stop"]
    assert missed == []


def test_a_reading_takes_microseconds(replies: list[tuple[Line, Reading]]) -> None:
    """The target is 100 at the median; a busy machine is given room."""
    times = []
    for line, _ in replies[::5]:
        context = context_of(line)
        begun = perf_counter()
        read(line["text"], context)
        times.append(perf_counter() - begun)
    assert median(times) < 0.000_4
