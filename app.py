"""Composition: the one place where settings, database, channels and gateway meet.

`flask` finds `create_app` here, gunicorn runs `app:create_app()`.
"""

import sys

from flask import Flask

from concierge import commands, config, db, logs
from concierge.channels.base import Channel
from concierge.channels.twilio import TwilioChannel
from concierge.config import BadSettings, Settings
from concierge.conversation import deliver, notices
from concierge.effects import nudging
from concierge.events import Listeners
from concierge.ledger import reactions as ledger
from concierge.orders import reactions, renewal
from concierge.payments import handlers as payment_handlers
from concierge.payments.gateway import Gateway
from concierge.payments.stripe import StripeGateway
from concierge.privacy import handlers as privacy_handlers
from concierge.quotes import revising
from concierge.reconciliation import handlers as reconciling
from concierge.web import api, console, limits, metrics, pages, pictures, shell, tracing
from concierge.web.webhooks import stripe as stripe_webhook
from concierge.web.webhooks import twilio as twilio_webhook
from concierge.web.webhooks.pacing import Meter


def create_app(settings: Settings | None = None) -> Flask:
    """The product, from the environment unless given other settings."""
    try:
        settings = settings or config.load()
    except BadSettings:
        if commands.need_no_settings(sys.argv[1:]):
            return commands.alone()
        raise
    logs.set_up(settings.log_level, settings.log_format, secrets=settings.secrets)
    channel, gateway = compose(settings)
    app = shell.make(settings)
    meter = app.extensions["meter"] = Meter.of(settings)
    app.register_blueprint(twilio_webhook.blueprint(channel, meter))
    app.register_blueprint(stripe_webhook.blueprint(gateway))
    limits.set_up(app, settings)
    app.register_blueprint(pages.blueprint())
    app.register_blueprint(pictures.routes)
    app.register_blueprint(console.blueprint(settings))
    api.register(app)
    metrics.register(app, settings)
    app.extensions["channel"] = channel
    commands.register(app)
    tracing.follow(app)
    return app


def compose(settings: Settings) -> tuple[Channel, Gateway]:
    """What web, worker and clock have in common."""
    config.use(settings)
    db.connect(settings.database_url)
    nudging.use(nudging.Nudger(settings.redis_url))
    channel = TwilioChannel(
        settings.twilio_account_sid,
        settings.twilio_auth_token.get_secret_value(),
        public_url=settings.public_url,
        phone_number=settings.twilio_phone_number,
        messaging_service=settings.twilio_messaging_service_sid,
        whatsapp_number=settings.twilio_whatsapp_number,
        api_base=settings.twilio_api_base,
    )
    gateway = StripeGateway(
        settings.stripe_secret_key.get_secret_value(),
        settings.stripe_webhook_secret.get_secret_value(),
        settings.stripe_api_base,
    )
    deliver.register(dict.fromkeys(channel.names, channel))
    payment_handlers.register(gateway)
    privacy_handlers.register(gateway)
    reconciling.register(gateway.statement, channel)
    listen()
    return channel, gateway


def listen() -> None:
    """Who hears of what: where one feature's event becomes another's text or next step."""
    # Texts first: "is an order waiting for this card?" is asked before it goes on.
    notices.register()
    for kind in ("authorised", "action_required", "declined", "captured", "cancelled", "failed"):
        Listeners.add(f"payment.{kind}", reactions.payment_settled)
    Listeners.add("payment.counts", reactions.payment_settled)
    for kind in ("renewed", "renewal_declined", "renewal_action_required", "renewal_failed"):
        Listeners.add(f"payment.{kind}", renewal.settled)
    Listeners.add("card.saved", reactions.card_saved)
    Listeners.add("order.cancelled", revising.order_cancelled)
    for kind in ("declined", "expired", "withdrawn"):
        Listeners.add(f"quote.{kind}", revising.closed)
    for kind, booked in (
        ("payment.captured", ledger.payment_captured),
        ("payment.fee_known", ledger.payment_fee),
        ("refund.succeeded", ledger.refund_succeeded),
        ("refund.failed", ledger.refund_failed),
        ("dispute.opened", ledger.dispute_opened),
        ("dispute.fee_known", ledger.dispute_fee),
        ("dispute.won", ledger.dispute_won),
        ("dispute.lost", ledger.dispute_lost),
    ):
        Listeners.add(kind, booked)
    Listeners.add("card.chosen", reactions.card_saved)
    Listeners.add("card.revived", reactions.card_revived)
    Listeners.add("customer.vouched", reactions.vouched)
    for kind in ("agreed", "resumed", "confirmed", "cancelled"):
        Listeners.add(f"order.{kind}", reactions.close_paying)
