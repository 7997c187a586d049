"""Every text of ours, in every language: it exists, renders, costs few parts, asks in few words."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from jinja2 import UndefinedError, meta

from concierge import config
from concierge.channels.segments import measure
from concierge.config import LANGUAGES, Settings
from concierge.conversation import wording
from concierge.money import Ceiling, Money

LINK = "https://concierge.roseandthorn.com/l/zzzz-" + "x" * 22
TEMPLATES = sorted(path.stem for path in (wording.ROOT / "en").glob("*.txt"))
# OK to STOP are asked for; START undoes a STOP; the rest are no words to reply with.
ASKED_FOR = {"OK", "NO", "UNDO", "MENU", "HELP", "STOP", "START"}
NO_REPLY = {"SMS", "AM", "PM"}
# The words by which carriers let people in and out.
CARRIERS_OWN = re.compile(
    r"\b(yes|cancel|end|quit|unsubscribe|stopall|revoke|optout|unstop|info)\b"
)
JOURNEY = ("greeting", "card_saved", "quote", "ordered", "delivered")


@pytest.fixture(autouse=True)
def settings(tmp_path: Path) -> None:
    """A shop with a name and an address of usual length."""
    config.use(
        Settings(
            _env_file=None,
            database_url="postgresql://nobody@localhost/none",
            redis_url="redis://localhost/0",
            public_url="https://concierge.roseandthorn.com",
            secret_key="s" * 48,
            business_name="Rose & Thorn",
            twilio_account_sid="AC" + "0" * 32,
            twilio_auth_token="token",
            twilio_phone_number="+15550100100",
            stripe_secret_key="sk_test_1",
            stripe_webhook_secret="whsec_1",
        )
    )


def facts(template: str, language: str) -> dict[str, Any]:
    """What the notice of this text gives it, for an order of the usual size."""
    now = datetime(2026, 11, 20, 15, tzinfo=UTC)
    zone = ZoneInfo("Europe/Amsterdam")
    total = Money(5400, "USD" if language == "en" else "EUR")
    line = SimpleNamespace(label="12 red roses, hand-tied", amount=5400)
    offer = SimpleNamespace(
        number=1, summary="12 red roses", price=total, total=5400, note=None,
        delivery_amount=0, fee_amount=0, is_estimate=False,
    )  # fmt: skip
    noon = wording.moment(now + timedelta(days=1), now, zone, language)
    order: dict[str, Any] = {"number": 1, "summary": offer.summary, "total": total}
    given: dict[str, dict[str, Any]] = {
        "ask_confirm": {**order, "agreed": None},
        "ask_undo": {"number": 1, "summary": offer.summary},
        "ask_which": {"quotes": [offer, offer]},
        "cancelled": {"number": 1, "summary": offer.summary},
        "card_expiring": {"card": "American Express 0005", "expiry": "12/26", "link": LINK},
        "card_link": {"link": LINK},
        "card_saved": {"card": "Visa 4242", "quote": None},
        "charge_failed": {"number": 1, "total": total, "link": LINK},
        "closed": {"opens": noon},
        "confirm_link": {"number": 1, "total": total, "link": LINK},
        "declined": {"number": 1, "agreed": None},
        "delivered": {
            "when": noon, "note": None, "link": LINK, "cost": None, "reserved": None, "rest": None,
        },
        "greeting": {"link": LINK},
        "held_bank": {"number": 1, "total": total, "link": LINK},
        "held_card": {"number": 1, "total": total, "link": LINK},
        "held_declined": {"number": 1, "total": total, "link": LINK},
        "held_expired": {"number": 1, "total": total, "link": LINK},
        "held_proof": {"number": 1, "total": total, "link": LINK},
        "help": {},
        "new_link": {"link": LINK},
        "nudge": {**order, "expires": noon, "several": False},
        "ordered": {"total": total, "card": "Visa 4242", "minutes": 10, "estimate": False},
        "ordered_more": {"number": 1, "total": Ceiling(total), "card": "Visa 4242"},
        "kept": {"number": 1, "total": total},
        "pay_link": {"number": 1, "total": total, "link": LINK},
        "promise_late": {"for_quote": True},
        "quote": {
            "quote": offer, "lines": [line], "several": False, "agreed": None,
            "address": "14 Elm St, Springfield", "promised": noon, "expires": noon,
            "money": lambda cents: total.format(language),
        },
        "quote_gone": {"number": 1, "expired": True},
        "quote_replaced": {**order, "old": 1, "number": 2},
        "receipt": {"number": 1, "link": LINK},
        "refunded": {"amount": total, "card": "Visa 4242", "number": 1},
        "started": {},
        "on_its_way": {
            "number": 1, "summary": offer.summary, "promised": noon, "courier": "Fleet Feet",
            "tracking": "https://track.example.com/1Z999AA10123456784",
        },
        "status": {
            "number": 1, "summary": offer.summary, "started": False, "promised": noon,
            "out": False, "tracking": None,
        },
        "stopped": {},
        "undo_late": {"number": 1},
        "undone": {"number": 1, "summary": offer.summary},
        "wrong_number": {},
    }  # fmt: skip
    return {"name": "Maria", **given.get(template, order)}


def text(template: str, language: str, **changed: Any) -> str:
    return wording.render(template, language, **(facts(template, language) | changed))


def test_every_language_has_every_text_and_no_other() -> None:
    for language in LANGUAGES:
        have = sorted(path.stem for path in (wording.ROOT / language).glob("*.txt"))
        assert have == TEMPLATES, language


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", TEMPLATES)
class TestOneText:
    def test_its_own_words_are_gsm_7(self, template: str, language: str) -> None:
        source = (wording.ROOT / language / f"{template}.txt").read_text(encoding="utf-8")
        own = re.sub(r"\{[{%].*?[%}]\}", "", source)
        assert measure(own).culprits == (), own

    def test_it_renders_and_costs_few_parts(self, template: str, language: str) -> None:
        cost = measure(text(template, language))
        assert cost.encoding == "GSM-7", cost.culprits
        assert cost.count <= (2 if template == "greeting" else 1), text(template, language)

    def test_it_asks_only_for_words_that_carriers_leave_alone(
        self, template: str, language: str
    ) -> None:
        said = text(template, language, name=None)
        capitals = set(re.findall(r"(?<![\w/-])[A-ZÀ-Þ]{2,}(?![\w/-])", said.replace(LINK, "")))
        assert capitals <= ASKED_FOR | NO_REPLY
        if language == "en":
            assert not CARRIERS_OWN.search(said.lower())

    def test_it_needs_nothing_that_its_notice_does_not_give(
        self, template: str, language: str
    ) -> None:
        source = (wording.ROOT / language / f"{template}.txt").read_text(encoding="utf-8")
        wanted = meta.find_undeclared_variables(wording._environment().parse(source))
        assert wanted <= {"business", "language", *facts(template, language)}


ESTIMATES = ("quote", "ordered", "delivered", "declined", "ask_confirm")
SAID_UP_TO = ("ask_which", "card_saved", "confirm_link", "held_bank", "held_card", "held_declined",
              "nudge", "quote_replaced")  # fmt: skip


def facts_of_an_estimate(language: str, *, revised: bool) -> dict[str, Any]:
    """What changes where up to 60.00 was offered or, `revised`, more than 60.00 is asked for."""
    currency = "USD" if language == "en" else "EUR"
    sixty, most = Money(6000, currency), Ceiling(Money(6800 if revised else 6000, currency))
    offer = facts("quote", language)["quote"]
    changed = {"number": 13, "total": most.money.amount, "is_estimate": True, "price": most}
    return {
        "quote": SimpleNamespace(**{**vars(offer), **changed}),
        "quotes": [SimpleNamespace(**{**vars(offer), **changed})] * 2,
        "agreed": sixty if revised else None,
        "total": most,
        "estimate": True,
        "money": lambda cents: Money(cents, currency).format(language),
        "cost": Money(5240, currency),
        "reserved": sixty,
        "rest": Money(760, currency),
    }


@pytest.mark.parametrize("revised", [False, True], ids=["first", "revised"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("template", [*ESTIMATES, *SAID_UP_TO])
def test_an_estimates_texts_fit_their_parts_too(
    template: str, language: str, revised: bool
) -> None:
    said = text(template, language, **facts_of_an_estimate(language, revised=revised))
    cost = measure(said)
    assert cost.encoding == "GSM-7", cost.culprits
    assert cost.count <= (2 if template == "delivered" else 1), said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Up to $60.00; you pay what it costs."),
        ("fr", "Au plus 60,00 € ; vous payez le prix réel."),
        ("es", "Hasta 60,00 €; paga solo lo que cueste."),
        ("de", "Höchstens 60,00 €; Sie zahlen, was es kostet."),
        ("nl", "Hooguit € 60,00; je betaalt wat het kost."),
    ],
)
def test_an_estimate_says_that_it_is_at_most_this_much(language: str, said: str) -> None:
    estimate = facts_of_an_estimate(language, revised=False)
    assert said in text("quote", language, **estimate)
    assert Ceiling(Money(6000, "USD")).format("en") == "up to $60.00"


@pytest.mark.parametrize("language", LANGUAGES)
def test_asking_for_more_names_what_was_agreed_and_how_to_answer(language: str) -> None:
    said = text("quote", language, **facts_of_an_estimate(language, revised=True))
    currency = "USD" if language == "en" else "EUR"
    before, after = (Money(amount, currency).format(language) for amount in (6000, 6800))
    for part in (before, after, "OK 13", "NO"):
        assert part in said


def test_a_fact_that_is_missing_is_an_error_and_no_hole_in_a_text() -> None:
    with pytest.raises(UndefinedError):
        wording.render("ordered", "en", name=None)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_journey_costs_few_parts(language: str) -> None:
    parts = [measure(text(template, language)).count for template in JOURNEY]
    assert sum(parts) <= 6, dict(zip(JOURNEY, parts, strict=True))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_text_names_the_business_and_the_way_out(language: str) -> None:
    greeting = text("greeting", language)
    for said in ("Rose & Thorn", "HELP", "STOP", LINK):
        assert said in greeting
    assert "START" in text("stopped", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_day_of_a_year_is_written_in_gsm_7(language: str) -> None:
    now = datetime(2026, 1, 1, 12, tzinfo=UTC)
    for days in range(366):
        said = wording.moment(now + timedelta(days=days), now, ZoneInfo("Europe/Paris"), language)
        assert measure(said).encoding == "GSM-7", said


@pytest.mark.parametrize(
    ("language", "tomorrow", "saturday"),
    [
        ("en", "tomorrow 12:00 PM", "Sat 22 Aug 12:00 PM"),
        ("fr", "demain 12:00", "sam. 22 aout 12:00"),
        ("es", "mañana 12:00", "sab 22 ago 12:00"),
        ("de", "morgen 12:00", "Sa. 22. Aug. 12:00"),
        ("nl", "morgen 12:00", "za 22 aug 12:00"),
    ],
)
def test_days_and_dates_are_said_as_the_language_says_them(
    language: str, tomorrow: str, saturday: str
) -> None:
    zone, noon = ZoneInfo("Europe/Paris"), datetime(2026, 8, 22, 10, tzinfo=UTC)
    assert wording.moment(noon, noon - timedelta(days=1), zone, language) == tomorrow
    assert wording.moment(noon, noon - timedelta(days=3), zone, language) == saturday


def test_todays_and_tomorrows_are_the_readers_own() -> None:
    late = datetime(2026, 8, 22, 23, tzinfo=UTC)  # in Paris it is the 23rd already
    said = wording.moment(late, late - timedelta(hours=3), ZoneInfo("Europe/Paris"), "fr")
    assert said == "demain 01:00"
