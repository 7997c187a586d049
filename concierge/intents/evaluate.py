"""Measures the reading of replies against lines that people have labelled.

A line is a JSON object with `text`, `context` (the business's last message, or null), `lang` and,
to be scored, `label`, `file`. It is read as if exactly one quote were live and the context had
just presented it.
"""

from __future__ import annotations

import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any, TextIO

from concierge.intents.read import read
from concierge.intents.reading import Context, Intent, LastMessage, LiveQuote, Reading
from concierge.intents.text import split

# A number nobody types by chance: a "1" in a reply shall not name the quote.
QUOTE = 900_001


class BadLine(ValueError):
    """A line that cannot be read; says where it is and what is wrong with it."""


def context_of(line: dict[str, Any]) -> Context:
    said, language = line.get("context"), line.get("lang")
    quote = LiveQuote(QUOTE, text=said or "")
    last = LastMessage(said, "service", QUOTE) if said else None
    return Context((quote,), last, language or None)


def lines_of(path: Path, needs: tuple[str, ...] = ()) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        for number, row in enumerate(file, 1):
            where = f"{path}, line {number}"
            try:
                text = row.decode("utf-8")
            except UnicodeDecodeError:
                raise BadLine(f"{where}: not UTF-8") from None
            if text.strip():
                yield _checked(text, where, needs)


def _checked(row: str, where: str, needs: tuple[str, ...]) -> dict[str, Any]:
    try:
        line = json.loads(row)
    except json.JSONDecodeError as error:
        raise BadLine(f"{where}: not JSON: {error.msg} at column {error.colno}") from None
    if not isinstance(line, dict):
        raise BadLine(f"{where}: not a JSON object")
    for key in ("text", *needs):
        if not isinstance(line.get(key), str):
            raise BadLine(f"{where}: {key!r} is missing or not a string")
    for key in ("context", "lang"):
        if not isinstance(line.get(key), str | None):
            raise BadLine(f"{where}: {key!r} is neither a string nor null")
    return line


def read_file(path: str | Path, out: TextIO) -> None:
    """Write each line back with the intent and the reason it was read with."""
    for line in lines_of(Path(path)):
        reading = read(line["text"], context_of(line))
        line |= {"intent": reading.intent.value, "reason": reading.reason}
        out.write(json.dumps(line, ensure_ascii=False) + "\n")


def score_file(path: str | Path, out: TextIO) -> None:
    """Write a table per file and label, the false confirms with their texts, and the speed."""
    readings: dict[tuple[str, str], list[tuple[dict[str, Any], Reading]]] = defaultdict(list)
    first: list[float] = []
    again: list[float] = []
    for line in lines_of(Path(path), ("label",)):
        context = context_of(line)
        # The machine works its states out when it first needs them: both times are worth knowing.
        for times in (first, again):
            begun = time.perf_counter()
            reading = read(line["text"], context)
            times.append(time.perf_counter() - begun)
        readings[str(line.get("file") or "-"), line["label"]].append((line, reading))

    out.write("CONFIRM                       lines  distinct  recall  weighted\n")
    for (file, label), rows in sorted(readings.items()):
        if label == "CONFIRM":
            out.write(f"{file:<28}{_recall(rows)}\n")
    for language in sorted({str(row[0].get("lang")) for rows in readings.values() for row in rows}):
        rows = [
            row
            for (_, label), group in readings.items()
            if label == "CONFIRM"
            for row in group
            if row[0].get("lang") == language
        ]
        if rows:
            out.write(f"{'all, ' + language:<28}{_recall(rows)}\n")

    out.write("\nthe rest                                            lines  read as\n")
    for (file, label), rows in sorted(readings.items()):
        if label != "CONFIRM":
            seen = Counter(reading.intent.value for _, reading in rows).most_common()
            shares = ", ".join(f"{intent} {count}" for intent, count in seen)
            out.write(f"{file + ', ' + label:<50}{len(rows):>7}  {shares}\n")

    false = [
        (file, label, line)
        for (file, label), rows in sorted(readings.items())
        if label != "CONFIRM"
        for line, reading in rows
        if reading.intent is Intent.ACCEPT
    ]
    others = sum(len(rows) for (_, label), rows in readings.items() if label != "CONFIRM")
    out.write(f"\nfalse confirms: {len(false)} of {others}\n")
    for file, label, line in false:
        said = f"   after {line['context']!r}" if line.get("context") else ""
        out.write(f"  {file}, {label}: {line['text']!r}{said}\n")
    if again:
        out.write(
            f"\nmedian {median(again) * 1e6:.0f} microseconds a reading, "
            f"{median(first) * 1e6:.0f} the first time a text is met\n"
        )


def _recall(rows: list[tuple[dict[str, Any], Reading]]) -> str:
    """Distinct texts count once; weighted, each counts as often as it was sent."""
    distinct: dict[str, list[bool]] = defaultdict(list)
    for line, reading in rows:
        distinct[" ".join(split(line["text"]).words)].append(reading.intent is Intent.ACCEPT)
    found = sum(any(hits) for hits in distinct.values())
    weighted = sum(sum(hits) for hits in distinct.values())
    return (
        f"{len(rows):>7}{len(distinct):>10}{found / len(distinct):>8.1%}"
        f"{weighted / len(rows):>10.1%}"
    )
