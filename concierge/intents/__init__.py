"""What a reply means: pure functions from a text and its context to an intent.

`read(text, context)` is the whole of it. Deterministic rules decide, and only a whole, plain yes
to exactly one live quote is an ACCEPT. docs/languages.md tells how a language is added.
"""

from concierge.intents.read import read, tongues
from concierge.intents.reading import Context, Intent, LastMessage, LiveQuote, Reading

__all__ = ["Context", "Intent", "LastMessage", "LiveQuote", "Reading", "read", "tongues"]
