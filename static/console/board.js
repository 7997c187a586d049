// The orders board: follows what happens, is walked through by keys, and moves orders in a window.
import "./keys.js";
import { fetchFragment, LoggedOut } from "./fetching.js";
import "./live.js";

const PAUSE = 150;
let timer = null;

function board() {
  return document.getElementById("board");
}

async function refresh() {
  const old = board();
  try {
    const { page } = await fetchFragment(old.dataset.source);
    const fresh = page.getElementById("board");
    if (!fresh || fresh.isEqualNode(old)) return;
    const focused = document.activeElement?.closest?.("[data-key]")?.dataset.key;
    old.replaceWith(fresh);
    if (focused) fresh.querySelector(`[data-key="${focused}"] a`)?.focus();
  } catch (error) {
    if (error instanceof LoggedOut) location.reload();
  }
}

document.addEventListener("touched", () => {
  clearTimeout(timer);
  timer = setTimeout(refresh, PAUSE);
});

function columns() {
  return [...board().querySelectorAll(".column")]
    .map((column) => [...column.querySelectorAll(".ticket")])
    .filter((tickets) => tickets.length > 0);
}

const STEPS = { ArrowDown: [0, 1], ArrowUp: [0, -1], j: [0, 1], k: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0] };

// Where an order can go is a page; here it opens in a window, and leads back to the board.
const sheet = document.getElementById("sheet");
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
  const all = columns();
  if (all.length === 0) return;
  let [column, place] = [0, -1];
  all.forEach((tickets, index) => {
    const at = tickets.indexOf(document.activeElement);
    if (at >= 0) [column, place] = [index, at];
  });
  if (place < 0 && document.activeElement !== document.body && document.activeElement.id !== "main") return;
  event.preventDefault();
  if (place < 0) return all[0][0].focus();
  const tickets = all[Math.min(Math.max(column + step[0], 0), all.length - 1)];
  tickets[Math.min(Math.max(place + step[1], 0), tickets.length - 1)].focus();
});
