"""The sandbox and the product know each other by their HTTP APIs alone."""

from __future__ import annotations

import ast
from pathlib import Path

import concierge

ROOT = Path(concierge.__file__).parent
STAND_INS = ("app", "server", "client", "books", "outbox", "faults", "control", "config", "world")


def imports(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_the_stand_ins_import_nothing_of_the_product() -> None:
    files = [ROOT / "sandbox" / f"{name}.py" for name in STAND_INS]
    for folder in ("twilio", "stripe", "phone"):
        files += sorted((ROOT / "sandbox" / folder).glob("*.py"))
    for file in files:
        ours = {name for name in imports(file) if name.split(".")[0] == "concierge"}
        assert all(name.startswith("concierge.sandbox") for name in ours), file


def test_the_page_scripts_are_files_and_not_inline() -> None:
    for template in (ROOT / "sandbox" / "templates").rglob("*.html"):
        text = template.read_text()
        assert text.count("<script") == text.count('<script type="module" src="/phone/static/')
        assert " onclick" not in text
        assert " style=" not in text
