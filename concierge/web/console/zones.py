"""Time zones to choose from."""

from functools import cache
from zoneinfo import available_timezones


@cache
def names() -> list[str]:
    """By name. Area/City: the rest are abbreviations and old spellings of these."""
    return sorted(name for name in available_timezones() if "/" in name and "Etc/" not in name)
