// Fetches what a change concerns: the list always, the open thread when it is that one's.
import { byId, excuse, fetchFragment } from "./fetching.js";
import { shut } from "./tools.js";
import { alike, reconcile, swap } from "./regions.js";

const thread = byId("thread");
const form = byId("composer");
const rows = byId("rows");
// No row slips away under a hand that moves towards it.
const HAND = 700;
let pointed = 0;
rows?.addEventListener("pointermove", () => (pointed = Date.now()));

// One request at a time; what happens meanwhile is fetched once, afterwards.
function oneAtATime(act) {
  let running = false;
  let again;
  return async function run() {
    again = running;
    if (running) return;
    running = true;
    await act().catch(excuse);
    running = false;
    if (again) run();
  };
}

// With what its reader has seen.
function asked() {
  const drafted = form.body.value && `&began=${form.began.value}`;
  return thread.dataset.source + drafted + (document.hidden ? "" : "&seen=1");
}

// Asked before a text was sent: old by then.
const refreshThread = oneAtATime(async () => {
  const key = form.compose.value;
  const { page } = await fetchFragment(asked());
  if (key !== form.compose.value) return refreshThread();
  // What is being sent says how that goes.
  if (form.body.readOnly) page.querySelector("[data-region=reach]").remove();
  swap(page);
});

const shown = () => rows.querySelectorAll(".row").length;

const refreshRows = oneAtATime(async () => {
  const count = shown();
  const { page } = await fetchFragment(rows.dataset.source + count);
  if (count !== shown()) return refreshRows();
  const fresh = page.getElementById("rows");
  const open = fresh.querySelector(`[data-key="c${thread?.dataset.conversation}"] .row`);
  open?.setAttribute("aria-current", "true");
  showWaiting(page.querySelector("[data-region=waiting]"));
  for (const fresh of page.querySelectorAll(".view-count")) {
    const old = byId(fresh.id);
    if (old) old.textContent = fresh.textContent;
  }
  if (Date.now() - pointed < HAND) return setTimeout(refreshRows, HAND);
  document.dispatchEvent(new CustomEvent("rows", { detail: [rows, fresh] }));
  // Of more it brings the beginning.
  if (count <= rows.dataset.most) reconcile(rows, fresh);
});

function showWaiting(fresh) {
  const old = document.querySelector("[data-region=waiting]");
  if (!fresh || !old || alike(old, fresh)) return;
  old.replaceWith(fresh);
  const count = +fresh.dataset.count;
  document.title = (count ? `(${count}) ` : "") + document.title.replace(/^\(\d+\) /, "");
}

export function refresh(conversation = null) {
  if (rows) refreshRows();
  const { conversation: own, past } = thread?.dataset ?? {};
  if (own && past === undefined && (conversation ?? own) === own) refreshThread();
}

document.addEventListener("touched", (event) => refresh(event.detail));

// A button whose answer is the thread itself, like "Needs no answer".
document.addEventListener("submit", async (event) => {
  const { target, submitter } = event;
  if (!target.matches("[data-act]")) return;
  event.preventDefault();
  try {
    const body = new FormData(target, submitter);
    const { ok, page } = await fetchFragment(target.action, { method: "POST", body });
    const menu = target.closest(".menu");
    if (ok && menu) {
      target.reset();
      shut(menu);
    }
    swap(page);
    refresh();
  } catch {
    location.reload();
  }
});
