"""Parameters: read from a form, and held against the stripe package's TypedDicts.

The TypedDicts of `stripe.params` are generated from Stripe's own OpenAPI document, so they are
the contract of every call: what they lack the real API refuses, too.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Literal, Union

import stripe.params
import stripe.params.checkout
import stripe.params.radar
import typing_extensions
from stripe._request_options import RequestOptions

from concierge.sandbox.books import Json
from concierge.sandbox.stripe.errors import StripeError

OPTIONS = set(RequestOptions.__annotations__)
UNIONS = (Union, types.UnionType)
# Names in the types of the options (not of parameters) that the modules of parameters lack.
UNNAMED: dict[str, Any] = {"StripeContext": object, "Mapping": Mapping}
NOT_EMPTY = {
    "customer", "payment_method", "payment_intent", "charge", "currency", "return_url",
    "success_url", "cancel_url", "query",
}  # fmt: skip


def parse(pairs: Iterable[tuple[str, str]]) -> Json:
    """`a[b][0][c]=v` as nested dictionaries of strings; lists stay dictionaries of indices."""
    tree: Json = {}
    for name, value in pairs:
        head, *rest = re.findall(r"[^\[\]]+|(?<=\[)(?=\])", name) or [name]
        node, keys = tree, [head, *rest]
        for key in keys[:-1]:
            child = node.setdefault(key or str(len(node)), {})
            if not isinstance(child, dict):
                raise invalid(name, f"Invalid object: {name}")
            node = child
        node[keys[-1] or str(len(node))] = value
    return tree


def check(tree: Json, params: str) -> Json:
    """The tree with its types, as the TypedDict of that name ("checkout.X" in a sub-package)
    wants them; StripeError `parameter_unknown`, `parameter_missing` or `parameter_invalid_*`."""
    module, _, name = params.rpartition(".")
    package: Any = stripe.params
    if module:
        package = getattr(stripe.params, module)
    return _dict(tree, getattr(package, name), "")


@cache
def _fields(shape: Any) -> dict[str, Any]:
    hints = typing_extensions.get_type_hints(shape, localns=UNNAMED)
    return {name: hint for name, hint in hints.items() if name not in OPTIONS}


def _dict(tree: Json, shape: Any, path: str) -> Json:
    fields, known = _fields(shape), {}
    for key, value in tree.items():
        where = f"{path}[{key}]" if path else key
        if key not in fields:
            message = f"Received unknown parameter: {where}"
            raise StripeError.invalid(message, code="parameter_unknown", param=where)
        known[key] = _value(value, fields[key], where)
    for key in sorted(shape.__required_keys__ & fields.keys()):
        if key not in tree:
            where = f"{path}[{key}]" if path else key
            message = f"Missing required param: {where}."
            raise StripeError.invalid(message, code="parameter_missing", param=where)
    return known


def invalid(param: str, message: str, code: str | None = None) -> StripeError:
    """A 400 about one parameter."""
    return StripeError.invalid(message, code=code, param=param)


def _value(value: Any, hint: Any, where: str) -> Any:
    options = _options(hint)
    if isinstance(value, dict):
        return _nested(value, options, where)
    choices = [choice for option in options for choice in _choices(option)]
    if value in choices:
        return value
    return _plain(value, options, choices, where)


def _options(hint: Any) -> list[Any]:
    origin = typing.get_origin(hint)
    if origin in (typing_extensions.NotRequired, typing_extensions.Required):
        return _options(typing.get_args(hint)[0])
    if origin in UNIONS:
        return [inner for part in typing.get_args(hint) for inner in _options(part)]
    return [hint]


def _choices(option: Any) -> list[str]:
    if typing.get_origin(option) in (Literal, typing_extensions.Literal):
        return [str(choice) for choice in typing.get_args(option)]
    return []


def _nested(value: Json, options: list[Any], where: str) -> Any:
    for option in options:
        origin = typing.get_origin(option)
        if origin in (list, typing.List):  # noqa: UP006
            if not all(key.isdigit() for key in value):
                raise invalid(where, "Invalid array")
            inner = typing.get_args(option)[0]
            return [_value(value[key], inner, f"{where}[{key}]") for key in sorted(value, key=int)]
        if typing_extensions.is_typeddict(option):
            return _dict(value, option, where)
        if origin in (dict, typing.Dict):  # noqa: UP006
            return _metadata(value, where)
    raise invalid(where, f"Invalid string: {value}")


def _metadata(value: Json, where: str) -> Json:
    if len(value) > 50:
        raise invalid(where, "Metadata can have up to 50 keys")
    for key, text in value.items():
        if not isinstance(text, str):
            raise invalid(f"{where}[{key}]", "Metadata values must be strings")
        if len(key) > 40:
            raise invalid(where, f"Metadata keys can have up to 40 characters: {key}")
        if len(text) > 500:
            raise invalid(f"{where}[{key}]", "Metadata values can have up to 500 characters")
    return value


def _plain(value: str, options: list[Any], choices: list[str], where: str) -> Any:
    if int in options:
        if re.fullmatch(r"-?\d+", value):
            return int(value)
        raise invalid(where, f"Invalid integer: {value}", "parameter_invalid_integer")
    if bool in options:
        if value in ("true", "false"):
            return value == "true"
        raise invalid(where, f"Invalid boolean: {value}")
    real = [choice for choice in choices if choice]
    if real:
        # The package adds `str` beside the choices only so that old clients read new answers.
        message = f"Invalid {where}: must be one of {', '.join(real)}"
        raise invalid(where, message, "parameter_invalid_string")
    if str in options:
        if value == "" and "" not in choices and where in NOT_EMPTY:
            message = f"You passed an empty string for '{where}'. We assume empty values are an "
            message += "attempt to unset a parameter; however it cannot be unset."
            raise invalid(where, message, "parameter_invalid_empty")
        return value
    if any(getattr(option, "__name__", "") in ("Decimal", "float") for option in options):
        if re.fullmatch(r"-?\d+(\.\d+)?", value):
            return value
        raise invalid(where, f"Invalid decimal: {value}")
    raise invalid(where, f"Invalid object: {where}")
