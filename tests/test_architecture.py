"""Imports point one way: edges, conversation, features, foundations. Read from the code itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "concierge"

# From the ground up: a module may import what stands before it, never what stands behind.
LAYERS = (
    ("clock", "errors", "money", "transitions", "config", "db", "locks", "logs", "spreadsheet"),
    ("effects", "events", "moments", "intents", "channels", "provider_events", "presence"),
    ("customers", "operators", "catalogue", "partners", "loaded"),
    ("payments",),
    ("orders",),
    ("ledger",),
    ("quotes",),
    ("conversation",),
    ("composing",),
    ("privacy",),
    ("merging",),
    ("reconciliation",),
    ("insights",),
    ("web", "worker", "ticking", "commands", "replaying", "live", "live_changes"),
)
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
# Who may use a vendor's package.
OWNERS = {
    "stripe": {"concierge/payments/stripe/calling.py"},
    "twilio": {"concierge/channels/twilio.py"},
    "rq": {"concierge/effects/nudging.py", "concierge/worker.py"},
}


def modules() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if "sandbox" not in path.parts]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_one_way(path: Path) -> None:
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if own == "__init__":
        return
    for name in imports(path):
        if not name.startswith("concierge."):
            continue
        other = name.split(".")[1]
        assert other != "sandbox", f"{path} imports the sandbox, which is another process"
        if other == own:
            continue
        assert other in RANK, f"{other} has no layer: add it to LAYERS"
        assert RANK[other] <= RANK[own], f"{path} imports {name}, which stands above it"


@pytest.mark.parametrize(("vendor", "owners"), OWNERS.items())
def test_only_its_adapter_imports_a_vendors_package(vendor: str, owners: set[str]) -> None:
    users = {
        str(path.relative_to(ROOT))
        for path in modules()
        if any(name.split(".")[0] == vendor for name in imports(path))
    }
    assert users == owners


def test_only_the_lifecycle_moves_a_status() -> None:
    for path in modules():
        if {path.stem, path.parent.name} & {"lifecycle", "effects", "channels"}:
            continue
        source = path.read_text()
        assert ".move(" not in source, f"{path} moves a status"
