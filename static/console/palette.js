// The command palette: what this page's own buttons and keys do, every place, and people by search.
import { act, acts, keysOf, make, words } from "./keys.js";
import { fetchFragment, settled } from "./fetching.js";

const HERE = "main :is(button, .button, [aria-keyshortcuts]):not([tabindex='-1'], [data-walk], [data-own-keys]), #keys";
const palette = document.getElementById("palette");
const field = palette?.querySelector("input");
const list = palette?.querySelector("ul");

let own = []; // what the page offers
let chosen = 0;

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function entry(one) {
  const about = one.closest("article")?.ariaLabel ?? "";
  const hint = keysOf(one)[0]?.replace("+", " ") ?? (one.closest("nav") ? "place" : "");
  return { one, label: `${words(one)} ${about}`.trim(), hint };
}

function person(one) {
  const [label, hint] = [".row-name", ".row-preview"].map((part) => one.querySelector(part).textContent);
  return { one, label, hint };
}

function choose(index) {
  const all = [...list.children];
  chosen = (index + all.length) % (all.length || 1);
  all.forEach((item, at) => (item.ariaSelected = at === chosen));
  field.setAttribute("aria-activedescendant", all[chosen]?.id ?? "");
  all[chosen]?.scrollIntoView({ block: "nearest" });
}

function show(found) {
  const options = found.map(({ one, label, hint }, index) => {
    const item = make("li", make("span", label), make("small", hint));
    Object.assign(item, { id: `command-${index}`, role: "option" });
    item.onclick = () => {
      palette.close();
      if (one.ownerDocument === document) act(one);
      else location.assign(one.href);
    };
    return item;
  });
  list.replaceChildren(...options);
  choose(0);
}

function fitting() {
  const wanted = plain(field.value.trim()).split(" ");
  return own.filter(({ label }) => wanted.every((word) => plain(label).includes(word)));
}

const people = settled(async () => {
  const asked = field.value.trim();
  if (asked.length < 2) return;
  const { page } = await fetchFragment(`${palette.dataset.people}?${new URLSearchParams({ q: asked })}`);
  const found = [...page.querySelectorAll("a.row")].slice(0, 8).map(person);
  if (field.value.trim() === asked) show([...fitting(), ...found]);
});

function seek() {
  show(fitting());
  people();
}

palette?.addEventListener("beforetoggle", (event) => {
  if (event.newState !== "open") return;
  const all = [...acts(HERE), ...document.querySelectorAll(".rail :is(a, button):not(.rail-mark, [data-palette], [popovertarget])")];
  const labels = new Set();
  own = all.map(entry).filter(({ label }) => label && !labels.has(label) && labels.add(label));
  field.value = "";
  seek();
});
field?.addEventListener("input", seek);
field?.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) choose(chosen + step);
  else if (event.key === "Enter") list.children[chosen]?.click();
  else return;
  event.preventDefault();
});
document.querySelector("[data-palette]")?.addEventListener("click", (event) => {
  event.preventDefault();
  palette.showModal();
});
