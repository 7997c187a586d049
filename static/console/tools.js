// The menus over a thread: one open at a time, its field ready to type into; Escape closes it.

export function shut(menu) {
  menu.open = false;
  menu.querySelector("summary").focus();
}

// By hand: the toggle event comes too late for what is typed next.
document.addEventListener("click", (event) => {
  const { target } = event;
  const menu = target.closest(".menu > summary")?.parentElement;
  for (const other of document.querySelectorAll(".menu[open]")) other.open = other.contains(target);
  if (!menu) return;
  event.preventDefault();
  menu.open = !menu.open;
  const field = menu.querySelector("textarea, input:not([type=hidden], [type=radio])");
  if (menu.open) (field ?? menu.querySelector("form button"))?.focus();
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
