// How many parts a text costs: the rules of channels/segments.py, with its tables from the page.
// (composing/cost.py says the same on a page without scripts.)

export function measure(text, basic, extension) {
  const characters = [...text];
  const culprits = [...new Set(characters.filter((c) => !basic.has(c) && !extension.has(c)))];
  const count = culprits.length
    ? parts(characters.map((c) => c.length), 70, 67)
    : parts(characters.map((c) => (extension.has(c) ? 2 : 1)), 160, 153);
  return { count, culprits };
}

function parts(sizes, single, part) {
  if (sizes.reduce((sum, size) => sum + size, 0) <= single) return 1;
  let count = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > part) {
      count += 1;
      used = 0;
    }
    used += size;
  }
  return count;
}

const many = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
const isEmoji = (c) => c.codePointAt() >= 0x1f000 || (c >= "\u2600" && c < "\u27c0");

for (const field of document.querySelectorAll("textarea[data-parts]")) {
  const { longest, price, mms, currency = "USD" } = field.dataset;
  const out = document.getElementById(field.dataset.parts);
  const button = document.getElementById("plain");
  const dear = JSON.parse(field.dataset.dear);
  const tables = [new Set(field.dataset.basic), new Set(field.dataset.extension)];
  const format = new Intl.NumberFormat("en", { style: "currency", currency, maximumFractionDigits: 4 });
  const cost = (each, number = 1) => (each ? `, ${format.format(each * number)}` : "");
  const plain = (text) => [...text].map((c) => dear[c]?.[0] ?? c).join("");
  const called = (c) => {
    const name = dear[c]?.[1] ?? (isEmoji(c) && "an emoji");
    return name ? `“${c}” (${name})` : `“${c}”`;
  };

  function describe(text) {
    const { length } = [...text];
    const pictures = document.querySelectorAll("#beside li").length;
    if (length > longest) return [`${length} characters: ${length - longest} too many`, true];
    if (pictures) return [`MMS with ${many(pictures, "picture")}${cost(mms)}`];
    if (!length) return [""];
    const { count, culprits } = measure(text, ...tables);
    const size = `${many(length, "character")}, ${many(count, "part")}${cost(price, count)}`;
    if (!culprits.length) return [size];
    const rest = [...plain(text)].filter((c) => tables.some((table) => table.has(c)));
    const least = measure(rest.join(""), ...tables).count;
    const why =
      count > least
        ? `: ${called(culprits[0])} makes it ${count} instead of ${least}`
        : ` (of 70, because of ${culprits.slice(0, 3).map(called).join(" ")})`;
    return [size + why, true, culprits.some((c) => c in dear)];
  }

  function show() {
    const [sentence, isDear = false, replaceable = false] = describe(field.value.trim());
    out.textContent = sentence;
    out.classList.toggle("parts-dear", isDear);
    if (button) button.hidden = !replaceable;
  }

  button?.addEventListener("click", (event) => {
    event.preventDefault();
    field.value = plain(field.value);
    field.dispatchEvent(new Event("input"));
    field.focus();
  });
  field.addEventListener("input", show);
  field.addEventListener("filled", show);
  document.addEventListener("swapped", show);
  show();
}
