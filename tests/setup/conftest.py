"""What the tests of the set-up share."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from concierge.sandbox.stores import postgres


@pytest.fixture(autouse=True)
def roots_place(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Instead of /var/lib: a place that everybody can reach, as pytest's own folders are not."""
    place = Path(tempfile.mkdtemp(prefix="concierge-root-"))
    place.chmod(0o755)
    monkeypatch.setattr(postgres, "ROOTS_PLACE", place)
    yield place
    shutil.rmtree(place)
