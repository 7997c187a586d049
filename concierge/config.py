"""Settings, from the environment and a `.env` file. A missing or wrong one refuses to start.

`CONCIERGE_ENV_FILE` names another file than `.env`; empty means none.
"""

import os
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Self
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, available_timezones

import phonenumbers
from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from concierge import money

LANGUAGES = ("en", "fr", "es", "de", "nl")


def _base_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise ValueError("write an address like https://concierge.example.com")
    return value.rstrip("/")


def _optional_url(value: str) -> str:
    return _base_url(value) if value else value


def _currency(value: str) -> str:
    if not money.is_currency(value):
        raise ValueError("write an ISO 4217 code in capitals, like USD or EUR")
    return value


def _timezone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("write a zone's name, like America/New_York or Europe/Amsterdam")
    return value


def _region(value: str) -> str:
    if value not in phonenumbers.SUPPORTED_REGIONS:
        raise ValueError("write two capitals, like US or NL")
    return value


def _language(value: str) -> str:
    if value not in LANGUAGES:
        raise ValueError(f"one of {', '.join(LANGUAGES)}")
    return value


def _database(value: str) -> str:
    for short in ("postgres://", "postgresql://"):
        if value.startswith(short):
            value = "postgresql+psycopg://" + value.removeprefix(short)
    if not value.startswith("postgresql+psycopg://"):
        raise ValueError("write postgresql://user:password@host:5432/name")
    try:
        _ = urlsplit(value).port
    except ValueError:
        # Not repeated: what stands where a port is expected may be the password.
        raise ValueError("write postgresql://user:password@host:5432/name") from None
    return value


BaseUrl = Annotated[str, AfterValidator(_base_url)]
OptionalUrl = Annotated[str, AfterValidator(_optional_url)]
Price = Annotated[Decimal, Field(ge=0, le=10)]  # of one text, in major units
OptionalNumber = Annotated[str, Field(pattern=r"^(\+\d{7,15})?$")]


