"""Days at the florist's that are over, and the console that shows them."""

from tests.console.conftest import desk, door, statements
from tests.shop import shop

__all__ = ["desk", "door", "shop", "statements"]
