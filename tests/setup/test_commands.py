"""The locks, what the CI calls, and what is said without a browser."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests import chromium
from tests.setup.starting import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")


def pins(name: str) -> set[str]:
    """Each package with its version, its marker and its hashes, as one line."""
    text = (ROOT / name).read_text().replace(" \\\n    ", " ")
    return set(text.splitlines())


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host(name: str) -> None:
    text = (ROOT / name).read_text()
    assert not re.search(r"://|--(?:extra-)?index-url|--find-links|^#", text, re.MULTILINE)


@pytest.mark.parametrize("name", LOCKS)
def test_every_file_in_a_lock_has_its_hash(name: str) -> None:
    assert all(re.match(r"[\w.-]+==.* --hash=sha256:[0-9a-f]{64}", line) for line in pins(name))


@pytest.mark.parametrize(
    ("name", "groups"),
    [("requirements.lock", ["embedded"]), ("requirements-dev.lock", ["embedded", "dev"])],
)
def test_a_lock_holds_what_the_project_asks_for(name: str, groups: list[str]) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"]]
    wanted += [text for group in groups for text in project["dependency-groups"][group]]
    locked = dict(re.findall(r"^([\w.-]+)==([^\s;]+)", (ROOT / name).read_text(), re.MULTILINE))
    for requirement in map(Requirement, wanted):
        version = locked.get(canonicalize_name(requirement.name))
        assert version, f"{name} lacks {requirement.name}: run bin/lock"
        assert version in requirement.specifier, f"{name} has {requirement.name} {version}"


def test_the_two_locks_agree() -> None:
    assert pins("requirements.lock") < pins("requirements-dev.lock")


@pytest.mark.parametrize("name", ["check", "demo", "flask", "lock", "test"])
def test_every_command_can_be_called(name: str) -> None:
    assert os.access(ROOT / "bin" / name, os.X_OK)


def test_the_ci_calls_the_test_command_and_ends_as_it_does(tmp_path: Path) -> None:
    for folder in (".ci", "bin"):
        (tmp_path / folder).mkdir()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci" / "run")
    test = tmp_path / "bin" / "test"
    test.write_text("#!/bin/sh\necho tested in $PWD\nexit 7\n")
    test.chmod(0o755)
    done = subprocess.run(
        [tmp_path / ".ci" / "run"],
        env=os.environ | {"CHROMIUM": "sh"},  # which is there: nothing to install
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (7, f"tested in {tmp_path}\n")


def test_a_chromium_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/no/such/chromium")
    with pytest.raises(pytest.UsageError, match="CHROMIUM is /no/such/chromium"):
        chromium.find()


def test_chromium_is_found_under_its_usual_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = tmp_path / "chromium-browser"
    browser.write_text("#!/bin/sh\n")
    browser.chmod(0o755)
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert chromium.find() == str(browser)


def test_without_a_browser_the_end_of_the_run_says_what_was_left_out(tmp_path: Path) -> None:
    (tmp_path / "test_journey.py").write_text(
        "import pytest\n\n@pytest.mark.browser\ndef test_maria_orders(): raise AssertionError\n"
    )
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = browser: needs Chromium\n")
    env = {name: value for name, value in os.environ.items() if name != "CHROMIUM"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.chromium", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        env=env | {"PATH": str(tmp_path), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if chromium.MAC.exists():
        pytest.skip("Google Chrome is where a Mac has it")
    assert done.returncode == 0
    assert "Browser tests skipped: 1. There is no Chromium on this machine." in done.stdout
    assert "1 skipped in" in done.stdout.splitlines()[-1]
