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

function describe(field, out) {
  const text = field.value.trim();
  const length = [...text].length;
  const longest = Number(field.dataset.longest);
  const tables = [new Set(field.dataset.basic), new Set(field.dataset.extension)];
  const { count: parts, culprits } = measure(text, ...tables);
  const shown = culprits.slice(0, 3).map((c) => `“${c}”`).join(" ");
  const size = `${length} ${length === 1 ? "character" : "characters"}, ${parts} ${parts === 1 ? "part" : "parts"}`;
  if (length === 0) out.textContent = "";
  else if (length > longest) out.textContent = `${length} characters: ${length - longest} too many`;
  else if (culprits.length > 0) out.textContent = `${size} (of 70, because of ${shown})`;
  else out.textContent = size;
  out.classList.toggle("parts-dear", culprits.length > 0 || length > longest);
}

for (const field of document.querySelectorAll("textarea[data-parts]")) {
  const out = document.getElementById(field.dataset.parts);
  const show = () => describe(field, out);
  field.addEventListener("input", show);
  field.addEventListener("filled", show);
  show();
}
