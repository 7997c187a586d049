// Writing an answer: sends without leaving the page, keeps a draft for each thread.
import "./parts.js";
import { fetchFragment, LoggedOut } from "./fetching.js";
import { swap } from "./regions.js";

const form = document.getElementById("composer");
const field = document.getElementById("body");
const send = document.getElementById("send");

function filled() {
  field.dispatchEvent(new Event("filled"));
}

function submitOn(event) {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
    event.preventDefault();
    if (!send.disabled) form.requestSubmit(send);
  }
}

function keepDraft(key) {
  if (!field.value) {
    field.value = localStorage.getItem(key) ?? "";
    filled();
  }
  field.addEventListener("input", () => {
    if (field.value) localStorage.setItem(key, field.value);
    else localStorage.removeItem(key);
  });
}

function say(sentence) {
  const notice = document.createElement("p");
  notice.className = "notice notice-refused";
  notice.setAttribute("role", "alert");
  notice.textContent = sentence;
  form.querySelector("[data-region=reach]").replaceChildren(notice);
}

async function deliver(event) {
  event.preventDefault();
  if (send.disabled) return;
  send.disabled = true;
  try {
    const answer = await fetchFragment(form.action, { method: "POST", body: new FormData(form, event.submitter) });
    if (answer.ok) {
      field.value = "";
      localStorage.removeItem(form.dataset.draft);
      filled();
    }
    swap(answer.page, { toEnd: answer.ok });
  } catch (error) {
    say(
      error instanceof LoggedOut
        ? "You have been logged out. What you wrote is kept: log in again in another tab, then send."
        : "It could not be sent: the service can't be reached. What you wrote is kept; try again.",
    );
  }
  send.disabled = form.querySelector("[data-blocked]") !== null;
  field.focus();
}

// An update may bring news of an opt-out, or of its end.
function reach() {
  const blocked = form.querySelector("[data-blocked]") !== null;
  send.disabled = blocked;
  field.disabled = blocked && field.value === "";
}

if (form && field) {
  field.addEventListener("keydown", submitOn);
  if (form.dataset.draft) {
    keepDraft(form.dataset.draft);
    form.addEventListener("submit", deliver);
    document.addEventListener("swapped", reach);
  }
}
