"""Texts in the owners' own words: tried before they are kept, ours where they fail."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from concierge import clock, db
from concierge.channels.segments import measure
from concierge.config import LANGUAGES
from concierge.conversation import overrides, samples, tailoring, wording
from concierge.conversation.models import Wording
from concierge.errors import Refused
from concierge.events import SERVICE
from concierge.operators.models import HouseRule
from tests.console.conftest import Desk
from tests.counting import counted
from tests.people.test_people import happened
from tests.replies.conftest import Phone
from tests.replies.conftest import maria as maria
from tests.shop import Shop

TEMPLATES = sorted(path.stem for path in (wording.ROOT / "en").glob("*.txt"))
OWN = "Hello from {{ business }}! Your new link, {{ name or 'friend' }}: {{ link }}"


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    """Each test asks the database anew."""
    overrides._forget()
    yield
    overrides._forget()


def keep(template: str, source: str, language: str = "en") -> None:
    with db.transaction() as session:
        overrides.set_text(session, language, template, source, by=SERVICE, at=clock.now())


# --- ours ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", TEMPLATES)
def test_our_own_words_pass_and_read_the_same_in_every_case(
    shop: Shop, freezer_at: Callable[..., Any], template: str, language: str
) -> None:
    source = wording.source_of(template, language)
    with freezer_at(shop.now):
        previews = tailoring.check(template, language, source)
        cases = samples.of(template, language)
    ours = {wording.default(template, language, case) for case in cases}
    assert {preview.text for preview in previews} == ours
    assert all(preview.cost == measure(preview.text) for preview in previews)


def test_whoever_adds_an_attribute_to_a_text_lets_owners_read_it_too(shop: Shop) -> None:
    """Else their copy of our own words would fail: the checks above go through the sandbox."""
    assert "_sa_instance_state" not in overrides.READABLE
    assert "customer" not in overrides.READABLE


# --- what will not do ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "source", "said"),
    [
        ("new_link", "Here you are.", "has to say link"),
        ("new_link", "  ", "has one to"),
        ("new_link", "{{ link", "Line 1"),
        ("new_link", "{{ link }} {{ card }}", "Nothing here is called “card”"),
        ("new_link", "{{ link }} <link:12>", "not “<link:”"),
        ("new_link", "{{ link }} {% for x in range(9) %}x{% endfor %}", "called “range”"),
        ("new_link", "{{ link }} {{ 'x' * 999 }}", "does not calculate"),
        ("new_link", "{{ link }} {{ name.__class__ }}", "It can't be written"),
        ("new_link", "{{ link }} {% include 'x' %}", "It can't be written"),
        ("new_link", "{{ link }}" + "x" * 2000, "has one to"),
        ("new_link", "{{ link }} Reply YES to go on", "Carriers take YES"),
        ("greeting", "Hi from {{ business }}: {{ link }}", "what to reply, HELP"),
        ("confirm_link", "Tap here: {{ link }} for {{ total.format(language) }}", "say number"),
        ("confirm_link", "Order {{ number }}: {{ link }}", "has to say total"),
        ("ordered", "Ordered: {{ total.format(language) }}.", "what to reply, UNDO"),
        ("quote", "Roses for {{ money(quote.total) }}. Reply OK", "quote.number"),
        ("quote", "{{ quote.customer }} OK {{ quote.number }}", "It can't be written"),
        ("declined", "{% if agreed %}{% endif %}", "nothing is left"),
    ],
)
def test_what_will_not_do_is_refused_with_the_reason(
    shop: Shop, template: str, source: str, said: str
) -> None:
    with pytest.raises(Refused) as refused:
        tailoring.check(template, "en", source)
    assert said in refused.value.message


def test_a_letter_that_costs_more_is_named_and_allowed(shop: Shop) -> None:
    [*previews] = tailoring.check("new_link", "en", OWN + " 🌹")
    assert {preview.cost.culprits for preview in previews} == {("🌹",)}


# --- what customers get --------------------------------------------------------------------------


def test_maria_reads_the_owners_words_and_in_her_language_ours(shop: Shop, maria: Phone) -> None:
    keep("help", "Nell here. Text anything. OK, NO, UNDO, STOP.")
    maria.says("HELP")
    assert maria.texts[-1] == "Nell here. Text anything. OK, NO, UNDO, STOP."
    maria.edit(language="nl")
    maria.says("HELP")
    assert maria.texts[-1] != "Nell here. Text anything. OK, NO, UNDO, STOP."
    with db.transaction() as session:
        overrides.remove(session, "en", "help", by=SERVICE, at=clock.now())
    assert "a person answers" in wording.render("help", "en", name=None)


def test_where_they_fail_after_all_ours_are_sent(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    keep("new_link", "{{ link }} {{ gone_since_a_release }}")
    text = wording.render("new_link", "en", name=None, link="http://x")
    assert text == "Here's your new link: http://x"
    assert "can't be written" in caplog.text


def test_a_text_costs_no_query_within_seconds(shop: Shop, freezer_at: Callable[..., Any]) -> None:
    keep("new_link", OWN)
    with freezer_at(clock.now()):
        with counted(also_by_the_clock=True) as first:
            wording.render("new_link", "en", name="Maria", link="http://x")
        with counted(also_by_the_clock=True) as rest:
            for _ in range(50):
                wording.render("new_link", "en", name="Maria", link="http://x")
                wording.render("help", "nl", name=None)
    assert len(first) == 2
    assert rest == []


def test_another_process_change_counts_after_some_seconds(
    shop: Shop, freezer_at: Callable[..., Any]
) -> None:
    began, facts = clock.now(), {"name": "Maria", "link": "http://x"}
    with freezer_at(began):
        keep("new_link", OWN)
        assert wording.render("new_link", "en", **facts).startswith("Hello from")
        with db.transaction() as session:  # as from elsewhere: nothing is forgotten here
            later = began + timedelta(seconds=1)
            session.execute(update(Wording).values(source="New: {{ link }}", changed_at=later))
            session.execute(update(HouseRule).values(changed_at=later))
        assert wording.render("new_link", "en", **facts).startswith("Hello from")
    with freezer_at(began + timedelta(seconds=4)), counted(also_by_the_clock=True) as made:
        assert wording.render("new_link", "en", **facts) == "New: http://x"
    assert len(made) == 2
    with freezer_at(began + timedelta(seconds=8)), counted(also_by_the_clock=True) as made:
        wording.render("new_link", "en", **facts)
    assert len(made) == 1, "the version alone is asked for"


def test_while_they_cannot_be_read_texts_go_out_as_they_came(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    keep("new_link", OWN)
    rename = "alter table {} rename to {}"
    with db.engine().begin() as connection:
        connection.exec_driver_sql(rename.format("wordings", "elsewhere"))
    try:
        text = wording.render("new_link", "en", name=None, link="http://x")
    finally:
        with db.engine().begin() as connection:
            connection.exec_driver_sql(rename.format("elsewhere", "wordings"))
    assert text == "Here's your new link: http://x"
    assert "what was known counts" in caplog.text


# --- the pages -----------------------------------------------------------------------------------


def test_nadia_lists_looks_keeps_and_takes_back(nadia: Desk) -> None:
    page = nadia.get("/console/texts?language=fr").text
    assert page.count('class="text-row"') == len(TEMPLATES)
    assert "1 part" in page
    text = "/console/texts/en/new_link"
    assert "{{ link }}" in nadia.get(text).text

    looked = nadia.post(text, {"source": OWN, "look": "y"})
    assert "Hello from Rose &amp; Thorn! Your new link, Maria:" in looked.text
    assert "your words" not in nadia.get(text).text

    assert nadia.post(text, {"source": OWN}).status_code == 303
    page = nadia.get(text).text
    assert "your words" in page
    assert "Here&#39;s your new link" in page, "ours stand beside it"
    assert "your words" in nadia.get("/console/texts").text
    assert wording.render("new_link", "en", name=None, link="http://x").startswith("Hello from")
    [changed] = happened("wording.changed")
    assert changed.data == {"language": "en", "template": "new_link", "source": OWN}

    assert nadia.post(f"{text}/default").status_code == 303
    assert "your words" not in nadia.get(text).text
    assert wording.render("new_link", "en", name=None, link="http://x").startswith("Here's")


def test_what_is_refused_is_kept_in_the_field(nadia: Desk) -> None:
    answer = nadia.post("/console/texts/en/new_link", {"source": "No way at all"})
    assert answer.status_code == 422
    assert "It has to say link" in answer.text
    assert "No way at all</textarea>" in answer.text


@pytest.mark.parametrize("path", ["xx/help", "en/nothing", "en/..%2Fde%2Fhelp"])
def test_there_is_no_such_text(nadia: Desk, path: str) -> None:
    assert nadia.get(f"/console/texts/{path}").status_code == 404


def test_every_text_opens(nadia: Desk) -> None:
    for path in sorted(Path(wording.ROOT / "de").glob("*.txt")):
        assert nadia.get(f"/console/texts/de/{path.stem}").status_code == 200
