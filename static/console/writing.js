// "/" opens the replies, Enter takes the first; a picture is attached at once.
import { byId, fetchFragment } from "./fetching.js";

const form = byId("composer");
const find = byId("find");

form?.addEventListener("input", async ({ target, data }) => {
  if (target.name === "picture") {
    form.requestSubmit(byId("attach"));
    target.value = "";
  } else if (target === find) {
    const { value } = find;
    const { page } = await fetchFragment(find.dataset.source + encodeURIComponent(value));
    if (value === find.value) byId("replies").replaceWith(page.getElementById("replies"));
  } else if (find && data === "/" && /(^|\s)\/$/.test(target.value)) {
    find.closest("details").open = true;
    find.focus();
  }
});

find?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  document.querySelector("#replies button")?.click();
});
