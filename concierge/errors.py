"""What the domain says when something may not be done."""


class Refused(Exception):
    """A rule forbids it. The message tells the person who asked what is wrong and what to do.

    `code` is stable and short, for scripts ("quote-expired").
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class NotFound(Refused):
    """There is no such thing (or not for this asker)."""

    def __init__(self, what: str) -> None:
        super().__init__("not-found", f"There is no such {what}.")
