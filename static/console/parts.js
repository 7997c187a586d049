// How many parts a text costs: the rules of channels/segments.py, with its tables from the page.

export function measure(text, basic, extension) {
  const characters = [...text];
  const culprits = [...new Set(characters.filter((c) => !basic.has(c) && !extension.has(c)))];
  if (culprits.length > 0) {
    return { count: count(characters.map((c) => c.length), 70, 67), culprits };
  }
  return { count: count(characters.map((c) => (extension.has(c) ? 2 : 1)), 160, 153), culprits };
}

function count(sizes, single, part) {
  if (sizes.reduce((sum, size) => sum + size, 0) <= single) return 1;
  let parts = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > part) {
      parts += 1;
      used = 0;
    }
    used += size;
  }
  return parts;
}

function many(number, noun) {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

const isEmoji = (c) => c.codePointAt() >= 0x1f000 || (c >= "\u2600" && c < "\u27c0");

function describe(field, out) {
  const text = field.value.trim();
  const length = [...text].length;
  const { longest, price, mms, currency } = field.dataset;
  const pictures = document.querySelectorAll("#beside li").length;
  const dear = JSON.parse(field.dataset.dear);
  const tables = [new Set(field.dataset.basic), new Set(field.dataset.extension)];
  const { count: parts, culprits } = measure(text, ...tables);
  const named = culprits.map((c) => {
    const name = dear[c]?.[1] ?? (isEmoji(c) ? "an emoji" : "");
    return name ? `“${c}” (${name})` : `“${c}”`;
  });
  let said = `${many(length, "character")}, ${many(parts, "part")}`;
  const money = new Intl.NumberFormat("en", { style: "currency", currency: currency ?? "USD", maximumFractionDigits: 4 });
  if (price) said += `, ${money.format(parts * price)}`;
  if (pictures && length <= longest) said = `MMS with ${many(pictures, "picture")}${mms ? `, ${money.format(mms)}` : ""}`;
  else if (length === 0) said = "";
  else if (length > longest) said = `${length} characters: ${length - longest} too many`;
  else if (culprits.length > 0) {
    const others = plain(text, dear).filter((c) => tables.some((table) => table.has(c)));
    const least = measure(others.join(""), ...tables).count;
    said += parts > least ? `: ${named[0]} makes it ${parts} instead of ${least}` : ` (of 70, because of ${named.slice(0, 3).join(" ")})`;
  }
  out.textContent = said;
  out.classList.toggle("parts-dear", (culprits.length > 0 && !pictures) || length > longest);
  const button = document.getElementById("plain");
  if (button) button.hidden = pictures || length > longest || !culprits.some((c) => c in dear);
}

function plain(text, dear) {
  return [...[...text].map((c) => dear[c]?.[0] ?? c).join("")];
}

for (const field of document.querySelectorAll("textarea[data-parts]")) {
  const out = document.getElementById(field.dataset.parts);
  const show = () => describe(field, out);
  field.addEventListener("input", show);
  field.addEventListener("filled", show);
  document.addEventListener("swapped", show);
  document.getElementById("plain")?.addEventListener("click", (event) => {
    event.preventDefault();
    field.value = plain(field.value, JSON.parse(field.dataset.dear)).join("");
    field.dispatchEvent(new Event("input"));
    field.focus();
  });
  show();
}
