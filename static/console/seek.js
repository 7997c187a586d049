// A search that shows what it finds as one types: the form's own page, asked for its part.
import { fetchFragment, LoggedOut } from "./fetching.js";

const PAUSE = 150;

for (const form of document.querySelectorAll("[data-seek]")) {
  let timer = null;
  let asked = 0;
  const seek = async () => {
    const turn = ++asked;
    const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
    try {
      const { page } = await fetchFragment(address);
      if (turn !== asked) return; // typed on meanwhile
      document.getElementById(form.dataset.seek).replaceWith(page.getElementById(form.dataset.seek));
      history.replaceState(null, "", address);
    } catch (error) {
      if (error instanceof LoggedOut) location.reload();
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(seek, PAUSE);
  });
}
