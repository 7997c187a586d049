// "Earlier messages" and "Show more" bring the next page in place of themselves.
import { fetchFragment } from "./fetching.js";

const scroll = document.getElementById("scroll");

function prepend(list, page) {
  const fresh = [...page.getElementById("entries").children];
  const below = scroll.scrollHeight - scroll.scrollTop;
  const days = new Set(fresh.map((entry) => entry.dataset.key));
  for (const old of [...list.querySelectorAll(".day")]) if (days.has(old.dataset.key)) old.remove();
  list.querySelector("[data-key=more]").replaceWith(...fresh);
  scroll.scrollTop = scroll.scrollHeight - below;
  (list.querySelector("[data-more]") ?? scroll).focus({ preventScroll: true });
}

function append(list, page) {
  const [last, ...rows] = [...list.children].reverse();
  const known = new Set(rows.map((row) => row.dataset.key));
  const fresh = [...page.getElementById("rows").children].filter((row) => !known.has(row.dataset.key));
  last.replaceWith(...fresh);
  list.setAttribute("data-grown", "");
  fresh[0]?.querySelector("a")?.focus();
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-more]");
  if (!link || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  if (link.ariaBusy) return;
  link.ariaBusy = true;
  try {
    const { page } = await fetchFragment(link.href);
    const list = link.closest("#entries, #rows");
    if (list.id === "entries") prepend(list, page);
    else append(list, page);
  } catch {
    location.assign(link.href);
  }
});
