"""Phone numbers as people write them, and the one spelling in which they are kept: E.164."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult

from concierge import config
from concierge.errors import Refused

_LONGEST = 40


def normalise(text: str) -> str:
    """ "+1 (555) 010-0123" and "555 010 0123" as "+15550100123".

    A number without a country code is read as one of DEFAULT_REGION. Raises `Refused`.
    """
    try:
        # The library would read letters as keys ("CALL-MOM") and "x12" as an extension, and
        # find the number inside a sentence: what was meant is then anybody's guess.
        if len(text) > _LONGEST or any(sign.isalpha() for sign in text):
            raise _refused(text)
        number = phonenumbers.parse(text, config.current().default_region)
    except NumberParseException:
        raise _refused(text) from None
    # Possible, not valid: numbering plans grow faster than anybody's tables.
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        raise _refused(text)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def _refused(text: str) -> Refused:
    shown = text.strip()[:_LONGEST]
    return Refused("not-a-number", f"“{shown}” is not a phone number. Write it like +15550100123.")
