"""The texts that customers get, for owners: in our words, or in their own."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for

from concierge import clock, config
from concierge.config import LANGUAGES
from concierge.conversation import overrides, tailoring, wording
from concierge.conversation.tailoring import Preview
from concierge.db import reading, transaction
from concierge.errors import Refused
from concierge.web.console.asking import me, typed

routes = Blueprint("texts", __name__)


@dataclass(frozen=True, slots=True)
class Row:
    """A text in the list."""

    name: str
    preview: Preview
    is_own: bool


@routes.get("/texts")
def index() -> Any:
    """All texts of one language, as a customer reads them."""
    wanted = request.args.get("language", config.current().language)
    language = wanted if wanted in LANGUAGES else config.current().language
    with reading() as session:
        own = overrides.of_language(session, language)
    rows = []
    for name in wording.names():
        source = own.get(name) or wording.source_of(name, language)
        rows.append(Row(name, tailoring.usual(name, language, source), name in own))
    return render_template(
        "console/texts/index.html", rows=rows, language=language, languages=LANGUAGES
    )


@routes.get("/texts/<language>/<template>")
def show(language: str, template: str) -> Any:
    """One of them, to be changed."""
    tailoring.require(template, language)
    return _page(language, template)


@routes.post("/texts/<language>/<template>")
def update(language: str, template: str) -> Any:
    """Look at other words in every case, or keep them."""
    tailoring.require(template, language)
    source = typed("source")
    try:
        previews = tailoring.check(template, language, source)
    except Refused as refusal:
        return _page(language, template, source, problem=refusal.message), 422
    if "look" in request.form:
        return _page(language, template, source, previews=previews)
    with transaction() as session:
        overrides.set_text(session, language, template, source, by=me(), at=clock.now())
    flash("From now on customers read it so.", "done")
    return redirect(url_for(".show", language=language, template=template), 303)


@routes.post("/texts/<language>/<template>/default")
def delete(language: str, template: str) -> Any:
    """Our own words again."""
    tailoring.require(template, language)
    with transaction() as session:
        overrides.remove(session, language, template, by=me(), at=clock.now())
    flash("It reads as it came.", "done")
    return redirect(url_for(".show", language=language, template=template), 303)


def _page(
    language: str,
    template: str,
    source: str | None = None,
    *,
    previews: list[Preview] | None = None,
    problem: str | None = None,
) -> str:
    with reading() as session:
        own = overrides.of_language(session, language).get(template)
    ours = wording.source_of(template, language)
    current = own or ours
    if source is None:
        source = current
        try:
            previews = tailoring.check(template, language, current)
        except Refused as refusal:
            # Kept before a release that asks more of it: customers get our words where it fails.
            problem = refusal.message
    return render_template(
        "console/texts/show.html",
        language=language,
        template=template,
        source=source,
        ours=ours,
        is_own=own is not None,
        facts=tailoring.facts(template, language),
        previews=previews or [],
        problem=problem,
        longest_source=tailoring.LONGEST,
    )
