"""Lines of CSV that a spreadsheet reads as what they are: no cell of words becomes a formula."""

import csv
import io
import re
from collections.abc import Iterable

# What a spreadsheet takes for the beginning of a formula: https://owasp.org/www-community/attacks/CSV_Injection
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_A_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def line(cells: Iterable[object]) -> str:
    """One line of CSV (RFC 4180), its end included; numbers stay numbers."""
    out = io.StringIO()
    csv.writer(out).writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


def _harmless(cell: object) -> object:
    if not isinstance(cell, str) or not cell.startswith(_BEGINS_A_FORMULA):
        return cell
    return cell if _A_NUMBER.fullmatch(cell) else f"'{cell}"
