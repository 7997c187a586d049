// The menus over a thread: one open at a time, its field ready to type into; Escape closes it.

const open = () => document.querySelectorAll(".menu[open]");

export function shut(menu) {
  menu.open = false;
  menu.querySelector("summary").focus();
}

document.addEventListener(
  "toggle",
  ({ target }) => {
    if (!target.matches?.(".menu[open]")) return;
    for (const other of open()) if (other !== target) other.open = false;
    const field = target.querySelector("textarea, input:not([type=hidden], [type=radio])");
    (field ?? target.querySelector("form button"))?.focus();
  },
  true,
);

document.addEventListener("click", ({ target }) => {
  for (const menu of open()) if (!menu.contains(target)) menu.open = false;
});

document.addEventListener(
  "keydown",
  (event) => {
    const menu = event.key === "Escape" && event.target.closest(".menu[open]");
    if (!menu) return;
    event.stopPropagation();
    shut(menu);
  },
  true,
);
