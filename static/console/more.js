// "Earlier messages" and "Show more" bring the next page in place of themselves, the list's
// when it comes near.
import { excuse, fetchFragment } from "./fetching.js";

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

function append(list, page, inHand) {
  list.lastElementChild.remove();
  const known = new Set([...list.children].map((row) => row.dataset.key));
  const fresh = [...page.getElementById("rows").children].filter((row) => !known.has(row.dataset.key));
  list.append(...fresh);
  if (inHand) fresh[0]?.querySelector("a")?.focus();
}

async function bring(link) {
  if (link.ariaBusy) return;
  link.ariaBusy = true;
  try {
    const { page } = await fetchFragment(link.href);
    const list = link.closest("#entries, #rows");
    if (list?.id === "entries") prepend(list, page);
    else if (list) append(list, page, link === document.activeElement);
  } catch (error) {
    link.ariaBusy = null;
    excuse(error);
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-more]");
  if (!link || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  bring(link);
});

function approach() {
  const link = document.querySelector("#rows [data-more]");
  if (link?.offsetParent && link.getBoundingClientRect().top < innerHeight + 300) bring(link);
}
document.addEventListener("scroll", approach, { capture: true, passive: true });
