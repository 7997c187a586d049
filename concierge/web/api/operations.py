"""What the API can do: a view a row. Requests are answered, and the document is made, from these.

A view says in its annotations what it takes (`body`, `query`, ids of its path) and what it answers,
and does one thing. Tokens, limits, parsing, the transaction, keys and paging are the same for all.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar, get_type_hints

from flask import Response, jsonify, request
from pydantic import BaseModel, ValidationError
from sqlalchemy.orm import Session
from werkzeug.exceptions import UnsupportedMediaType

from concierge import clock, config, events
from concierge.db import reading, transaction
from concierge.events import Actor
from concierge.web.api import once, tokens
from concierge.web.api.paging import Page, Paging, link
from concierge.web.api.problems import PREFIX, Told, unfit

M = TypeVar("M", bound=BaseModel)
F = TypeVar("F", bound=Callable[..., Any])
JSON = "application/json"
# Whoever opens it in a browser all the same runs nothing.
_PICTURE = {"Content-Security-Policy": "default-src 'none'; sandbox"}
# A quote of twenty long lines is 20 kB.
MOST_BYTES = 200_000
# As much as the product takes in at all.
MOST_BYTES_WITH_PICTURE = 12_000_000


@dataclass(slots=True)
class Call:
    """What a view is given: its transaction, who asks, and when. It may answer another status."""

    session: Session
    by: Actor
    at: datetime
    status: int


@dataclass(frozen=True, slots=True)
class Picture:
    """An answer that is not JSON."""

    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path."""

    section: "Section"
    method: str
    rule: str  # as Flask writes it
    view: Callable[..., Any]
    status: int
    also: dict[int, str]  # other statuses of success, and when
    location: str | None  # where to read what was made, from the answer's fields
    public: bool
    media_type: str  # of the answer; where it is not JSON, the view answers a Picture
    most_bytes: int  # of the body

    @property
    def name(self) -> str:
        """Unique, and good as a function's name in a generated client."""
        return self.view.__name__

    @property
    def body(self) -> type[BaseModel] | None:
        """What is sent."""
        return self._hint("body")

    @property
    def query(self) -> type[BaseModel] | None:
        """What can be asked for."""
        return self._hint("query")

    @property
    def answers(self) -> type[BaseModel]:
        """What comes back."""
        found = self._hint("return")
        if found is None:
            raise TypeError(f"{self.name} does not say what it answers")
        return found

    @property
    def body_required(self) -> bool:
        """Whether a body has to be sent at all."""
        return self.body is not None and any(
            each.is_required() for each in self.body.model_fields.values()
        )

    def _hint(self, name: str) -> type[BaseModel] | None:
        return get_type_hints(self.view).get(name)


@dataclass(frozen=True)
class Section:
    """The operations on one noun."""

    noun: str
    about: str
    operations: list[Operation] = field(default_factory=list)

    def get(self, rule: str, *, public: bool = False, media_type: str = JSON) -> Callable[[F], F]:
        """Reads."""
        return self._add("GET", rule, public=public, media_type=media_type)

    def post(
        self,
        rule: str,
        *,
        status: int = 200,
        also: dict[int, str] | None = None,
        location: str | None = None,
        with_picture: bool = False,
    ) -> Callable[[F], F]:
        """Decides; honours Idempotency-Key."""
        most = MOST_BYTES_WITH_PICTURE if with_picture else MOST_BYTES
        return self._add("POST", rule, status=status, also=also, location=location, most_bytes=most)

    def patch(self, rule: str) -> Callable[[F], F]:
        """Corrects."""
        return self._add("PATCH", rule)

    def _add(
        self,
        method: str,
        rule: str,
        *,
        status: int = 200,
        also: dict[int, str] | None = None,
        location: str | None = None,
        public: bool = False,
        media_type: str = JSON,
        most_bytes: int = MOST_BYTES,
    ) -> Callable[[F], F]:
        def add(view: F) -> F:
            self.operations.append(
                Operation(
                    self,
                    method,
                    rule,
                    view,
                    status,
                    also or {},
                    location,
                    public,
                    media_type,
                    most_bytes,
                )
            )
            return view

        return add


def answer(operation: Operation, path: dict[str, int]) -> Response:
    """Answer a request."""
    if operation.public:
        return jsonify(operation.view().model_dump(mode="json", by_alias=True))
    token = tokens.admit()
    request.max_content_length = operation.most_bytes
    given: dict[str, Any] = dict(path)
    if operation.body is not None:
        given["body"] = _body(operation, operation.body)
    if operation.query is not None:
        given["query"] = _query(operation.query)

    def run(session: Session) -> tuple[int, Any]:
        call = Call(
            session, events.script(token.id, request.remote_addr), clock.now(), operation.status
        )
        found = operation.view(call, **given)
        return call.status, found

    if operation.method == "GET":
        with reading() as session:
            _, found = run(session)
        if isinstance(found, Picture):
            return Response(found.content, mimetype=found.content_type, headers=_PICTURE)
        return _list(found, given.get("query"))
    if operation.method == "PATCH":
        with transaction() as session:
            _, found = run(session)
        return jsonify(found.model_dump(mode="json"))

    def decide(session: Session) -> tuple[int, dict[str, Any]]:
        status, made = run(session)
        return status, made.model_dump(mode="json")

    status, said, repeated = once.carry_out(token.id, decide)
    response = jsonify(said)
    response.status_code = status
    if operation.location:
        response.headers["Location"] = _base() + operation.location.format(**said)
    if repeated:
        response.headers["Idempotent-Replayed"] = "true"
    return response


def _list(found: BaseModel, query: Any) -> Response:
    response = jsonify(found.model_dump(mode="json"))
    if isinstance(found, Page) and isinstance(query, Paging) and found.next:
        here = config.current().public_url + request.path
        response.headers["Link"] = link(here, query, found.next)
    return response


def _base() -> str:
    return config.current().public_url + PREFIX


def _body(operation: Operation, schema: type[M]) -> M:
    raw = request.get_data()
    if not raw and not operation.body_required:
        return schema()
    if raw and not request.is_json:
        raise UnsupportedMediaType("Send JSON, as `Content-Type: application/json`.")
    try:
        return schema.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        if first["type"] == "json_invalid":
            raise Told(400, "not-json", f"{first['msg']}.") from None
        raise unfit(error, where="pointer") from None


def _query(schema: type[M]) -> M:
    try:
        return schema.model_validate(request.args.to_dict())
    except ValidationError as error:
        raise unfit(error, where="parameter") from None
