"""What a customer tells us on the account page."""

import re
from collections.abc import Mapping
from typing import Any

from wtforms import BooleanField, EmailField, Field, Form, StringField, TextAreaField
from wtforms.validators import ValidationError

from concierge.web.pages.words import Words

MOST_NAME, MOST_ADDRESS, MOST_EMAIL = 80, 300, 254
# One sign, something before it, a host with a point behind it; the rest is for the mail to find.
_EMAIL = re.compile(r"^[^@\s]+@[^@\s.]+(\.[^@\s.]+)+$")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]+")


def _line(typed: str | None) -> str:
    return " ".join(_CONTROL.sub(" ", typed or "").split())


def _lines(typed: str | None) -> str:
    every = ((typed or "").replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return "\n".join(filter(None, map(_line, every)))


class AccountForm(Form):  # type: ignore[misc]
    """Name, address, e-mail, and what is agreed to; complaints in the customer's language."""

    name = StringField(filters=[_line])
    address = TextAreaField(filters=[_lines])
    email = EmailField(filters=[_line])
    agreed = BooleanField()
    marketing = BooleanField()

    def __init__(self, typed: Any, say: Words, known: Mapping[str, str | None]) -> None:
        """`typed` is the posted form, or None to show what is `known` already."""
        self.say = say
        super().__init__(typed, data=None if typed is not None else known)

    def validate_name(self, field: Field) -> None:
        """Some name, and one that fits a text."""
        self._fits(field, "name", MOST_NAME)

    def validate_address(self, field: Field) -> None:
        """Somewhere to deliver to."""
        self._fits(field, "address", MOST_ADDRESS)

    def validate_email(self, field: Field) -> None:
        """None, or one that can be written to."""
        if field.data and (len(field.data) > MOST_EMAIL or not _EMAIL.match(field.data)):
            raise ValidationError(self.say("account.email_wrong"))

    def validate_agreed(self, field: Field) -> None:
        """Without it we may neither text nor charge."""
        if not field.data:
            raise ValidationError(self.say("account.agreed_missing"))

    def _fits(self, field: Field, what: str, most: int) -> None:
        if not field.data:
            raise ValidationError(self.say(f"account.{what}_missing"))
        if len(field.data) > most:
            raise ValidationError(self.say(f"account.{what}_long", most=most))
