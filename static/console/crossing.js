// Never two answers: what a colleague says while one writes is shown above the draft.

const thread = document.getElementById("thread");
const field = document.getElementById("body");
const began = document.getElementById("began");

/** The address of what may have changed: for whom it is, and what they have seen of it. */
export function asked() {
  const query = new URLSearchParams(document.hidden ? {} : { seen: 1 });
  if (began && field?.value) query.set("began", began.value);
  if (thread.dataset.mark) query.set("mark", thread.dataset.mark);
  return `${thread.dataset.source}?${query}`;
}

// Whoever has written nothing yet knows of all that is shown.
function catchUp() {
  if (field.value) return;
  began.value = document.querySelector("#composer [name=seen]").value;
  document.getElementById("crossed")?.remove();
}

if (began && field) {
  document.addEventListener("swapped", catchUp);
  field.addEventListener("input", catchUp);
}
