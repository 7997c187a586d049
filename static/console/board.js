// The orders board: follows what happens, is walked through by keys, and moves orders in a window.
import "./keys.js";
import { byId, fetchFragment, settled } from "./fetching.js";
import "./live.js";

const board = () => byId("board");

async function refresh() {
  const old = board();
  const { page } = await fetchFragment(old.dataset.source);
  const fresh = page.getElementById("board");
  if (!fresh || fresh.isEqualNode(old)) return;
  const focused = document.activeElement?.closest?.("[data-key]")?.dataset.key;
  old.replaceWith(fresh);
  if (focused) fresh.querySelector(`[data-key="${focused}"] a`)?.focus();
}

document.addEventListener("touched", settled(refresh));

const columns = () =>
  [...board().querySelectorAll(".column")]
    .map((column) => [...column.querySelectorAll(".ticket")])
    .filter((tickets) => tickets.length > 0);

const nearest = (list, at) => list[Math.min(Math.max(at, 0), list.length - 1)];
const STEPS = { ArrowDown: [0, 1], ArrowUp: [0, -1], j: [0, 1], k: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0] };

// Where an order can go is a page; here it opens in a window, and leads back to the board.
const sheet = byId("sheet");
const plain = (event) => !event.ctrlKey && !event.metaKey && !event.altKey;

document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-move]");
  if (!link || !plain(event)) return;
  event.preventDefault();
  try {
    const { page } = await fetchFragment(link.href);
    sheet.querySelector("section")?.remove();
    sheet.prepend(page.getElementById("move"));
    sheet.querySelector("[name=back]").value = location.pathname + location.search;
    sheet.showModal();
  } catch {
    location.assign(link.href);
  }
});

document.addEventListener("keydown", (event) => {
  if (sheet.open || !plain(event)) return;
  const on = document.activeElement.closest(".ticket-place");
  on?.querySelector(`[data-move="${CSS.escape(event.key)}"]`)?.click();
  const step = STEPS[event.key];
  if (!step) return;
  const here = document.activeElement;
  const all = columns();
  const column = all.findIndex((tickets) => tickets.includes(here));
  if (all.length === 0 || (column < 0 && !here.matches("body, #main"))) return;
  event.preventDefault();
  if (column < 0) return all[0][0].focus();
  nearest(nearest(all, column + step[0]), all[column].indexOf(here) + step[1]).focus();
});
