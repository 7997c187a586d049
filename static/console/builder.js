// The quote builder: lines come and go without reloading, and the text is shown as one types.

const PAUSE = 250;
const MOST_LINES = 20;

const form = document.getElementById("builder");
const lines = document.getElementById("lines");
const preview = document.getElementById("preview");

let timer = null;
let asking = null;

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
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    // The total is announced when it changes, so it stays the same element.
    const [old, fresh] = [preview, page].map((place) => place.querySelector(".preview"));
    const [total, sum] = [old, fresh].map((section) => section.querySelector(".total"));
    if (total.textContent !== sum.textContent) total.replaceChildren(...sum.childNodes);
    sum.replaceWith(total);
    old.replaceWith(fresh);
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
  for (const problem of row.querySelectorAll(".problem")) problem.remove();
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

// A description from the catalogue brings its price, unless one has been typed.
function bringPrice(description) {
  const items = [...document.getElementById("catalogue").options];
  const item = items.find((each) => each.value === description.value);
  const price = description.closest("li").querySelector("input[name=price]");
  if (item && (!price.value || price.dataset.fromCatalogue === price.value)) {
    price.value = item.dataset.price;
    price.dataset.fromCatalogue = item.dataset.price;
  }
}

lines.addEventListener("input", (event) => {
  if (event.target.name === "description") bringPrice(event.target);
});

form.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.matches("[data-add]")) {
    event.preventDefault();
    add();
  } else if (button?.matches("[data-remove]")) {
    event.preventDefault();
    remove(button.closest("li"));
  }
});

// Enter goes on to the next field; nothing is sent by it.
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("input:not([type=checkbox])")) return;
  event.preventDefault();
  if (event.ctrlKey || event.metaKey) return form.querySelector("[value=send]").click();
  if (event.target.name === "price" && event.target.value && event.target.closest("li") === lines.lastElementChild) add();
  else show();
});

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
for (const description of lines.querySelectorAll("input[name=description]")) {
  if (!description.value) continue;
  bringPrice(description);
  soon();
}
