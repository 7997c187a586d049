"""/api/v1: JSON for programs, each with a token of its own."""

from functools import cache
from typing import Any

from flask import Blueprint, Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter, Map

from concierge import config
from concierge.errors import Refused
from concierge.web.api import (
    catalogue,
    conversations,
    customers,
    document,
    orders,
    payments,
    problems,
    quotes,
    tokens,
)
from concierge.web.api.operations import Section, answer
from concierge.web.api.schemas.document import Document
from concierge.web.api.schemas.fields import MOST_ID

_description = Section("description", "This document.")
SECTIONS = (
    customers.section,
    conversations.section,
    quotes.section,
    orders.section,
    payments.section,
    catalogue.section,
    _description,
)


@_description.get("/openapi.json", public=True)
def get_openapi() -> Document:
    """Describe the API, by OpenAPI 3.1."""
    settings = config.current()
    return Document(_document(settings.public_url, settings.business_name))


@cache
def _document(public_url: str, business: str) -> dict[str, Any]:
    # It takes 70 ms, and anybody may ask for it: once is enough for these settings.
    return document.build(SECTIONS)


class _Id(IntegerConverter):
    """An id; a larger one than PostgreSQL keeps is nobody's."""

    def __init__(self, map: Map) -> None:
        super().__init__(map, min=1, max=MOST_ID)


def register(app: Flask) -> None:
    """Add the API to the app."""
    app.config.setdefault("API_RATE", tokens.RATE)
    app.url_map.converters["id"] = _Id
    # Where no route is found there is no blueprint either: the app's own handler asks here.
    app.extensions["errors"][problems.PREFIX] = problems.mistaken
    app.register_blueprint(_blueprint())


def _blueprint() -> Blueprint:
    routes = Blueprint("api", __name__, url_prefix=problems.PREFIX)
    routes.register_error_handler(problems.Told, problems.told)
    routes.register_error_handler(Refused, problems.refused)
    routes.register_error_handler(HTTPException, problems.mistaken)
    for section in SECTIONS:
        for operation in section.operations:
            routes.add_url_rule(
                operation.rule,
                operation.name,
                lambda operation=operation, **path: answer(operation, path),
                methods=[operation.method],
                provide_automatic_options=False,
            )
    return routes
