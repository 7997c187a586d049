"""RFC 9457."""

from pydantic import ConfigDict, Field

from concierge.web.api.schemas.fields import Answer


class Finding(Answer):
    """One thing that is wrong with the request."""

    pointer: str | None = Field(default=None, description="Where in the body: RFC 6901.")
    parameter: str | None = Field(default=None, description="Or which query parameter.")
    detail: str


class Problem(Answer):
    """An error: RFC 9457, with a code of our own."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "https://example.com/api/v1/openapi.json#/x-problems/quote-expired",
                    "title": "The quote's time has passed",
                    "status": 409,
                    "detail": "This quote's time has passed; give it a later one.",
                    "instance": "/api/v1/quotes/7/sending",
                    "code": "quote-expired",
                }
            ]
        }
    )

    type: str = Field(description="“about:blank”, or where this kind of problem is described.")
    title: str = Field(description="The kind of problem, in a few words.")
    status: int
    detail: str = Field(description="What is wrong this time, and what to do.")
    instance: str = Field(description="The path that was called.")
    code: str = Field(description="The kind of problem, for programs: branch on this.")
    errors: list[Finding] | None = None
