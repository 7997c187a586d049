// What helps to write: replies by "/", emoji, pictures. What is picked goes where the cursor is.
import { fetchFragment } from "./fetching.js";

const form = document.getElementById("composer");
const field = document.getElementById("body");
const find = document.getElementById("find");
const canned = document.getElementById("canned");
let timer;

export function closeTools() {
  for (const tool of form.querySelectorAll("details")) tool.open = false;
  field.focus();
}

function insert(event) {
  const button = event.target.closest("button[name=insert]");
  if (!button) return;
  event.preventDefault();
  const start = field.selectionStart;
  const slash = canned.open && field.value[start - 1] === "/" ? 1 : 0;
  field.setRangeText(button.value, start - slash, field.selectionEnd, "end");
  closeTools();
  field.dispatchEvent(new Event("input"));
}

async function seek() {
  const { page } = await fetchFragment(canned.dataset.source + encodeURIComponent(find.value));
  document.getElementById("replies").replaceWith(page.getElementById("replies"));
}

function move(event) {
  const all = [find, ...canned.querySelectorAll("#replies button, #replies a")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Enter" && event.target === find) canned.querySelector("li button")?.click();
  else if (step) all[all.indexOf(event.target) + step]?.focus();
  else return;
  event.preventDefault();
}

if (canned) {
  field.addEventListener("input", ({ data }) => {
    if (data !== "/" || !/(^|\s)\/$/.test(field.value.slice(0, field.selectionStart))) return;
    canned.open = true;
    find.focus();
  });
  find.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(seek, 150);
  });
  canned.addEventListener("keydown", move);
  form.addEventListener("click", insert);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !form.querySelector("details[open]")) return;
    event.stopPropagation();
    closeTools();
  });
  form.picture.addEventListener("change", () => {
    form.requestSubmit(document.getElementById("attach"));
    form.picture.value = "";
  });
}
