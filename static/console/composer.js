// Writing an answer: sends without leaving the page, and once, however bad the line.
import { forget, note, take, unsaved } from "./drafts.js";
import { byId, fetchFragment, LoggedOut } from "./fetching.js";
import { swap } from "./regions.js";
import "./writing.js";

const form = byId("composer");
const field = byId("body");
const send = byId("send");
let again;

function say(name) {
  const words = byId(`say-${name}`).content.cloneNode(true);
  form.querySelector("[data-region=reach]").replaceChildren(words);
}

function lock(busy) {
  field.readOnly = busy;
  reach();
  if (!busy) field.focus();
}

function submit(event) {
  event.preventDefault();
  const button = event.submitter;
  const isSend = !button?.hasAttribute("formaction");
  if (isSend && send.disabled) return;
  clearTimeout(again);
  note(isSend);
  const [body, since] = [new FormData(form, button), Date.now()];
  const address = isSend ? form.action : button.formAction;
  lock(true);
  attempt();

  // The same form again is the same text, by its key.
  async function attempt() {
    try {
      const given = { method: "POST", body, signal: AbortSignal.timeout(20_000) };
      const { ok, page } = await fetchFragment(address, given);
      if (ok) {
        forget();
        take(page);
        button?.closest("details")?.removeAttribute("open");
      } else note();
      swap(page, { toEnd: ok && isSend });
    } catch (error) {
      const isOut = error instanceof LoggedOut;
      const isLate = Date.now() - since > 3_600_000;
      if (isSend && !isOut && !isLate && !(error.status < 500)) {
        again = setTimeout(attempt, 5000);
        return say("wait");
      }
      note();
      say(isOut ? "out" : isLate ? "late" : "trouble");
    }
    lock(false);
  }
}

// There may be news of an opt-out, or its end.
function reach() {
  const blocked = form.querySelector("[data-blocked]") !== null;
  send.disabled = blocked || field.readOnly;
  field.disabled = blocked && !field.value;
}

if (form?.dataset.draft) {
  if (unsaved()?.trying) {
    note();
    say("late");
  }
  form.addEventListener("submit", submit);
  document.addEventListener("swapped", reach);
}
