// What is being written is kept: here at once, at the server a second later. The newest counts.
import { fetchFragment } from "./fetching.js";

const form = document.getElementById("composer");
const field = document.getElementById("body");
const NAME = form?.dataset.draft;
const ahead = Number(form?.dataset.now) - Date.now(); // the server's clock decides
let timer;

/** What the server does not have yet. */
export const unsaved = () => JSON.parse(localStorage.getItem(NAME));

export function note(more) {
  form.written.value = Math.round(Date.now() + ahead);
  const now = { body: field.value, key: form.compose.value, at: form.written.value, ...more };
  localStorage.setItem(NAME, JSON.stringify(now));
  clearTimeout(timer);
}

export function forget() {
  clearTimeout(timer);
  localStorage.removeItem(NAME);
}

export function show({ body, key }) {
  field.value = body;
  form.compose.value = key;
  field.dispatchEvent(new Event("filled"));
}

/** Take over what an answer to the composer says is kept. */
export function take(page) {
  const kept = page.getElementById("kept");
  if (kept) show({ body: kept.textContent, key: kept.value });
}

function asForm({ body, key, at }) {
  const data = new FormData();
  for (const [name, value] of Object.entries({ body, compose: key, written: at })) data.set(name, value);
  data.set("csrf_token", form.csrf_token.value);
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
  if (mine && Number(mine.at) > Number(document.getElementById("kept").dataset.written)) {
    show(mine);
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
