"""What the sandbox is told by its environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class SandboxSettings:
    """Settings of one sandbox.

    `data` is the path of the SQLite file; "" or ":memory:" keeps the books in memory.
    `webhook_base` is the product's PUBLIC_URL; without it no webhook is posted.
    `public_url` is the sandbox's own outside address, used in hosted pages' and media URLs;
    without it the address a request came in on is used.
    `pace` is the time in seconds between a message's states; `retry_base` the first wait in
    seconds before a webhook is repeated, doubled each time. Tests set both near zero.
    """

    data: str = ""
    webhook_base: str = ""
    public_url: str = ""
    twilio_account_sid: str = "AC" + "5a" * 16
    twilio_auth_token: str = "sandbox-auth-token"  # noqa: S105 - made up
    twilio_phone_number: str = "+15550100000"
    twilio_messaging_service_sid: str = ""
    stripe_secret_key: str = "sk_test_sandbox"  # noqa: S105 - made up
    stripe_webhook_secret: str = "whsec_sandbox"  # noqa: S105 - made up
    business_name: str = "Concierge"
    pace: float = 0.4
    retry_base: float = 0.5

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> SandboxSettings:
        """Read SANDBOX_*, TWILIO_*, STRIPE_* and BUSINESS_NAME; ValueError for a bad number."""
        env = os.environ if environ is None else environ
        plain = cls()
        return cls(
            data=env.get("SANDBOX_DATA", plain.data),
            webhook_base=env.get("SANDBOX_WEBHOOK_BASE", plain.webhook_base).rstrip("/"),
            public_url=env.get("SANDBOX_PUBLIC_URL", plain.public_url).rstrip("/"),
            twilio_account_sid=env.get("TWILIO_ACCOUNT_SID") or plain.twilio_account_sid,
            twilio_auth_token=env.get("TWILIO_AUTH_TOKEN") or plain.twilio_auth_token,
            twilio_phone_number=env.get("TWILIO_PHONE_NUMBER") or plain.twilio_phone_number,
            twilio_messaging_service_sid=env.get("TWILIO_MESSAGING_SERVICE_SID", ""),
            stripe_secret_key=env.get("STRIPE_SECRET_KEY") or plain.stripe_secret_key,
            stripe_webhook_secret=env.get("STRIPE_WEBHOOK_SECRET") or plain.stripe_webhook_secret,
            business_name=env.get("BUSINESS_NAME") or plain.business_name,
            pace=float(env.get("SANDBOX_PACE", plain.pace)),
            retry_base=float(env.get("SANDBOX_RETRY_BASE", plain.retry_base)),
        )
