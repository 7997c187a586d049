"""Lists, a page at a time, by key: newest first, and nothing twice however many are added."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, Protocol, Self, TypeVar
from urllib.parse import urlencode

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from concierge.web.api.schemas.fields import MOST_ID, Answer

T = TypeVar("T")


class HasId(Protocol):
    """A row."""

    id: Any


R = TypeVar("R", bound=HasId)


def _key(value: str) -> str:
    if not 1 <= int(value) <= MOST_ID:
        raise ValueError("Use `next` of the page before.")
    return value


class Paging(BaseModel):
    """Which page of a list."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Field(ge=1, le=200)] = Field(
        default=50, description="How many at most.", examples=[50]
    )
    before: (
        Annotated[str, StringConstraints(pattern=r"^[0-9]{1,19}$"), AfterValidator(_key)] | None
    ) = Field(
        default=None, description="Where the page begins: `next` of the page before, as it came."
    )

    @property
    def key(self) -> int | None:
        """The id below which the page begins."""
        return int(self.before) if self.before else None

    @property
    def most(self) -> int:
        """How many rows to fetch: one more than is shown tells whether there is a next page."""
        return self.limit + 1


class Page(Answer, Generic[T]):
    """A page of a list, newest first."""

    data: list[T]
    next: str | None = Field(description="What to send as `before` for the next page, if any.")

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:
        """ "QuotePage", rather than "Page[Quote]"."""
        return f"{params[0].__name__}Page"

    @classmethod
    def of(cls, rows: Sequence[R], limit: int, show: Callable[[R], T]) -> Self:
        """The first `limit` of these rows; there is a next page where there are more."""
        shown = rows[:limit]
        following = str(shown[-1].id) if len(rows) > limit else None
        return cls(data=[show(row) for row in shown], next=following)


def link(base: str, query: Paging, following: str) -> str:
    """The Link header: this list's next page, with the same filters (RFC 8288)."""
    given = {name: getattr(query, name) for name in query.model_fields_set}
    asked = {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in given.items()
        if value is not None
    }
    return f'<{base}?{urlencode(asked | {"before": following})}>; rel="next"'
