"""What pages say: a table of sentences a language, in `<language>.toml` beside this file.

A page asks for a sentence by its section and name, and fills in what stands in braces:
`say("card.now", card="Visa 4242")`. Every language has every sentence, with the same braces.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one language. A name that is in no table is a KeyError, not a hole."""

    language: str
    sentences: dict[str, str]

    def __call__(self, sentence: str, /, **facts: object) -> str:
        return self.sentences[sentence].format(**facts)

    def has(self, name: str) -> bool:
        """Whether there is such a sentence."""
        return name in self.sentences


@cache
def words(language: str) -> Words:
    """What pages say in one of `config.LANGUAGES`."""
    tables = tomllib.loads((_HERE / f"{language}.toml").read_text(encoding="utf-8"))
    return Words(
        language,
        {
            f"{section}.{name}": sentence
            for section, sentences in tables.items()
            for name, sentence in sentences.items()
        },
    )
