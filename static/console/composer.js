// Writing an answer: sends without leaving the page, and once, however bad the line.
import "./parts.js";
import "./tools.js";
import { forget, note, take, unsaved } from "./drafts.js";
import { fetchFragment, LoggedOut } from "./fetching.js";
import { swap } from "./regions.js";

const form = document.getElementById("composer");
const field = document.getElementById("body");
const send = document.getElementById("send");
const AN_HOUR = 3_600_000;
let again;

function submitOn(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
    event.preventDefault();
    if (!send.disabled) form.requestSubmit(send);
  }
}

function say(name) {
  const words = name ? [document.getElementById(`say-${name}`).content.cloneNode(true)] : [];
  form.querySelector("[data-region=reach]").replaceChildren(...words);
}

function lock(busy) {
  field.readOnly = busy;
  send.disabled = busy || form.querySelector("[data-blocked]") !== null;
  if (!busy) field.focus();
}

// The same form again is the same text: its key tells the server.
function submit(event) {
  event.preventDefault();
  const button = event.submitter;
  const isSend = !button?.hasAttribute("formaction");
  if (isSend && send.disabled) return;
  const address = isSend ? form.action : button.formAction;
  note({ trying: isSend });
  const [body, since] = [new FormData(form, button), Date.now()];
  lock(true);
  attempt();

  async function attempt() {
    try {
      const signal = AbortSignal.timeout(20_000);
      const { ok, page } = await fetchFragment(address, { method: "POST", body, signal });
      if (ok) {
        forget();
        take(page);
        for (const tool of form.querySelectorAll("details")) tool.open = false;
      } else note();
      swap(page, { toEnd: ok && isSend });
    } catch (error) {
      const isOut = error instanceof LoggedOut;
      const late = Date.now() - since > AN_HOUR;
      if (isSend && !isOut && !(error.status < 500) && !late) {
        again = setTimeout(attempt, 5000);
        return say("wait");
      }
      note();
      say(isOut ? "out" : late ? "late" : "trouble");
    }
    lock(false);
  }
}

// An update may bring news of an opt-out, or of its end.
function reach() {
  const blocked = form.querySelector("[data-blocked]") !== null;
  send.disabled = blocked || field.readOnly;
  field.disabled = blocked && field.value === "";
}

if (form && field) {
  field.addEventListener("keydown", submitOn);
  if (form.dataset.draft) {
    if (unsaved()?.trying) {
      note();
      say("late");
    }
    form.addEventListener("submit", submit);
    form.addEventListener("click", (event) => {
      if (!event.target.matches("[data-stop]")) return;
      clearTimeout(again);
      note();
      say();
      lock(false);
    });
    document.addEventListener("swapped", reach);
  }
}
