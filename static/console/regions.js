// Puts what has changed into the page, and leaves everything else as it is.

const scroll = document.getElementById("scroll");
const announcer = document.getElementById("announcer");

/** Whether two elements say the same; tokens, ages and what is folded open do not count. */
export const alike = (one, other) => bare(one).isEqualNode(bare(other));

function bare(element) {
  const copy = element.cloneNode(true);
  for (const part of copy.querySelectorAll("[name=csrf_token], time[data-age], details")) {
    for (const name of ["value", "open"]) part.removeAttribute(name);
    if (part.matches("time")) part.textContent = "";
  }
  return copy;
}

/** Make a list like another, by `data-key`: same elements stay, changed ones are replaced. */
export function reconcile(list, fresh, { keepBefore = false } = {}) {
  const isMore = (child) => child.dataset.key === "more";
  const [wanted, old] = [[...fresh.children], [...list.children]];
  const here = new Map(old.map((child) => [child.dataset.key, child]));
  const keys = new Set(wanted.map((child) => child.dataset.key));
  const first = wanted.find((child) => !isMore(child) && here.has(child.dataset.key));
  const added = [];
  const order = wanted
    .filter((child) => !(first && keepBefore && isMore(child)))
    .map((child) => {
      const known = here.get(child.dataset.key);
      if (known && (alike(known, child) || isInUse(known))) return known;
      if (!known) added.push(child);
      return takeOver(known, child);
    });
  if (first && keepBefore) {
    const before = old.slice(0, old.indexOf(here.get(first.dataset.key)));
    order.unshift(...before.filter((child) => isMore(child) || !keys.has(child.dataset.key)));
  }
  place(list, order);
  return added;
}

// The focus moves over to the element that takes another's place.
function takeOver(old, child) {
  const focused = old?.contains(document.activeElement) ? document.activeElement : null;
  if (focused?.id) queueMicrotask(() => document.getElementById(focused.id)?.focus());
  else if (focused?.matches("a")) queueMicrotask(() => child.querySelector("a")?.focus());
  return child;
}

function place(list, order) {
  for (const child of [...list.children]) if (!order.includes(child)) child.remove();
  order.forEach((child, index) => {
    if (list.children[index] !== child) list.insertBefore(child, list.children[index] ?? null);
  });
}

function isAtEnd() {
  return scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 48;
}

// What grows or shrinks (a picture, the composer, a phone's keyboard) leaves the end in view.
let atEnd = true;
if (scroll) {
  scroll.addEventListener("scroll", () => (atEnd = isAtEnd()), { passive: true });
  const follow = new ResizeObserver(() => atEnd && toEnd());
  follow.observe(scroll);
  follow.observe(document.getElementById("entries"));
}

export function toEnd() {
  if (scroll) scroll.scrollTop = scroll.scrollHeight;
}

function isInUse(region) {
  const active = document.activeElement;
  const typed = [...region.querySelectorAll("textarea, input:not([type=hidden])")];
  return (
    (region.contains(active) && active.closest("textarea, input, .menu[open]")) ||
    typed.some((field) => field.value !== field.defaultValue)
  );
}

/** Take every part that an answer brings. The thread stays at its end if it was there. */
export function swap(page, { toEnd: jump = false } = {}) {
  const follow = scroll !== null && (jump || isAtEnd());
  let added = [];
  for (const fresh of page.querySelectorAll("[data-region]")) {
    const old = document.querySelector(`[data-region="${fresh.dataset.region}"]`);
    if (!old || alike(old, fresh)) continue;
    if (fresh.dataset.region === "entries") added = reconcile(old, fresh, { keepBefore: true });
    else if (!isInUse(old)) replace(old, fresh);
  }
  if (follow) toEnd();
  announce(added.filter((entry) => entry.hasAttribute("data-in")));
  document.dispatchEvent(new Event("swapped"));
}

function replace(old, fresh) {
  if (old.querySelector("details[open]")) for (const one of fresh.querySelectorAll("details")) one.open = true;
  takeOver(old, fresh);
  old.replaceWith(fresh);
}

function announce(entries) {
  if (entries.length === 0 || !announcer) return;
  const words = entries.map((entry) => entry.querySelector(".bubble")?.textContent ?? "a picture");
  announcer.textContent = `New message: ${words.join(". ")}`;
}

toEnd();
