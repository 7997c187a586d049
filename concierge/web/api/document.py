"""The OpenAPI 3.1 document, made from the operations and their schemas.

Ours rather than a library's: spectree takes malformed JSON for an empty body, describes every error
as application/json, and has no place for headers of answers; the rest wants another Flask class.
What is hard, JSON Schema, is pydantic's.
"""

import inspect
import json
import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from concierge import config
from concierge.web.api import once, problems, tokens
from concierge.web.api.operations import JSON, Operation, Section
from concierge.web.api.paging import Page
from concierge.web.api.schemas.problems import Problem

Json = dict[str, Any]

_ABOUT = """\
Everything an operator can do to a conversation, a quote or an order, a script can do.

Money is a whole number of minor units (400 is $4.00) and an ISO 4217 currency. Times are RFC 3339
in UTC. Lists come newest first, a page at a time: send `next` as `before` for the next page.
Errors are RFC 9457 problems; branch on `code`. Send an `Idempotency-Key` with each POST: repeat it
with the same key, for 24 hours, and it is answered as before and not done again.
"""
_ERRORS = {
    400: ("BadRequest", "The body is not JSON, or the key can't be used."),
    401: ("Unauthorized", "The token is missing, unknown or revoked."),
    404: ("NotFound", "There is no such thing."),
    409: ("Conflict", "The state of things forbids it: the detail says why."),
    413: ("ContentTooLarge", "The body is too large."),
    415: ("UnsupportedMediaType", "The body is not said to be JSON."),
    422: ("UnprocessableContent", "The request does not fit: `errors` says where."),
    429: ("TooManyRequests", f"More than {tokens.RATE} with one token."),
    500: ("InternalServerError", "Our mistake; a POST has done nothing."),
}
_PART = re.compile(r"<(?:[^:<>]+:)?([^<>]+)>")


def build(sections: Iterable[Section]) -> Json:
    """The whole document, from today's settings."""
    sections = list(sections)
    operations = [each for section in sections for each in section.operations]
    references, definitions = _schemas(operations)
    paths: Json = {}
    for operation in operations:
        path = paths.setdefault(_PART.sub(r"{\1}", operation.rule), {})
        path[operation.method.lower()] = _described(operation, references)
    settings = config.current()
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{settings.business_name}: concierge",
            "version": "1",
            "description": _ABOUT,
        },
        "servers": [{"url": settings.public_url + problems.PREFIX}],
        "security": [{"token": []}],
        "tags": [{"name": section.noun, "description": section.about} for section in sections],
        "paths": paths,
        "components": {
            "schemas": definitions,
            "responses": {name: _error(status, about) for status, (name, about) in _ERRORS.items()},
            "parameters": {"IdempotencyKey": _KEY},
            "headers": _HEADERS,
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "`flask tokens create NAME` makes one.",
                }
            },
        },
        "x-problems": {
            code: {"status": kind.status, "title": kind.title}
            for code, kind in sorted(problems.KINDS.items())
        },
    }


_KEY = {
    "name": once.HEADER,
    "in": "header",
    "description": "Any string that is new for each new request; a UUID will do. A repeat with the "
    "same key gets the same answer. Errors are not kept: after one, the key may be used again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": once.LONGEST},
    "example": "3f0d3f5e-6d3c-4d5b-9f7a-0a5d8b0f7f11",
}
_HEADERS = {
    "Link": {
        "description": 'The next page, as rel="next" (RFC 8288), if there is one.',
        "schema": {"type": "string"},
    },
    "Location": {
        "description": "Where to read what was made.",
        "schema": {"type": "string", "format": "uri"},
    },
    "IdempotentReplayed": {
        "description": "“true” on the answer to a repeat; nothing was done again.",
        "schema": {"type": "string", "enum": ["true"]},
    },
    "RetryAfter": {"description": "In seconds.", "schema": {"type": "integer"}},
    "WWWAuthenticate": {"description": "Bearer.", "schema": {"type": "string"}},
}


class _Schemas(GenerateJsonSchema):
    """Without a title for each field, which would only repeat its name."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Never."""
        return False


def _schemas(operations: list[Operation]) -> tuple[dict[Any, Json], Json]:
    models: dict[type[BaseModel], Any] = {Problem: "serialization"}
    for operation in operations:
        if operation.media_type == JSON:
            models[operation.answers] = "serialization"
        if operation.body is not None:
            models[operation.body] = "validation"
    found, definitions = models_json_schema(
        list(models.items()),
        ref_template="#/components/schemas/{model}",
        schema_generator=_Schemas,
    )
    # Pydantic says "Page_Quote_" for Page[Quote], whatever the model calls itself.
    said = json.dumps([*found.values(), definitions["$defs"]])
    *plain, named = json.loads(re.sub(r"\bPage_(\w+?)_\b", r"\1Page", said))
    for schema in named.values():
        if "enum" in schema:
            # What the code says of an enumeration is meant for those who read the code.
            schema.pop("description", None)
    return dict(zip((model for model, _ in found), plain, strict=True)), named


