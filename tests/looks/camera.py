"""Takes a picture of every page, at a desk and on a phone, by day and by night: bin/screenshots.

No test by its name: the suite does not run it. CONCIERGE_PICTURES=docs/images makes the README's
picture of the console anew, too.
"""

import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.looks.conftest import SIZES, THEMES, Gallery, Theme
from tests.looks.console_pages import BY_NAME

FOLDER = Path(__file__).resolve().parent.parent / "screenshots" / "console"
TALLEST = 5_000
OF_THE_README = ("thread", "light")


@pytest.mark.browser
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", BY_NAME)
def test_take_a_picture(gallery: Gallery, name: str, theme: Theme) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with gallery.page(name, theme) as page:
        for width, height in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            page.set_viewport_size({"width": width, "height": min(_whole(page), TALLEST)})
            page.screenshot(path=FOLDER / f"{name}-{width}-{theme}.png")
    if (readme := os.environ.get("CONCIERGE_PICTURES")) and (name, theme) == OF_THE_README:
        shutil.copy(FOLDER / f"{name}-1440-{theme}.png", Path(readme) / "console.png")


def _whole(page: Page) -> int:
    """How high the window has to be to show all that the main part scrolls through."""
    hidden: int = page.evaluate(
        "Math.max(0, ...[document.documentElement, ...document.querySelectorAll('.main')]"
        ".map((each) => each.scrollHeight - each.clientHeight))"
    )
    return int(page.evaluate("innerHeight")) + hidden
