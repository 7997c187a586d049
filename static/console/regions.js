// Puts what has changed into the page, and leaves everything else as it is.

const scroll = document.getElementById("scroll");
const announcer = document.getElementById("announcer");

/** Whether two elements say the same; tokens, ages and what is folded open do not count. */
export function alike(one, other) {
  return bare(one).isEqualNode(bare(other));
}

function bare(element) {
  const copy = element.cloneNode(true);
  for (const token of copy.querySelectorAll("input[name=csrf_token]")) token.removeAttribute("value");
  for (const age of copy.querySelectorAll("time[data-age]")) age.textContent = "";
  for (const details of copy.querySelectorAll("details")) details.removeAttribute("open");
  return copy;
}

/** Make a list like another, by `data-key`: same elements stay, changed ones are replaced. */
export function reconcile(list, fresh, { keepBefore = false, keepAfter = false } = {}) {
  const wanted = [...fresh.children];
  const here = new Map([...list.children].map((child) => [child.dataset.key, child]));
  const overlap = wanted.some((child) => here.has(child.dataset.key) && child.dataset.key !== "more");
  const keys = new Set(wanted.map((child) => child.dataset.key));
  const added = [];
  const order = wanted
    .filter((child) => !(overlap && keepBefore && child.dataset.key === "more"))
    .map((child) => {
      const old = here.get(child.dataset.key);
      if (old && (alike(old, child) || isInUse(old))) return old;
      if (!old) added.push(child);
      return takeOver(old, child);
    });
  const first = wanted.find((child) => child.dataset.key !== "more" && here.has(child.dataset.key));
  const rest = [...list.children].filter((child) => !keys.has(child.dataset.key) || child.dataset.key === "more");
  if (overlap && keepBefore) {
    const at = [...list.children].indexOf(here.get(first.dataset.key));
    order.unshift(...rest.filter((child) => [...list.children].indexOf(child) < at));
  }
  if (overlap && keepAfter) order.push(...rest.filter((child) => child.dataset.key !== "more"));
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
  const keep = new Set(order);
  for (const child of [...list.children]) if (!keep.has(child)) child.remove();
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
    (region.contains(active) && active.matches("textarea, input")) ||
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
  for (const details of fresh.querySelectorAll("details")) {
    if (old.querySelector("details[open]")) details.open = true;
  }
  takeOver(old, fresh);
  old.replaceWith(fresh);
}

function announce(entries) {
  if (entries.length === 0 || !announcer) return;
  const words = entries.map((entry) => entry.querySelector(".bubble")?.textContent ?? "a picture");
  announcer.textContent = `New message: ${words.join(". ")}`;
}

toEnd();
