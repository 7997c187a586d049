"""A recipe for every page of the console: by endpoint, its names and where to look at it.

A new page without a recipe fails test_every_page.py. What is fetched by scripts, or is no page at
all, is named in NOT_PAGES.
"""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.console.shop import PASSWORD
from tests.looks.filled import OMAR, Filled


@dataclass(frozen=True)
class Recipe:
    """How to come to a page. `path`: below /console, with places for what a `Filled` knows."""

    path: str
    stranger: bool = False
    before: Callable[[Page], None] | None = None  # what is done first, on the path
    status: int = 200

    def at(self, filled: Filled) -> str:
        """Its path in a filled shop."""
        return "/console/" + self.path.format(**vars(filled))


def _omar_knocks(page: Page) -> None:
    page.get_by_label("E-mail").fill(OMAR)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url("**/console/login/second")


RECIPES: dict[str, dict[str, Recipe]] = {
    "session.new": {"login": Recipe("login", stranger=True)},
    "second.new": {"second-step": Recipe("login", stranger=True, before=_omar_knocks)},
    "people.show_invitation": {"invitation": Recipe("invitations/{invitation}", stranger=True)},
    "inbox.show": {
        "inbox": Recipe(""),
        "inbox-nobody": Recipe("?q=zzzz"),
        "inbox-tagged": Recipe("?tag=weddings"),
    },
    "conversations.show": {
        "thread": Recipe("conversations/{maria}"),
        "thread-money": Recipe("conversations/{paying}"),
        "thread-declined": Recipe("conversations/{refused}"),
        "thread-nameless": Recipe("conversations/2"),
        "thread-near-yes": Recipe("conversations/3"),
        "thread-not-delivered": Recipe("conversations/4"),
        "thread-opted-out": Recipe("conversations/11"),
        "no-such-page": Recipe("conversations/9999", status=404),
    },
    "canned.index": {"replies": Recipe("replies")},
    "canned.new": {"reply-new": Recipe("replies/new")},
    "canned.show": {"reply": Recipe("replies/1")},
    "conversations.new": {"new-conversation": Recipe("conversations/new")},
    "customers.show": {
        "customer": Recipe("customers/{maria}"),
        "customer-new": Recipe("customers/2"),
    },
    "mergers.new": {
        "merger": Recipe("customers/{maria}/merger"),
        "merger-of-two": Recipe("customers/{maria}/merger?number=%2B13475550188"),
    },
    "mergers.new_undoing": {"merger-undoing": Recipe("mergers/1/undoing")},
    "fields.index": {"fields": Recipe("fields")},
    "entries.index": {"entry-points": Recipe("entry-points")},
    "tags.index": {"tags": Recipe("tags?tag=weddings")},
    "privacy.new_erasure": {"erasure": Recipe("customers/{maria}/erasure")},
    "quotes.new": {
        "quote-builder": Recipe("conversations/{maria}/quotes/new"),
        "quote-again": Recipe("conversations/{maria}/quotes/new?from={quote}"),
    },
    "quotes.show": {
        "quote": Recipe("quotes/{quote}"),
        "quote-open": Recipe("quotes/{open_quote}"),
    },
    "orders.index": {"orders": Recipe("orders")},
    "orders.show": {
        "order": Recipe("orders/{confirmed}"),
        "order-estimate": Recipe("orders/{estimate}"),
        "order-held": Recipe("orders/{held}"),
        "order-refunded": Recipe("orders/{refunded}"),
        "order-disputed": Recipe("orders/{disputed}"),
        "order-suspected": Recipe("orders/{suspected}"),
    },
    "board.column": {
        "orders-column": Recipe("orders/columns/house"),
        "orders-done": Recipe("orders/columns/done"),
    },
    "board.printed": {"orders-list": Recipe("orders/list")},
    "deliveries.show": {
        "order-to-partner": Recipe("orders/{confirmed}/partner"),
        "order-out": Recipe("orders/{confirmed}/departure"),
        "order-back": Recipe("orders/{given}/return"),
        "order-delivered": Recipe("orders/{confirmed}/fulfilment"),
    },
    "partners.index": {"partners": Recipe("partners")},
    "partners.show": {"partner": Recipe("partners/1")},
    "catalogue.index": {
        "catalogue": Recipe("catalogue"),
        "catalogue-archived": Recipe("catalogue?archived=y"),
    },
    "catalogue.new": {"item-new": Recipe("catalogue/new")},
    "catalogue.show": {"item": Recipe("catalogue/{item}")},
    "ledger.index": {"money": Recipe("ledger")},
    "differences.index": {"differences": Recipe("differences")},
    "disputes.index": {"disputes": Recipe("disputes")},
    "insights.show": {"insights": Recipe("insights")},
    "effects.index": {"health": Recipe("effects")},
    "audit.index": {"audit": Recipe("audit"), "audit-empty": Recipe("audit?day=2001-01-01")},
    "account.show": {"account": Recipe("account")},
    "people.index": {"people": Recipe("people")},
    "hours.show": {"hours": Recipe("hours")},
    "texts.index": {"texts": Recipe("texts?language=de")},
    "texts.show": {"text": Recipe("texts/en/quote")},
    "settings.show": {"settings": Recipe("settings")},
}

# Answered to scripts, or pictures and tables to take away.
NOT_PAGES = {
    "composer.show_picture",
    "composer.show_replies",
    "effects.outages",
    "entries.show_code",
    "factors.show",
    "insights.export",
    "ledger.show_csv",
    "live.show",
    "media.show",
    "media.show_delivery",
    "media.show_receipt",
    "media.show_goods",
    "media.show_goods_small",
    "quotes.search",
}
BY_NAME = {name: recipe for recipes in RECIPES.values() for name, recipe in recipes.items()}
