// What is being written is kept: here at once, at the server a second later. The newest counts.
import { fetchFragment } from "./fetching.js";

const form = document.getElementById("composer");
const field = document.getElementById("body");
const NAME = form?.dataset.draft;
const ahead = form?.dataset.now - Date.now(); // the server's clock decides
let timer;

/** What the server does not have yet. */
export const unsaved = () => JSON.parse(localStorage.getItem(NAME));

export function note(more) {
  clearTimeout(timer);
  const at = (form.written.value = Math.round(Date.now() + ahead));
  const now = { body: field.value, key: form.compose.value, at, ...more };
  localStorage.setItem(NAME, JSON.stringify(now));
}

export function forget() {
  clearTimeout(timer);
  localStorage.removeItem(NAME);
}

function show(body, key) {
  field.value = body;
  form.compose.value = key;
  field.dispatchEvent(new Event("filled"));
}

/** Take over what an answer to the composer says is kept. */
export function take(page) {
  const kept = page.getElementById("kept");
  if (kept) show(kept.textContent, kept.value);
}

function asForm({ body, key, at }) {
  const data = new FormData();
  data.set("csrf_token", form.csrf_token.value);
  data.set("body", body);
  data.set("compose", key);
  data.set("written", at);
  return data;
}

async function save() {
  const mine = unsaved();
  if (!mine || mine.trying) return;
  try {
    const { ok } = await fetchFragment(form.dataset.keep, { method: "POST", body: asForm(mine) });
    if (ok && unsaved()?.at === mine.at) forget();
  } catch {
    timer = setTimeout(save, 5000);
  }
}

if (NAME) {
  const mine = unsaved();
  if (mine?.at > document.getElementById("kept").dataset.written) {
    show(mine.body, mine.key);
    save();
  } else forget();
  field.addEventListener("input", () => {
    note();
    timer = setTimeout(save, 1000);
  });
  addEventListener("online", save);
  addEventListener("pagehide", () => {
    const mine = unsaved();
    if (mine && !mine.trying) navigator.sendBeacon(form.dataset.keep, asForm(mine));
  });
}
