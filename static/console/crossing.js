// Never two answers: what a colleague says while one writes is shown above the draft.

const field = document.getElementById("body");
const began = document.getElementById("began");

export function withDraft(address) {
  return began && field?.value ? `${address}?began=${began.value}` : address;
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
