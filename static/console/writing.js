// "/" opens the replies, Enter takes the first; a picture is attached at once.
import { fetchFragment } from "./fetching.js";

const form = document.getElementById("composer");
const find = document.getElementById("find");

form?.addEventListener("input", async ({ target, data }) => {
  if (target.name === "picture") {
    form.requestSubmit(document.getElementById("attach"));
    target.value = "";
  } else if (target === find) {
    const { value } = find;
    const { page } = await fetchFragment(find.dataset.source + encodeURIComponent(value));
    if (value === find.value) document.getElementById("replies").replaceWith(page.getElementById("replies"));
  } else if (find && data === "/" && /(^|\s)\/$/.test(target.value)) {
    find.closest("details").open = true;
  }
});

find?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  document.querySelector("#replies button")?.click();
});
