"""Finds the Chromium of this machine; says at the end what was left out without one."""

import os
import shutil
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
REASON = "no Chromium on this machine"
PATIENCE_MS = 60_000  # a busy machine is slow, and not wrong


def find() -> str | None:
    """The path of a Chromium: CHROMIUM if it is set, else the first that is installed."""
    if given := os.environ.get("CHROMIUM"):
        found = shutil.which(given)
        if found is None:
            raise pytest.UsageError(
                f"CHROMIUM is {given}, which is no program: correct or unset it"
            )
        return found
    installed = next(filter(None, map(shutil.which, NAMES)), None)
    return installed or (str(MAC) if MAC.exists() else None)


def pytest_configure() -> None:
    if found := find():
        os.environ["CHROMIUM"] = found


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if "CHROMIUM" in os.environ:
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=REASON))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = [report for report in terminalreporter.getreports("skipped") if left_out(report)]
    if skipped:
        terminalreporter.section("browser tests left out", yellow=True)
        terminalreporter.write_line(
            f"Browser tests skipped: {len(skipped)}. There is no Chromium on this machine. "
            "Install chromium or Google Chrome, or set CHROMIUM to where it is, and run again."
        )


def left_out(report: object) -> bool:
    longrepr = getattr(report, "longrepr", None)
    return isinstance(longrepr, tuple) and REASON in str(longrepr[-1])


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium. Mark the tests that use it `browser`: they are skipped without one.

    From here on `expect` waits for `PATIENCE_MS`.
    """
    from playwright.sync_api import expect  # most of the tests do without, and it takes its time

    expect.set_options(timeout=PATIENCE_MS)
    return os.environ["CHROMIUM"]
