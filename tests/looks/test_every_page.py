"""What holds for every page of the console, whoever made it; found in the map of addresses."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.looks.conftest import SIZES, THEMES, Gallery
from tests.looks.console_pages import BY_NAME, NOT_PAGES, RECIPES
from tests.world import World

ROOT = Path(__file__).resolve().parent.parent.parent
MOST_HTML, MOST_SCRIPT = 60_000, 40_000


def test_every_page_has_a_recipe(world: World) -> None:
    answered = {
        rule.endpoint.removeprefix("console.")
        for rule in world.app.url_map.iter_rules()
        if rule.endpoint.startswith("console.") and "GET" in rule.methods
    }
    assert answered == set(RECIPES) | NOT_PAGES, "add the new page to tests/looks/console_pages.py"
    assert not set(RECIPES) & NOT_PAGES


@pytest.mark.browser
@pytest.mark.parametrize("name", BY_NAME)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    gallery: Gallery, name: str
) -> None:
    with gallery.page(name) as page:
        for width, height in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            for theme in THEMES:
                page.emulate_media(color_scheme=theme)
                where = f"{name}, {width} px, {theme}"
                fits(page, where)
                flawless(page, where)


def flawless(page: Page, where: str) -> None:
    """Axe finds nothing, by any of its rules."""
    found = Axe().run(page).response["violations"]
    assert not found, (where, [(e["id"], [n["html"] for n in e["nodes"]]) for e in found])


def fits(page: Page, where: str) -> None:
    """Neither the page nor its main part has to be moved sideways."""
    wide = page.evaluate(
        "Math.max(...[document.documentElement, ...document.querySelectorAll('.main, .rail')]"
        ".map((each) => each.scrollWidth - each.clientWidth))"
    )
    assert wide <= 0, f"{where} is {wide} px wider than the screen"


@pytest.mark.browser
@pytest.mark.parametrize("name", BY_NAME)
def test_a_page_is_small_and_asks_nobody_else(gallery: Gallery, name: str) -> None:
    with gallery.page(name) as page:
        html = page.context.request.get(page.url).text()
        page.wait_for_load_state("load")
    assert len(html.encode()) < MOST_HTML
    assert all(address.startswith(f"{gallery.world.url}/") for address in gallery.asked)
    scripts = re.findall(r"<script\b([^>]*)>(.*?)</script>", html, re.DOTALL)
    assert all(" src=" in attributes and not inside for attributes, inside in scripts)
    assert not re.findall(r"<[^>]*\s(?:on\w+|style)=", html)


def test_the_scripts_are_small_all_together() -> None:
    scripts = {path.name: path.stat().st_size for path in ROOT.glob("static/console/*.js")}
    assert sum(scripts.values()) < MOST_SCRIPT, scripts
