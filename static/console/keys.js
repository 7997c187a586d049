// Everything by keyboard. Keys are for whoever is not typing; Escape leaves what one is in.

const sheet = document.getElementById("keys");

function rows() {
  return [...document.querySelectorAll("#rows .row")];
}

function move(step) {
  const all = rows();
  if (all.length === 0) return;
  const at = all.findIndex((row) => row === document.activeElement);
  const current = at >= 0 ? at : all.findIndex((row) => row.hasAttribute("aria-current"));
  const next = all[Math.min(Math.max(current + step, 0), all.length - 1)];
  next.focus();
  next.scrollIntoView({ block: "nearest" });
}

function press(id) {
  document.getElementById(id)?.click();
}

function focusOn(id) {
  document.getElementById(id)?.focus();
}

const DO = {
  j: () => move(1),
  k: () => move(-1),
  r: () => focusOn("body"),
  e: () => press("settle"),
  f: () => press("jump"),
  q: () => press("new-quote"),
  n: () => press("new-conversation"),
  "/": () => focusOn("search"),
  "?": () => sheet?.showModal(),
};

function leave(target) {
  if (sheet?.open) sheet.close();
  else if (target.matches("textarea, input, select")) target.blur();
  else press("back");
}

document.addEventListener("keydown", (event) => {
  const target = event.target;
  if (event.key === "Escape") return leave(target);
  const typing = target.matches("input, textarea, select") || target.isContentEditable;
  if (typing || sheet?.open || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = DO[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// A page of its own for each thread: the list stays where it was scrolled to.
const list = document.getElementById("rows");
if (list) {
  list.scrollTop = Number(sessionStorage.getItem("rows") ?? 0);
  addEventListener("pagehide", () => sessionStorage.setItem("rows", String(list.scrollTop)));
}
