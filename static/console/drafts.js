// What is written is kept: here at once, soon at the server, which says what it costs.
import { byId, fetchFragment } from "./fetching.js";
import { swap } from "./regions.js";

const form = byId("composer");
const field = byId("body");
const NAME = form?.dataset.draft;
const ahead = form?.dataset.now - Date.now();
let timer;

/** What the server does not have yet. */
export const unsaved = () => JSON.parse(localStorage.getItem(NAME));

export function note(trying) {
  const at = (form.written.value = Math.round(Date.now() + ahead));
  const now = { body: field.value, key: form.compose.value, at, trying };
  localStorage.setItem(NAME, JSON.stringify(now));
}

export const forget = () => localStorage.removeItem(NAME);

/** Take over what an answer says is kept. */
export function take(page) {
  const kept = page.getElementById("kept");
  if (kept) [field.value, form.compose.value] = [kept.textContent, kept.value];
}

async function save() {
  const mine = unsaved();
  if (NAME && (!mine || mine.trying)) return;
  const body = new FormData(form);
  body.delete("picture");
  try {
    const { ok, page } = await fetchFragment(form.dataset.keep, { method: "POST", body });
    if (ok && unsaved()?.at === mine?.at) forget();
    if (body.get("body") === field.value) swap(page);
  } catch {
    timer = setTimeout(save, 5000);
  }
}

if (form?.dataset.keep) {
  const mine = unsaved();
  if (mine?.at > byId("kept")?.dataset.written) {
    [field.value, form.compose.value, form.written.value] = [mine.body, mine.key, mine.at];
    save();
  } else forget();
  field.addEventListener("input", () => {
    if (NAME) note();
    clearTimeout(timer);
    timer = setTimeout(save, 400);
  });
}
