"""Lists by cursor, and expansion of ids into objects.

https://docs.stripe.com/api/pagination, https://docs.stripe.com/api/expanding_objects
"""

from __future__ import annotations

from typing import Any

from concierge.sandbox.books import Books, Json
from concierge.sandbox.stripe.errors import StripeError

DEEPEST = 4


def page(things: list[Json], params: Json, url: str) -> Json:
    """One page of `things`, newest first, by limit, starting_after, ending_before, created."""
    limit = params.get("limit", 10)
    if not 1 <= limit <= 100:
        raise StripeError.invalid("Invalid limit: must be between 1 and 100", param="limit")
    things = [thing for thing in things if _created(thing, params.get("created"))]
    ids = [thing["id"] for thing in things]
    after, before = params.get("starting_after"), params.get("ending_before")
    for name, id in (("starting_after", after), ("ending_before", before)):
        if id and id not in ids:
            raise StripeError.missing("object", id, name, status=400)
    if after:
        things = things[ids.index(after) + 1 :]
    if before:
        things = things[: ids.index(before)]
        return _shape(things[-limit:], len(things) > limit, url)
    return _shape(things[:limit], len(things) > limit, url)


def _shape(things: list[Json], more: bool, url: str) -> Json:
    return {"object": "list", "data": things, "has_more": more, "url": f"/v1/{url}"}


def _created(thing: Json, wanted: Any) -> bool:
    if wanted is None:
        return True
    if isinstance(wanted, int):
        return bool(thing["created"] == wanted)
    at = thing["created"]
    return bool(
        at > wanted.get("gt", -1)
        and at >= wanted.get("gte", 0)
        and at < wanted.get("lt", at + 1)
        and at <= wanted.get("lte", at)
    )


def expand(books: Books, thing: Json, paths: list[str]) -> Json:
    """The object with the ids at these dotted paths replaced by the objects they name."""
    for path in paths:
        names = path.split(".")
        if len(names) > DEEPEST:
            message = f"You cannot expand more than {DEEPEST} levels of a property: {path}"
            raise StripeError.invalid(message, param="expand")
        thing = _open(books, thing, names, path)
    return thing


def _open(books: Books, thing: Any, names: list[str], path: str) -> Any:
    if not names or thing is None:
        return thing
    if isinstance(thing, list):
        return [_open(books, item, names, path) for item in thing]
    name, rest = names[0], names[1:]
    if not isinstance(thing, dict) or name not in thing:
        message = f"This property cannot be expanded ({path})."
        raise StripeError.invalid(message, param="expand")
    value = thing[name]
    if isinstance(value, str):
        found = books.any(value)
        if found is None:
            message = f"This property cannot be expanded ({path})."
            raise StripeError.invalid(message, param="expand")
        value = found[1]
    return {**thing, name: _open(books, value, rest, path)}
