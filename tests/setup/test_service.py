"""The Procfile, and what a terminal shows."""

import io
from pathlib import Path

import pytest

from concierge.sandbox.service import ProcfileError, read_procfile
from concierge.sandbox.terminal import Terminal
from tests.setup.starting import ROOT


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


class ClosedWindow(Screen):
    def write(self, text: str) -> int:
        raise OSError(5, "Input/output error")


def test_the_projects_own_procfile_starts_what_the_demo_needs() -> None:
    assert list(read_procfile(ROOT / "Procfile")) == ["release", "web", "live", "worker", "clock"]


def test_a_procfile_may_have_comments_and_empty_lines(tmp_path: Path) -> None:
    path = tmp_path / "Procfile"
    path.write_text("# who answers\n\nweb:  gunicorn app:app --bind :80\n")
    assert read_procfile(path) == {"web": "gunicorn app:app --bind :80"}


def test_a_line_that_is_no_command_is_named(tmp_path: Path) -> None:
    path = tmp_path / "Procfile"
    path.write_text("web: gunicorn\nworker\n")
    with pytest.raises(ProcfileError, match="line 2: expected `name: command`, got 'worker'"):
        read_procfile(path)


def test_names_are_coloured_on_a_screen_unless_unwanted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\033[" in Terminal(Screen(), tmp_path).bold("open")
    monkeypatch.setenv("NO_COLOR", "1")
    assert Terminal(Screen(), tmp_path).bold("open") == "open"


def test_a_closed_window_does_not_stop_the_logs(tmp_path: Path) -> None:
    terminal = Terminal(ClosedWindow(), tmp_path)
    terminal.line("web", b"one\n")
    terminal.line("web", b"two\n")
    terminal.close()
    assert terminal.last_lines("web") == "one\ntwo"


def test_the_log_of_the_run_before_is_kept(tmp_path: Path) -> None:
    for text in (b"yesterday", b"today"):
        terminal = Terminal(io.StringIO(), tmp_path)
        terminal.line("web", text)
        terminal.close()
    assert (tmp_path / "web.log").read_text() == "today\n"
    assert (tmp_path / "web.log.1").read_text() == "yesterday\n"
