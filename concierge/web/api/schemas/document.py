"""The OpenAPI document, as an answer."""

from typing import Any

from pydantic import RootModel


class Document(RootModel[dict[str, Any]]):
    """An OpenAPI 3.1 document."""
