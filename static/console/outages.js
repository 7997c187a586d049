// Says on an open page that texts are held, and that they go out again. Silent when that fails.
import { fetchFragment, LoggedOut } from "./fetching.js";

async function look() {
  const old = document.getElementById("outages");
  if (!old || document.hidden) return;
  try {
    const { page } = await fetchFragment(old.dataset.source);
    const fresh = page.getElementById("outages");
    // In place: a screen reader speaks what changes inside a live region, not a new region.
    if (fresh && !fresh.isEqualNode(old)) old.replaceChildren(...fresh.childNodes);
  } catch (error) {
    if (error instanceof LoggedOut) clearInterval(timer);
  }
}

const timer = setInterval(look, 20_000);
document.addEventListener("visibilitychange", look);
