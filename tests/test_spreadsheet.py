"""What is exported as CSV is read by spreadsheets, which take some words for formulas."""

import ast
import csv
import io
from pathlib import Path

import pytest

from concierge import spreadsheet

PACKAGE = Path(spreadsheet.__file__).parent


def read(line: str) -> list[str]:
    return next(csv.reader(io.StringIO(line)))


@pytest.mark.parametrize(
    "words",
    ["=HYPERLINK(1)", "+1 555 010 0123", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "-", "=", "-1.5.2"],
)
def test_words_are_never_a_formula(words: str) -> None:
    [cell] = read(spreadsheet.line([words]))
    assert cell == f"'{words}"


@pytest.mark.parametrize(
    ("value", "written"),
    [(-5, "-5"), ("-12.00", "-12.00"), (None, ""), ("Sam", "Sam"), ("a=b", "a=b"), ("0", "0")],
)
def test_numbers_and_plain_words_stay_as_they_are(value: object, written: str) -> None:
    assert spreadsheet.line([value, "x"]) == f"{written},x\r\n"


def test_what_holds_commas_quotes_or_lines_is_one_cell() -> None:
    cells = ['12 "red" roses, tied', "two\nlines"]
    assert read(spreadsheet.line(cells)) == cells


def test_nobody_writes_csv_in_another_way() -> None:
    for path in PACKAGE.rglob("*.py"):
        if path.name == "spreadsheet.py" or "sandbox" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                assert "csv" not in {alias.name for alias in node.names}, path
