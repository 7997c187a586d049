// What helps to write: replies by "/", emoji, pictures. What is picked goes where the cursor is.
import { fetchFragment } from "./fetching.js";

const form = document.getElementById("composer");
const field = document.getElementById("body");
const find = document.getElementById("find");
let timer;

export function closeTools() {
  for (const tool of form.querySelectorAll("details")) tool.open = false;
  field.focus();
}

function insert(event) {
  const button = event.target.closest("[name=insert]");
  if (!button) return;
  event.preventDefault();
  const start = field.selectionStart;
  const slash = find.closest("[open]") && field.value[start - 1] === "/" ? 1 : 0;
  field.setRangeText(button.value, start - slash, field.selectionEnd, "end");
  closeTools();
  field.dispatchEvent(new Event("input"));
}

async function seek() {
  const { page } = await fetchFragment(find.dataset.source + encodeURIComponent(find.value));
  document.getElementById("replies").replaceWith(page.getElementById("replies"));
}

function press(event) {
  if (event.key === "Escape" && form.querySelector("[open]")) {
    event.stopPropagation();
    closeTools();
  } else if (event.key === "Enter" && event.target === find) {
    event.preventDefault();
    document.querySelector("#replies button")?.click();
  }
}

if (find) {
  field.addEventListener("input", ({ data }) => {
    if (data !== "/" || !/(^|\s)\/$/.test(field.value.slice(0, field.selectionStart))) return;
    find.closest("details").open = true;
    find.focus();
  });
  find.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(seek, 150);
  });
  form.addEventListener("click", insert);
  form.addEventListener("keydown", press);
  form.picture.addEventListener("change", () => {
    form.requestSubmit(document.getElementById("attach"));
    form.picture.value = "";
  });
}
