"""Measuring: `flask replies read` and `flask replies score`."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from concierge.intents.commands import replies
from concierge.intents.evaluate import BadLine, read_file, score_file

LINES: list[dict[str, str | None]] = [
    {"text": "Yes please", "context": "Shall I order it?", "label": "CONFIRM", "lang": "en"},
    {"text": "ok but white", "context": None, "label": "MODIFY_OR_CONDITIONAL", "lang": "en"},
    {"text": "no thanks", "context": None, "label": "DECLINE", "lang": "en"},
    {"text": "ok", "context": None, "label": "OTHER", "lang": "en"},
    {"text": "merveilleux", "context": None, "label": "CONFIRM", "lang": "fr"},
]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "replies.jsonl"
    path.write_text("".join(json.dumps({**line, "file": "a"}) + "\n" for line in LINES))
    return path


def test_read_writes_each_line_back_with_its_intent_and_reason(file: Path) -> None:
    out = StringIO()
    read_file(file, out)
    lines = [json.loads(row) for row in out.getvalue().splitlines()]
    intents = [line["intent"] for line in lines]
    assert intents == ["accept", "unclear", "decline", "accept", "unclear"]
    assert lines[1]["reason"] == "not a plain yes: 'but' after 'ok'"
    assert lines[0]["text"] == "Yes please"
    assert lines[0]["label"] == "CONFIRM"


def test_score_prints_recall_and_every_false_confirm(file: Path) -> None:
    out = StringIO()
    score_file(file, out)
    text = out.getvalue()
    assert "a                                 2         2   50.0%     50.0%" in text
    assert "all, fr                           1         1    0.0%      0.0%" in text
    assert "false confirms: 1 of 3\n  a, OTHER: 'ok'\n" in text
    assert "a, DECLINE" in text
    assert "microseconds a reading" in text


def test_the_commands_print_the_same(file: Path) -> None:
    run = CliRunner()
    assert '"intent": "accept"' in run.invoke(replies, ["read", str(file)]).output
    assert "false confirms: 1 of 3" in run.invoke(replies, ["score", str(file)]).output


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("{", "line 2: not JSON"),
        ("[]", "line 2: not a JSON object"),
        ('{"context": null}', "line 2: 'text' is missing or not a string"),
        ('{"text": 3}', "line 2: 'text' is missing or not a string"),
        ('{"text": "ok", "context": 3}', "line 2: 'context' is neither a string nor null"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, row: str, message: str) -> None:
    path = tmp_path / "replies.jsonl"
    path.write_text('{"text": "ok"}\n' + row + "\n")
    with pytest.raises(BadLine, match=message):
        read_file(path, StringIO())
    result = CliRunner().invoke(replies, ["read", str(path)])
    assert result.exit_code == 1
    assert message in result.output


def test_a_line_to_be_scored_needs_its_label(tmp_path: Path) -> None:
    path = tmp_path / "replies.jsonl"
    path.write_text('{"text": "ok"}\n')
    with pytest.raises(BadLine, match="line 1: 'label' is missing"):
        score_file(path, StringIO())


def test_a_missing_file_is_named() -> None:
    result = CliRunner().invoke(replies, ["score", "nowhere.jsonl"])
    assert result.exit_code == 2
    assert "nowhere.jsonl" in result.output


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "replies.jsonl"
    path.write_bytes(b'{"text": "ok"}\n\xff\xfe\n')
    with pytest.raises(BadLine, match="line 2: not UTF-8"):
        read_file(path, StringIO())
