"""Walks through a page with the Tab key, and says what whoever has no mouse would stumble over."""

from typing import Any

from playwright.sync_api import Page

# Everything that can be pressed or typed into, in the page's order, unfolded.
MARK = """() => {
  document.activeElement.blur();
  // A menu covers what is below it: those are opened one at a time, elsewhere.
  for (const one of document.querySelectorAll('details:not(.menu)')) one.open = true;
  const all = [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')];
  const radios = new Set();
  const stops = all.filter((one) => {
    if (one.disabled || one.tabIndex < 0) return false;
    if (!one.checkVisibility({ visibilityProperty: true })) return false;
    if (one.type !== 'radio') return true;
    const named = [...document.getElementsByName(one.name)];
    const group = named.filter((other) => other.form === one.form);
    return one === (group.find((other) => other.checked) ?? group[0]);
  });
  window.looks = (one) => [one, one.parentElement].map((each) => {
    const style = getComputedStyle(each);
    const shown = ['outline', 'boxShadow', 'borderColor', 'backgroundColor', 'transform'];
    return shown.map((name) => style[name]);
  }).join();
  window.stops = stops;
  window.before = stops.map(looks);
  return stops.map((one) => one.outerHTML.slice(0, 140));
}"""
HERE = """() => {
  const one = document.activeElement;
  const at = window.stops.indexOf(one);
  if (at < 0) return { at, html: one.outerHTML.slice(0, 140), body: one === document.body };
  const box = one.getBoundingClientRect();
  const y = Math.max(box.top, 0) + Math.min(box.height, innerHeight - Math.max(box.top, 0)) / 2;
  const top = document.elementFromPoint(Math.max(box.left, 0) + box.width / 2, y);
  const label = one.labels?.[0];
  const seen = top && (one.contains(top) || top.contains(one) || label?.contains(top));
  const last = window.last;
  window.last = one;
  const other = last?.parentElement === one.parentElement && last.getBoundingClientRect();
  const above = other && box.bottom <= other.top;
  const back = above || (other && box.right <= other.left && box.top < other.bottom);
  return { at, seen: Boolean(seen), shown: looks(one) !== window.before[at], back: Boolean(back),
           native: one.matches('a, button, input, select, textarea, summary'),
           scrolls: getComputedStyle(one).overflowX === 'auto' };
}"""
# A field of a date is several stops; no element is more than this many.
PARTS = 6


def walk(page: Page) -> list[str]:
    """What is wrong, in words; empty where everything can be reached, seen and pressed."""
    stops: list[str] = page.evaluate(MARK)
    page.locator(".skip").focus()
    wrong: list[str] = []
    visited: list[int] = []
    stayed = 0
    here: dict[str, Any] = page.evaluate(HERE)
    while True:
        at = here["at"]
        if at >= 0 and (not visited or visited[-1] != at):
            visited.append(at)
            stayed = 0
            wrong += [f"{said}: {stops[at]}" for said in _mistakes(here)]
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        stayed += 1
        if here.get("body") or here["at"] == 0:
            break
        if stayed > PARTS or len(visited) > len(stops):
            return [*wrong, f"a trap: {here}"]
    wrong += [f"never reached: {stops[at]}" for at in range(len(stops)) if at not in visited]
    if visited != sorted(visited):
        wrong.append(f"not in the page's order: {visited}")
    return wrong


def _mistakes(here: dict[str, Any]) -> list[str]:
    return [
        said
        for said, right in (
            ("hidden behind something", here["seen"]),
            ("does not show that it has the focus", here["shown"] or here["scrolls"]),
            ("stands before what came before it", not here["back"]),
            ("is pressed by no key", here["native"] or here["scrolls"]),
        )
        if not right
    ]
