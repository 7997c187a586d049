// Everything by keyboard. A key is declared by what it presses (aria-keyshortcuts): this handler, the
// list behind "?" and the palette read the page. For whoever is not typing, but for keys with Control.

export function acts(selector = "[aria-keyshortcuts]") {
  const all = [...document.querySelectorAll(selector)];
  const offers = (one) => one.checkVisibility() && (!one.dataset.walk || one.querySelector(one.dataset.walk));
  return all.filter((one) => !one.disabled && (one.matches("dialog") || offers(one)));
}

export const words = (one) => (one.dataset.says || one.ariaLabel || one.textContent || one.title).trim();
export const keysOf = (one) => one.getAttribute("aria-keyshortcuts")?.split(" ") ?? [];

export function make(tag, ...inside) {
  const made = document.createElement(tag);
  made.append(...inside);
  return made;
}

export function act(one) {
  if (one.matches("dialog")) one.showModal();
  else if (one.matches("textarea, input, select")) one.focus();
  else one.click();
}

function walk(list, step) {
  const all = [...list.querySelectorAll(list.dataset.walk)];
  const at = all.indexOf(document.activeElement);
  const current = at < 0 ? all.findIndex((row) => row.hasAttribute("aria-current")) : at;
  const next = all[Math.min(Math.max(current + step, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (event.defaultPrevented || event.altKey || document.querySelector("dialog[open], :popover-open")) return;
  const held = event.ctrlKey || event.metaKey;
  const typing = target.matches("input, textarea, select");
  if (key === "Escape") return typing ? target.blur() : document.getElementById("back")?.click();
  if (typing && !held) return;
  const name = held ? `Control+${key}` : key;
  const one = acts("[aria-keyshortcuts]:not([data-own-keys])").find((each) => keysOf(each).includes(name));
  // Sending is for whoever is in that very form.
  if (!one || (key === "Enter" && one.form !== target.form)) return;
  event.preventDefault();
  if (one.dataset.walk) walk(one, keysOf(one)[0] === key ? 1 : -1);
  else act(one);
});

document.getElementById("keys")?.addEventListener("beforetoggle", () => {
  const row = (one) => {
    const keys = keysOf(one).flatMap((key) => key.split("+")).flatMap((key) => [make("kbd", key), " "]);
    return make("div", make("dt", ...keys), make("dd", words(one)));
  };
  const rows = new Map(acts().map((one) => [one.ariaKeyShortcuts + words(one), row(one)]));
  document.getElementById("key-list").replaceChildren(...rows.values());
});

// A page of its own for each thread: the list stays where it was scrolled to.
const list = document.getElementById("rows");
if (list) {
  list.scrollTop = sessionStorage.getItem("rows") ?? 0;
  addEventListener("pagehide", () => sessionStorage.setItem("rows", list.scrollTop));
}
