"""`python -m benchmarks.plots FOLDER`: the plots of docs/performance.md from the benchmarks' JSON.

Bars beside their yardstick, as SVG that needs nothing but a browser: a drawing library would be
larger than the product.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
_WIDTH, _LABEL, _BAR, _GAP = 720, 250, 18, 8
_STYLE = (
    "text{font:13px system-ui,sans-serif;fill:#3d4148}.t{font-weight:600;font-size:15px}"
    ".n{fill:#6b7078}.b{fill:#2f6f6a}.y{fill:#c9ccd1}.g{stroke:#b4552d;stroke-dasharray:4 4}"
    "@media(prefers-color-scheme:dark){text{fill:#d9dce1}.n{fill:#9aa0a8}.b{fill:#5fb3ab}"
    ".y{fill:#4a4f57}}"
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One figure. `yardstick`: what it is to be compared with, drawn pale."""

    label: str
    value: float
    shown: str
    yardstick: bool = False


def bars(title: str, rows: Sequence[Bar], *, goal: float | None = None, said: str = "") -> str:
    """A chart. `goal` is a dashed line, `said` what it stands for."""
    top = max([*(row.value for row in rows), goal or 0.0]) or 1.0
    scale = (_WIDTH - _LABEL - 110) / top
    height = 60 + len(rows) * (_BAR + _GAP) + (22 if goal is not None else 0)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img"'
        f' aria-label="{escape(title)}"><style>{_STYLE}</style>',
        f'<text class="t" x="8" y="24">{escape(title)}</text>',
    ]
    for number, row in enumerate(rows):
        y = 44 + number * (_BAR + _GAP)
        width = max(1.0, row.value * scale)
        kind = "y" if row.yardstick else "b"
        out += [
            f'<text x="{_LABEL - 10}" y="{y + 13}" text-anchor="end">{escape(row.label)}</text>',
            f'<rect class="{kind}" x="{_LABEL}" y="{y}" width="{width:.1f}" height="{_BAR}"/>',
            f'<text class="n" x="{_LABEL + width + 6:.1f}" y="{y + 13}">{escape(row.shown)}</text>',
        ]
    if goal is not None:
        x, bottom = _LABEL + goal * scale, height - 26
        out += [
            f'<line class="g" x1="{x:.1f}" x2="{x:.1f}" y1="38" y2="{bottom}"/>',
            f'<text class="n" x="{x:.1f}" y="{height - 8}" text-anchor="middle">'
            f"{escape(said)}</text>",
        ]
    return "\n".join([*out, "</svg>\n"])


def webhook(found: dict[str, Any]) -> str:
    """Processor time of a text, beside the limit's."""
    rows = [row for row in found["rows"] if row["connections"] == 16]
    return bars(
        "Processor time of one text at 16 connections, app and database, in ms",
        [
            Bar(
                row["text"],
                row["app ms"] + row["database ms"],
                f"{row['app ms']:.2f} + {row['database ms']:.2f}",
                row["text"] == "limit",
            )
            for row in rows
        ],
    )


def effects(found: dict[str, Any]) -> str:
    """Effects a second by workers, beside RQ's jobs."""
    return bars(
        "Done a second, by number of workers",
        [
            Bar(
                f"{row['what']}, {row['workers']}",
                row["a second"],
                f"{row['a second']:,.0f}",
                row["what"] != "effects",
            )
            for row in found["rows"]
        ],
    )


def inbox(found: dict[str, Any]) -> str:
    """The slowest statement of each page."""
    return bars(
        "The console over 1,000,000 messages: the slowest statement's median, in ms",
        [
            Bar(f"{row['page']}, {row['waiting']:,} wait", row["SQL p50"], f"{row['SQL p50']:.1f}")
            for row in found["rows"]
        ],
    )


def growth(found: dict[str, Any]) -> str:
    """Chatter and OK as multiples of the limit, by size."""
    columns = ("chatter, times the limit", "OK, times the limit", "queue SQL p50")
    return bars(
        "What grows with the number of messages",
        [
            Bar(f"{column}, {row['messages']:,}", row[column], f"{row[column]:.1f}")
            for column in columns
            for row in found["rows"]
        ],
    )


PLOTS = {"webhook": webhook, "effects": effects, "inbox": inbox, "growth": growth}


def main() -> int:
    """Draw whatever there is JSON for."""
    folder = Path(sys.argv[1])
    for name, draw in PLOTS.items():
        if (folder / f"{name}.json").exists():
            found = json.loads((folder / f"{name}.json").read_text())
            (IMAGES / f"performance-{name}.svg").write_text(draw(found))
            print(f"docs/images/performance-{name}.svg")
    return 0


if __name__ == "__main__":
    sys.exit(main())
