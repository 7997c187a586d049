// Writing an answer: sends without leaving the page, and once, however bad the line.
import { forget, note, take, unsaved } from "./drafts.js";
import { fetchFragment, LoggedOut } from "./fetching.js";
import { swap } from "./regions.js";
import { closeTools } from "./tools.js";

const form = document.getElementById("composer");
const field = document.getElementById("body");
const send = document.getElementById("send");
let again;

const isBlocked = () => form.querySelector("[data-blocked]") !== null;

function say(name) {
  const words = document.getElementById(`say-${name}`)?.content.cloneNode(true) ?? "";
  form.querySelector("[data-region=reach]").replaceChildren(words);
}

function lock(busy) {
  field.readOnly = busy;
  send.disabled = busy || isBlocked();
  if (!busy) field.focus();
}

function submit(event) {
  event.preventDefault();
  const button = event.submitter;
  const isSend = !button?.hasAttribute("formaction");
  if (isSend && send.disabled) return;
  note({ trying: isSend });
  const [body, since] = [new FormData(form, button), Date.now()];
  const address = isSend ? form.action : button.formAction;
  lock(true);
  attempt();

  // The same form again is the same text: its key tells the server.
  async function attempt() {
    try {
      const signal = AbortSignal.timeout(20_000);
      const { ok, page } = await fetchFragment(address, { method: "POST", body, signal });
      if (ok) {
        forget();
        take(page);
        closeTools();
      } else note();
      swap(page, { toEnd: ok && isSend });
    } catch (error) {
      const isOut = error instanceof LoggedOut;
      const isLate = Date.now() - since > 3_600_000; // an hour
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

function stop(event) {
  if (!event.target.matches("[data-stop]")) return;
  clearTimeout(again);
  note();
  say("");
  lock(false);
}

// An update may bring news of an opt-out, or of its end.
function reach() {
  send.disabled = isBlocked() || field.readOnly;
  field.disabled = isBlocked() && field.value === "";
}

if (form?.dataset.draft) {
  if (unsaved()?.trying) {
    note();
    say("late");
  }
  form.addEventListener("submit", submit);
  form.addEventListener("click", stop);
  document.addEventListener("swapped", reach);
}
