// The quote builder: lines come and go without reloading, and the text is shown as one types.

const PAUSE = 250;
const MOST_LINES = 20;

const form = document.getElementById("builder");
const lines = document.getElementById("lines");
const preview = document.getElementById("preview");

let timer = null;
let asking = null;

function parsed(text) {
  return new DOMParser().parseFromString(text, "text/html");
}

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
  asking = new AbortController();
  try {
    const answer = await fetch(form.dataset.preview, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Fragment": "1" },
      signal: asking.signal,
    });
    if (!answer.ok) return;
    swap(parsed(await answer.text()));
  } catch (error) {
    if (error.name !== "AbortError") preview.dataset.stale = "";
    return;
  }
  delete preview.dataset.stale;
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(show, PAUSE);
}

function clear(row) {
  for (const field of row.querySelectorAll("input")) {
    field.value = field.name === "quantity" ? "1" : "";
    field.removeAttribute("aria-invalid");
  }
  for (const said of row.querySelectorAll(".problem, .line-goods")) said.remove();
}

function add() {
  if (lines.children.length >= MOST_LINES) return;
  const row = lines.lastElementChild.cloneNode(true);
  clear(row);
  lines.append(row);
  row.querySelector("input").focus();
}

function remove(row) {
  if (lines.children.length === 1) {
    clear(row);
    row.querySelector("input").focus();
  } else {
    const neighbour = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    neighbour.querySelector("input").focus();
  }
  soon();
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.matches("[data-add]")) {
    event.preventDefault();
    add();
  } else if (button?.matches("[data-remove]")) {
    event.preventDefault();
    remove(button.closest("li"));
  } else if (button?.value.startsWith("item-")) {
    event.preventDefault();
    put(button);
  }
});

// Enter goes on to the next field; nothing is sent by it.
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
let turn = 0;

async function seek() {
  const mine = ++turn;
  const asked = new URLSearchParams({ find: find.value, promised: form.elements.promised.value });
  const answer = await fetch(`${find.closest("[data-goods]").dataset.goods}?${asked}`, { headers: { "X-Fragment": "1" } });
  if (!answer.ok || mine !== turn) return;
  const goods = parsed(await answer.text()).getElementById("goods");
  document.getElementById("goods").replaceWith(goods);
  document.getElementById("found").textContent = goods.dataset.said;
}

// Enter puts in the first, once it is the first of what was typed.
function first() {
  const goods = document.getElementById("goods");
  if (goods.dataset.for === find.value.trim()) goods.querySelector("button")?.click();
  else seek();
}

async function put(button) {
  const answer = await fetch(button.formAction, { method: "POST", body: new FormData(form, button) });
  if (!answer.ok) return form.requestSubmit(button);
  const page = parsed(await answer.text());
  lines.replaceChildren(...page.getElementById("lines").childNodes);
  document.getElementById("refused").replaceWith(page.getElementById("refused"));
  swap(page);
}

let pause = null;
for (const kind of ["input", "change"]) {
  find.closest("[data-goods]").addEventListener(kind, (event) => {
    event.stopPropagation();
    if (event.target !== find || kind === "change") return;
    clearTimeout(pause);
    pause = setTimeout(seek, PAUSE);
  });
}
find.addEventListener("focus", () => document.getElementById("goods").dataset.for ?? seek());

form.addEventListener("input", soon);
form.addEventListener("change", soon);

// Sent once, however often it is clicked. (The server makes one quote of it either way.)
form.addEventListener("submit", (event) => {
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
});
addEventListener("pageshow", () => delete form.dataset.sent);

form.classList.add("scripted");

// What was typed before this script came.
if ([...lines.querySelectorAll("input[name=description]")].some((field) => field.value)) soon();
if (document.activeElement === find) seek();