def _described(operation: Operation, references: dict[Any, Json]) -> Json:
    summary, _, description = inspect.getdoc(operation.view).partition("\n\n")  # type: ignore[union-attr]
    said: Json = {
        "operationId": operation.name,
        "tags": [operation.section.noun],
        "summary": summary.replace("\n", " "),
        "parameters": list(_parameters(operation)),
        "responses": _responses(operation, references),
    }
    if description:
        said["description"] = description
    if operation.body is not None:
        content = {"schema": references[operation.body]}
        said["requestBody"] = {
            "required": operation.body_required,
            "content": {JSON: content},
        }
    if operation.public:
        said["security"] = []
    return said


def _parameters(operation: Operation) -> Iterable[Json]:
    for name in _PART.findall(operation.rule):
        yield {
            "name": name,
            "in": "path",
            "required": True,
            "schema": {"type": "integer", "minimum": 1},
        }
    if operation.query is not None:
        schema = operation.query.model_json_schema(
            schema_generator=_Schemas, ref_template="#/components/schemas/{model}"
        )
        for name, asked in schema["properties"].items():
            yield _query(name, asked, schema.get("$defs", {}))
    if operation.method == "POST":
        yield {"$ref": "#/components/parameters/IdempotencyKey"}


def _query(name: str, asked: Json, definitions: Json) -> Json:
    """A query parameter; what is optional is left out, it is never null."""
    choices = [each for each in asked.get("anyOf", [asked]) if each.get("type") != "null"]
    schema = {**asked, **choices[0]} if len(choices) == 1 else {**asked, "anyOf": choices}
    if len(choices) == 1:
        schema.pop("anyOf", None)
    description = schema.pop("description", None)
    if schema.get("default", ...) is None:
        del schema["default"]
    if reference := schema.pop("$ref", None):
        schema |= definitions[reference.rpartition("/")[2]]
        schema.pop("description", None)
    found: Json = {"name": name, "in": "query", "schema": schema}
    return found | {"description": description} if description else found


def _responses(operation: Operation, references: dict[Any, Json]) -> Json:
    schema = references.get(operation.answers)  # bytes have none
    content = {operation.media_type: {"schema": schema} if schema else {}}
    about = inspect.getdoc(operation.answers) or "Done."
    headers = list(_headers(operation))
    responses: Json = {}
    for status, when in {operation.status: about, **operation.also}.items():
        responses[str(status)] = {"description": when, "content": content}
        if headers:
            responses[str(status)]["headers"] = {
                name: {"$ref": f"#/components/headers/{name.replace('-', '')}"} for name in headers
            }
    for status in _failures(operation):
        responses[str(status)] = {"$ref": f"#/components/responses/{_ERRORS[status][0]}"}
    return responses


def _headers(operation: Operation) -> Iterable[str]:
    if issubclass(operation.answers, Page):
        yield "Link"
    if operation.location:
        yield "Location"
    if operation.method == "POST":
        yield "Idempotent-Replayed"


def _failures(operation: Operation) -> list[int]:
    if operation.public:
        return [500]
    found = {401, 429, 500}
    if "<" in operation.rule:
        found.add(404)
    if operation.body is not None:
        found |= {400, 413, 415, 422}
    if operation.query is not None:
        found.add(422)
    if operation.method == "PATCH":
        found.add(409)  # the customer was erased
    if operation.method == "POST":
        found |= {400, 404, 409, 413, 422}
    return sorted(found)


def _error(status: int, about: str) -> Json:
    schema = {"$ref": "#/components/schemas/Problem"}
    response: Json = {
        "description": about,
        "content": {problems.MEDIA_TYPE: {"schema": schema, "example": _example(status, about)}},
    }
    if status == 401:
        response["headers"] = {"WWW-Authenticate": {"$ref": "#/components/headers/WWWAuthenticate"}}
    if status == 429:
        response["headers"] = {"Retry-After": {"$ref": "#/components/headers/RetryAfter"}}
    return response


def _example(status: int, about: str) -> Json:
    """One of the kinds with this status, or else the plain one."""
    for code, kind in problems.KINDS.items():
        if kind.status == status:
            return {
                "type": problems.address(code),
                "title": kind.title,
                "status": status,
                "detail": about,
                "instance": f"{problems.PREFIX}/quotes",
                "code": code,
            }
    return {
        "type": "about:blank",
        "title": problems.phrase(status),
        "status": status,
        "detail": about,
        "instance": f"{problems.PREFIX}/quotes",
        "code": problems.slug(status),
    }