class Settings(BaseSettings):
    """Everything that differs between two installations."""

    model_config = SettingsConfigDict(extra="ignore", env_ignore_empty=True, frozen=True)

    database_url: Annotated[str, AfterValidator(_database)] = Field(
        description="PostgreSQL, 14 or newer: `postgresql://user:password@host/name`."
    )
    redis_url: str = Field(
        description="Redis or Valkey: `redis://host:6379/0`.", pattern=r"^(rediss?|unix)://"
    )
    public_url: BaseUrl = Field(
        description="The address customers and providers reach us at, without a slash at the end. "
        "Webhook signatures are checked against it."
    )
    live_url: OptionalUrl = Field(
        default="",
        description="Where the browser reaches the `live` process, when the proxy does not send "
        "`/live` there under PUBLIC_URL.",
    )
    secret_key: SecretStr = Field(
        description="At least 32 characters; signs sessions and one-time links. Make one with "
        "`python -c 'import secrets; print(secrets.token_urlsafe(48))'`. Changing it ends both; "
        "see PRIVACY_KEY first."
    )
    business_name: str = Field(
        min_length=1, max_length=40, description="As customers know it; the first text names it."
    )
    currency: Annotated[str, AfterValidator(_currency)] = Field(
        default="USD", description="ISO 4217; quotes are made in it."
    )
    timezone: Annotated[str, AfterValidator(_timezone)] = Field(
        default="UTC", description="The business's own; operators read times in it."
    )
    default_region: Annotated[str, AfterValidator(_region)] = Field(
        default="US", description="How a number without a country code is read."
    )
    language: Annotated[str, AfterValidator(_language)] = Field(
        default="en",
        description="What customers are written to in until they write in another: "
        "en, fr, es, de, nl.",
    )
    twilio_account_sid: str = Field(
        description="From Twilio's console.", pattern=r"^AC[0-9a-fA-F]{32}$"
    )
    twilio_auth_token: SecretStr = Field(
        description="From Twilio's console; signs and fetches, so guard it."
    )
    twilio_phone_number: OptionalNumber = Field(
        default="", description="The number texts leave from, E.164."
    )
    twilio_messaging_service_sid: str = Field(
        default="",
        description="Instead of, or beside, the number: texts leave through this service.",
        pattern=r"^(MG[0-9a-fA-F]{32})?$",
    )
    twilio_whatsapp_number: OptionalNumber = Field(
        default="",
        description="The number that WhatsApp texts leave from, E.164, where it is not "
        "TWILIO_PHONE_NUMBER (or the service's).",
    )
    twilio_api_base: BaseUrl = Field(
        default="https://api.twilio.com", description="Another address for Twilio's API."
    )
    stripe_secret_key: SecretStr = Field(description="`sk_live_...` or `sk_test_...`.")
    stripe_webhook_secret: SecretStr = Field(
        description="`whsec_...`, from the webhook endpoint's page."
    )
    stripe_api_base: BaseUrl = Field(
        default="https://api.stripe.com", description="Another address for Stripe's API."
    )
    undo_minutes: int = Field(
        default=10, ge=0, le=1440, description="How long UNDO works after an order; 0 is never."
    )
    hold_hours: int = Field(
        default=72,
        ge=1,
        le=720,
        description="How long an order waits for the customer's card before it is let go of.",
    )
    reauthorise_hours: int = Field(
        default=24,
        ge=0,
        le=96,
        description="How long before a card's reservation lapses another is made, for an order "
        "that is still to be delivered; 0 is never.",
    )
    quote_hours: int = Field(
        default=24, ge=1, le=720, description="How long a quote holds when nobody says otherwise."
    )
    link_hours: int = Field(default=24, ge=1, le=168, description="How long a one-time link works.")
    receipt_days: int = Field(
        default=400, ge=1, le=3650, description="How long a receipt's page can be opened."
    )
    confirm_above: int = Field(
        default=50_000,
        ge=0,
        description="An OK to more than this, in minor units, is confirmed on a one-time link "
        "before it orders; 0 is never.",
    )
    confirm_after_days: int = Field(
        default=45,
        ge=0,
        description="After this many days without a word from a number an OK is confirmed on a "
        "one-time link too, for numbers are reassigned; 0 is never.",
    )
    texts_per_sender: int = Field(
        default=30,
        ge=0,
        description="After so many texts from one number within ten minutes it gets no automatic "
        "answers until a person has dealt with it; what it decides (OK, NO, UNDO, STOP) still "
        "counts. 0 is no limit.",
    )
    texts_per_sender_hard: int = Field(
        default=100,
        ge=0,
        description="After so many within ten minutes its texts are kept without telling anybody. "
        "0 is no limit.",
    )
    texts_in_all: int = Field(
        default=1200,
        ge=0,
        description="While more than so many texts a minute come in, none is answered by itself. "
        "0 is no limit.",
    )
    greetings_per_hour: int = Field(
        default=100,
        ge=0,
        description="How many new numbers an hour are greeted by themselves; others wait for a "
        "person. 0 is no limit.",
    )
    greetings_per_country: int = Field(
        default=10,
        ge=0,
        description="The same for each country but DEFAULT_REGION. 0 is no limit.",
    )
    served_countries: str = Field(
        default="",
        pattern=r"^[A-Z]{2}(,[A-Z]{2})*$|^$",
        description="Countries whose new numbers are greeted, like `US,CA`; those of others wait "
        "for a person. Empty is all of them.",
    )
    card_expiry_days: int = Field(
        default=30,
        ge=0,
        le=60,
        description="How many days before the card that is charged expires its owner is asked for "
        "the next one, once, if they are likely to need it; 0 is never.",
    )
    card_active_days: int = Field(
        default=60,
        ge=1,
        le=730,
        description="Likely to need it is who has an open order or quote, or has written within "
        "this many days.",
    )
    release_minutes: int = Field(
        default=30,
        ge=0,
        description="After so many minutes in which somebody waits and the operator who claimed "
        "the conversation does nothing, it is everybody's again; 0 is never.",
    )
    promise_minutes: int = Field(
        default=0,
        ge=0,
        le=1440,
        description="Whoever writes and waits for a person is promised an answer within so many "
        "minutes of opening hours, which sorts the queue; a customer who gets none by then is told "
        "that it takes longer. 0 is only what operators promise themselves.",
    )
    part_price: Price = Field(
        default=Decimal(0),
        description="What one part of a text costs, in CURRENCY (0.0083), for the console; 0 shows "
        "parts alone.",
    )
    mms_price: Price = Field(
        default=Decimal(0),
        description="What a text with pictures costs, whatever its length, in CURRENCY (0.02), for "
        "the console; 0 shows no price.",
    )
    whatsapp_price: Price = Field(
        default=Decimal(0),
        description="What a message on WhatsApp costs, whatever its length, in CURRENCY (0.005), "
        "for the console; 0 shows no price.",
    )
    undo_send_seconds: int = Field(
        default=5,
        ge=0,
        le=60,
        description="How long a text written at the console waits, to be taken back, before it is "
        "sent; 0 is not at all.",
    )
    picture_megabytes: int = Field(
        default=8, ge=1, le=25, description="The largest picture that is kept."
    )
    session_hours: int = Field(
        default=12, ge=1, le=168, description="How long an operator stays logged in when idle."
    )
    waking_hours: str = Field(
        default="9-20",
        pattern=r"^([01]?\d|2[0-3])-([01]?\d|2[0-4])$",
        description="The hours of a customer's day in which we write first: nudges and reminders.",
    )
    reconcile_hours: int = Field(
        default=1,
        ge=0,
        le=168,
        description="How often our books are compared with Stripe's and Twilio's, and what was "
        "never heard is put right; 0 is only by hand.",
    )
    reconcile_days: int = Field(
        default=2, ge=1, le=30, description="How far back each comparison looks."
    )
    worker_threads: int = Field(
        default=8,
        ge=1,
        le=64,
        description="How many calls to Twilio and Stripe one worker makes at the same time.",
    )
    trusted_proxies: int = Field(
        default=0,
        ge=0,
        le=5,
        description="How many proxies in front of the web set X-Forwarded-For; rate limits "
        "by address need it right.",
    )
    log_level: str = Field(
        default="INFO",
        pattern="^(DEBUG|INFO|WARNING|ERROR)$",
        description="How much is logged: DEBUG, INFO, WARNING or ERROR.",
    )
    log_format: str = Field(
        default="text",
        pattern="^(text|json)$",
        description="text for people; json for a collector: a line an object, with time, level, "
        "logger, message, request_id, effect, customer.",
    )
    metrics_token: SecretStr = Field(
        default=SecretStr(""),
        description="What Prometheus sends as its bearer token to read `/metrics`, at least 16 "
        "characters; without one there is no such page.",
    )

    privacy_key: SecretStr = Field(
        default=SecretStr(""),
        description="Keys the hashes by which an erased address that had opted out is recognised; "
        "SECRET_KEY where empty. Before changing SECRET_KEY put the old one here, or such people "
        "may be written to again.",
    )
    retention_messages_days: int = Field(
        default=0,
        ge=0,
        description="After this many days a message loses what was said in it; 0 is never.",
    )
    retention_media_days: int = Field(
        default=0, ge=0, description="After this many days pictures go; 0 is never."
    )
    retention_raw_events_days: int = Field(
        default=90,
        ge=4,
        description="How long what Twilio and Stripe told us is kept as it came, so that "
        "`flask events replay` can take it in again.",
    )
    retention_effects_days: int = Field(
        default=90,
        ge=7,
        description="How long calls to Twilio and Stripe that are over are kept, for whoever asks.",
    )
    retention_links_days: int = Field(
        default=30,
        ge=1,
        description="How long after its end a one-time link is kept, with the visits it led to.",
    )
    retention_customers_days: int = Field(
        default=0,
        ge=0,
        description="After this many days without a message, a quote or an order a customer is "
        "erased, unless something of theirs is open; 0 is never.",
    )
    retention_books_years: int = Field(
        default=10,
        ge=1,
        le=100,
        description="How long orders, payments and refunds are kept after their customer was "
        "erased; ask your bookkeeper.",
    )

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if len(self.secret_key.get_secret_value()) < 32:
            raise ValueError("SECRET_KEY: use at least 32 random characters")
        if not self.twilio_phone_number and not self.twilio_messaging_service_sid:
            raise ValueError("set TWILIO_PHONE_NUMBER or TWILIO_MESSAGING_SERVICE_SID")
        key = self.stripe_secret_key.get_secret_value()
        if not key.startswith(("sk_", "rk_")):
            raise ValueError("STRIPE_SECRET_KEY: a secret key begins with sk_ or rk_")
        if not self.stripe_webhook_secret.get_secret_value().startswith("whsec_"):
            raise ValueError("STRIPE_WEBHOOK_SECRET: it begins with whsec_")
        live = key.startswith(("sk_live_", "rk_live_"))
        if live and self.stripe_api_base != "https://api.stripe.com":
            raise ValueError("STRIPE_API_BASE: a live key goes to Stripe itself, nowhere else")
        host = urlsplit(self.public_url).hostname or ""
        if live and (not self.public_url.startswith("https://") or _is_local(host)):
            raise ValueError("PUBLIC_URL: with a live key it must be a public https address")
        if 0 < len(self.metrics_token.get_secret_value()) < 16:
            raise ValueError("METRICS_TOKEN: use at least 16 random characters, or none")
        if unknown := self.served - set(phonenumbers.SUPPORTED_REGIONS):
            raise ValueError(f"SERVED_COUNTRIES: there is no {', '.join(sorted(unknown))}")
        if 0 < self.texts_per_sender_hard <= self.texts_per_sender:
            raise ValueError("TEXTS_PER_SENDER_HARD: it is more than TEXTS_PER_SENDER, or 0")
        first, last = self.waking
        if first >= last:
            raise ValueError("WAKING_HOURS: the first hour comes before the last, like 9-20")
        return self

    @property
    def secrets(self) -> list[str]:
        """What no log may show."""
        fields = (getattr(self, name) for name in type(self).model_fields)
        kept = [field.get_secret_value() for field in fields if isinstance(field, SecretStr)]
        for url in (self.database_url, self.redis_url):
            if password := urlsplit(url).password:
                kept += [password, unquote(password)]
        return kept

    @property
    def waking(self) -> tuple[int, int]:
        """First and last hour: (9, 20) writes from 9:00 until before 20:00."""
        first, last = self.waking_hours.split("-")
        return int(first), int(last)

    @property
    def served(self) -> frozenset[str]:
        """The countries whose new numbers are greeted; empty: all."""
        return frozenset(filter(None, self.served_countries.split(",")))

    @cached_property
    def zone(self) -> ZoneInfo:
        """The business's time zone."""
        return ZoneInfo(self.timezone)

    @property
    def secure(self) -> bool:
        """Whether customers and operators come by https."""
        return self.public_url.startswith("https://")

    @property
    def live_base(self) -> str:
        """Where the browser finds the event stream."""
        return self.live_url or self.public_url


