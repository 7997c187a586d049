"""What a language has to say for itself; each module in `languages/` fills one of these in."""

from __future__ import annotations

from dataclasses import dataclass, field

# What every language's grammar says, and what a reading does with it. docs/languages.md explains
# each with examples.
RULES = {
    # parts of a yes
    "yes": "a clear yes by itself: 'yes', 'of course'",
    "ok": "an agreeing word that is a yes by itself, but a mere 'noted' before a farewell: 'ok'",
    "praise": "praise, a yes only in answer to a question: 'great'",
    "answer": "half a sentence, a yes only in answer to a question: 'it is', 'I do'",
    "assent": "a sentence that says yes: 'that's right', 'go ahead', 'I'll take it'",
    "polite": "what changes nothing: please, thanks, forms of address, signatures",
    "thanks": "part of `polite`; 'ok thanks' needs a message of ours before it to be a yes",
    "greeting": "hello; after a mere 'ok' it may be a good-bye, and counts for nothing",
    "beside": "harmless, but only next to a clear yes: farewells, 'no problem', 'that's all'",
    "pause": "'let me see': what was said before it no longer counts",
    "joining": "words that join two of these: 'and', 'then'",
    "naming": "names a quote: '[order] <number>'",
    "repeating": "repeats the quote's words: '[for] <echo>'",
    # the other intents, as the whole message, politeness aside
    "decline": "no, not now, never mind",
    "done": "'no, that's all': the end of a talk, not a no to a quote",
    "undo": "take the order back",
    "stop": "send me nothing more, as a whole message",
    "start": "write to me again",
    "help": "how does this work",
    "menu": "show me what you have",
    "status": "where is my order",
    "usual": "the same again",
    "card": "change my card",
    "receipt": "send me the receipt",
    "human": "a person, please",
    "stranger": "I am not who you think: the number has another owner",
    # the same, wherever it stands in a message
    "undo_within": "",
    "stop_within": "",
    "status_within": "",
    "card_within": "",
    "receipt_within": "",
    "human_within": "",
    "autoreply_within": "machines: 'I'm driving', 'out of office'",
    "never_within": "looks like a yes and is none: sarcasm, conditions made of harmless words",
    # what the service's own last message may have asked
    "other_question_within": "a question to which 'yes' is no order: 'anything else?'",
    "offer_within": "words of an offer: 'reply OK', 'shall I place'",
    "suggestion_within": "'how about': opens like a question for more, yet can be answered by yes",
}


@dataclass(frozen=True, slots=True)
class Language:
    code: str
    name: str
    grammar: str
    # "pls plz = please": other spellings of a word, each line one meaning
    spellings: str
    # Words that turn a yes into something else, shown to operators as the reason: "but", "if".
    hinges: str
    # Words that bind to the next one, so that a reply repeating the quote may not drop them:
    # "before noon" is not "noon".
    binding: str
    # "the", "my": a reply may say another one than the quote did.
    articles: str
    # "and" and its kin, as they stand between the things of a quote: naming one of them may mean
    # only that one.
    listing: str
    # "or": a question that holds it cannot be answered by a yes.
    choosing: str
    # Days and times of day: a reply may repeat the quote's.
    dates: str
    # Words that open a question about anything but yes or no: "what", "when".
    asking: str
    # Ordinary words: they are no misspelling of a word of the grammar, and they tell the language.
    ordinary: str
    # First names, to be read as an address or a signature.
    names: str
    # What a reaction may be to, instead of a quotation, with commas between: "an image, a photo".
    attachments: str
    # Regular expressions of what phones write before a quotation when somebody taps a reaction;
    # {quote} stands for the quotation or "an image". Those in `disliked` are against it or
    # take a reaction back.
    reactions: tuple[str, ...] = field(default=())
    disliked: tuple[str, ...] = field(default=())
