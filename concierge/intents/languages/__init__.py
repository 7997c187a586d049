"""The languages replies are read in: every module of this package is one."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from concierge.intents.language import Language


def load() -> tuple[Language, ...]:
    """In the order of their codes, so that a reading never depends on the file system."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return tuple(import_module(f"{__name__}.{name}").LANGUAGE for name in names)


LANGUAGES = load()
CODES = tuple(language.code for language in LANGUAGES)