def _is_local(host: str) -> bool:
    return host in {"localhost", "::1"} or host.startswith("127.")


class BadSettings(SystemExit):
    """Says, a line each, which settings are missing or wrong."""


def load(env_file: str | None = None) -> Settings:
    """Read the settings; `BadSettings` lists everything that is wrong at once."""
    path = os.environ.get("CONCIERGE_ENV_FILE", ".env") if env_file is None else env_file
    try:
        return Settings(_env_file=path or None)
    except ValidationError as error:
        lines = [_complaint(item["loc"], item["type"], item["msg"]) for item in error.errors()]
        raise BadSettings(
            "The settings are not complete:\n  "
            + "\n  ".join(lines)
            + "\n`flask config` lists them all; README.md explains them."
        ) from None


def _complaint(location: tuple[int | str, ...], kind: str, message: str) -> str:
    said = message.removeprefix("Value error, ")
    if not location:
        return said
    name = str(location[0]).upper()
    if kind == "missing":
        about = Settings.model_fields[str(location[0])].description
        return f"{name} is missing. {about}"
    return f"{name}: {said}"


_current: Settings | None = None


def use(settings: Settings) -> None:
    """Make these the process's settings; `app.create_app` does so before anything else."""
    global _current
    _current = settings


def current() -> Settings:
    """The process's settings. RuntimeError before `use`."""
    if _current is None:
        raise RuntimeError("no settings: create_app() has not run")
    return _current
