// Fetches what a change concerns: the list always, the open thread when it is that one's.
import { asked } from "./crossing.js";
import { fetchFragment, LoggedOut } from "./fetching.js";
import { alike, reconcile, swap } from "./regions.js";

const thread = document.getElementById("thread");
const isPast = thread?.hasAttribute("data-past");

// One request at a time; what happens meanwhile is fetched once, afterwards.
function oneAtATime(act) {
  let running = false;
  let again = false;
  return async function run() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      await act();
    } catch (error) {
      if (error instanceof LoggedOut) location.reload();
    }
    running = false;
    if (again) {
      again = false;
      run();
    }
  };
}

const refreshThread = oneAtATime(async () => {
  const { page } = await fetchFragment(asked());
  swap(page);
});

const refreshRows = oneAtATime(async () => {
  const rows = document.getElementById("rows");
  const { page } = await fetchFragment(rows.dataset.source);
  const fresh = page.getElementById("rows");
  const open = fresh.querySelector(`[data-key="c${thread?.dataset.conversation}"] .row`);
  open?.setAttribute("aria-current", "true");
  reconcile(rows, fresh, { keepAfter: rows.hasAttribute("data-grown") });
  showWaiting(page.querySelector("[data-region=waiting]"));
});

function showWaiting(fresh) {
  const old = document.querySelector("[data-region=waiting]");
  if (!fresh || !old || alike(old, fresh)) return;
  old.replaceWith(fresh);
  const count = Number(fresh.dataset.count);
  const title = document.title.replace(/^\(\d+\) /, "");
  document.title = count ? `(${count}) ${title}` : title;
}

export function refresh(conversation = null) {
  if (document.getElementById("rows")) refreshRows();
  if (thread && !isPast && (conversation === null || conversation === thread.dataset.conversation)) {
    refreshThread();
  }
}

document.addEventListener("touched", (event) => refresh(event.detail));
document.addEventListener("visibilitychange", () => document.hidden || refresh(thread?.dataset.conversation));

// A button whose answer is the thread itself, like "Needs no answer".
document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-act]");
  if (!form) return;
  event.preventDefault();
  try {
    const { page } = await fetchFragment(form.action, { method: "POST", body: new FormData(form) });
    swap(page);
    refresh();
  } catch {
    location.reload();
  }
});
