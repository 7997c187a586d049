"""What every benchmark counts: percentiles, processor time by /proc, and tables of it."""

import json
import os
import platform
import statistics
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

_TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0.99) of them lie; 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def milliseconds(latencies: Sequence[float]) -> dict[str, float]:
    """p50, p95 and p99 of seconds, in milliseconds."""
    return {
        f"p{number}": round(percentile(latencies, number / 100) * 1000, 2)
        for number in (50, 95, 99)
    }


def medians(rounds: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """The median of each figure over several rounds."""
    found = list(rounds)
    return {name: round(statistics.median(each[name] for each in found), 3) for name in found[0]}


def processor_ms(pid: int) -> float:
    """What a process and everything beneath it has used of the processors, in milliseconds."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return 0.0
    # User and system time, with that of children that have ended.
    own = sum(int(ticks) for ticks in fields[11:15]) * _TICK_MS
    return own + sum(processor_ms(int(child)) for child in children)


def resident_mb(pid: int) -> list[float]:
    """Resident megabytes of a process and everything beneath it, itself first."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    own = next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [own, *(size for child in children for size in resident_mb(int(child)))]


def machine() -> dict[str, Any]:
    """Where it was measured; figures of two machines are not to be compared, ratios are."""
    return {
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "load before": [round(each, 2) for each in os.getloadavg()],
    }


def table(rows: Sequence[Mapping[str, Any]]) -> str:
    """Rows of the same columns, for people; the same text is Markdown."""
    columns = list(rows[0])
    cells = [columns, *([_shown(row.get(column)) for column in columns] for row in rows)]
    widths = [max(len(line[n]) for line in cells) for n in range(len(columns))]
    lines = [
        "| "
        + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        + " |"
        for line in cells
    ]
    lines.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    return "\n".join(lines)


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else str("" if value is None else value)


def write(path: Path | None, result: Mapping[str, Any]) -> None:
    """Keep the figures as JSON, where a path was given."""
    if path is not None:
        path.write_text(json.dumps(result, indent=1, default=str) + "\n")
