// The quote builder: lines come and go without reloading, and the text is shown as one types.
import { byId, fetchFragment, settled } from "./fetching.js";

const form = byId("builder");
const lines = byId("lines");
const preview = byId("preview");

let asking;

// The total is announced when it changes, so it stays the same element; so does what has the focus.
function swap(page) {
  const [old, fresh] = [preview, page].map((place) => place.querySelector(".preview"));
  const [total, sum] = [old, fresh].map((section) => section.querySelector(".total"));
  const held = old.contains(document.activeElement) && document.activeElement.name;
  if (total.textContent !== sum.textContent) total.replaceChildren(...sum.childNodes);
  sum.replaceWith(total);
  old.replaceWith(fresh);
  if (held) fresh.querySelector(`[name="${held}"]`)?.focus();
}

async function show() {
  asking?.abort();
  const { signal } = (asking = new AbortController());
  try {
    const { page } = await fetchFragment(form.dataset.preview, { method: "POST", body: new FormData(form), signal });
    swap(page);
    delete preview.dataset.stale;
  } catch (error) {
    if (error.name !== "AbortError") preview.dataset.stale = "";
  }
}

const soon = settled(show);

function clear(row) {
  for (const field of row.querySelectorAll("input")) {
    field.value = field.name === "quantity" ? "1" : "";
    field.removeAttribute("aria-invalid");
  }
  for (const said of row.querySelectorAll(".problem, .line-goods")) said.remove();
}

function add() {
  if (lines.children.length >= 20) return;
  const row = lines.lastElementChild.cloneNode(true);
  clear(row);
  lines.append(row);
  row.querySelector("input").focus();
}

function remove(row) {
  const neighbour = row.nextElementSibling ?? row.previousElementSibling;
  if (neighbour) row.remove();
  else clear(row);
  (neighbour ?? row).querySelector("input").focus();
  soon();
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.matches("[data-add]")) add();
  else if (button?.matches("[data-remove]")) remove(button.closest("li"));
  else if (button?.value.startsWith("item-")) put(button);
  else return;
  event.preventDefault();
});

// Enter goes on; nothing is sent by it.
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("input:not([type=checkbox])")) return;
  event.preventDefault();
  if (event.target === find) return first();
  if (event.ctrlKey || event.metaKey) return form.querySelector("[value=send]").click();
  if (event.target.name === "price" && event.target.value && event.target.closest("li") === lines.lastElementChild) add();
  else show();
});

// The catalogue: found as one types, put in without leaving the page.
const find = form.querySelector("[name=find]");
const around = find.closest("[data-goods]");
let turn = 0;

async function seek() {
  const mine = ++turn;
  const asked = new URLSearchParams({ find: find.value, promised: form.promised.value });
  const { page } = await fetchFragment(`${around.dataset.goods}?${asked}`);
  if (mine !== turn) return;
  const goods = page.getElementById("goods");
  byId("goods").replaceWith(goods);
  byId("found").textContent = goods.dataset.said;
}

// Enter puts in the first, once it is the first of what was typed.
function first() {
  const goods = byId("goods");
  if (goods.dataset.for === find.value.trim()) goods.querySelector("button")?.click();
  else seek();
}

async function put(button) {
  const answer = await fetch(button.formAction, { method: "POST", body: new FormData(form, button) });
  if (!answer.ok) return form.requestSubmit(button);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  lines.replaceChildren(...page.getElementById("lines").childNodes);
  byId("refused").replaceWith(page.getElementById("refused"));
  show(); // an older preview may be on its way
}

const sought = settled(seek);
for (const kind of ["input", "change"]) {
  around.addEventListener(kind, (event) => {
    event.stopPropagation();
    if (event.target === find && kind === "input") sought();
  });
}
find.addEventListener("focus", () => byId("goods").dataset.for ?? seek());

form.addEventListener("input", soon);
form.addEventListener("change", soon);

// Sent once, however often it is clicked.
form.addEventListener("submit", (event) => {
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
});
addEventListener("pageshow", () => delete form.dataset.sent);

form.classList.add("scripted");

// What was typed before.
if (new FormData(form).getAll("description").some(Boolean)) soon();
if (document.activeElement === find) seek();
