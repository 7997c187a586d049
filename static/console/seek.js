// A search that shows what it finds as one types: the form's own page, asked for its part.
import { fetchFragment, settled } from "./fetching.js";

for (const form of document.querySelectorAll("[data-seek]")) {
  let asked = 0;
  const seek = async () => {
    const turn = ++asked;
    const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
    const { page } = await fetchFragment(address);
    if (turn !== asked) return; // typed on meanwhile
    document.getElementById(form.dataset.seek).replaceWith(page.getElementById(form.dataset.seek));
    history.replaceState(null, "", address);
  };
  form.addEventListener("input", settled(seek));
}
