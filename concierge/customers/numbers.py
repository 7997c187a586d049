"""Phone numbers as people write them, and the one spelling in which they are kept: E.164."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, ValidationResult

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


def country(address: str) -> str | None:
    """Whose number it is, as ISO 3166 ("JM"); None for an address that is no phone's."""
    number = _parsed(address)
    if number is None:
        return None
    # Where no range matches (555 numbers), the country that the calling code is named after.
    region = phonenumbers.region_code_for_number(number)
    return region or phonenumbers.region_code_for_country_code(number.country_code or 0)


def prefix(address: str) -> str:
    """What the numbers of its country begin with: "+31".

    Countries that share the calling code of DEFAULT_REGION (+1, +7, +44) are told apart by three
    digits more: "+1876".
    """
    number = _parsed(address)
    if number is None:
        return address
    code = f"+{number.country_code}"
    own = config.current().default_region
    if number.country_code != phonenumbers.country_code_for_region(own) or country(address) == own:
        return code
    return code + phonenumbers.national_significant_number(number)[:3]


def _parsed(address: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(address)
    except NumberParseException:
        return None


def _refused(text: str) -> Refused:
    shown = text.strip()[:_LONGEST]
    return Refused("not-a-number", f"“{shown}” is not a phone number. Write it like +15550100123.")
