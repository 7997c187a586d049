// Who else is where: says what is done on this page, and shows what others do.

const thread = document.getElementById("thread");
const form = document.getElementById("composer");
const me = document.querySelector("meta[name=stream]")?.dataset.me;
const heard = {}; // of which conversation when
let typedAt = 0;

function say(state) {
  const body = new URLSearchParams({ state, csrf_token: form.csrf_token.value });
  const how = { method: "POST", body, headers: { "X-Fragment": 1 }, keepalive: true };
  fetch(`${thread.dataset.source}/presence`, how).catch(() => {});
}

function show(id, words) {
  for (const mark of document.querySelectorAll(`[data-here="${id}"]`)) mark.textContent = words;
}

document.addEventListener("presence", ({ detail }) => {
  const [id, people] = JSON.parse(detail);
  const others = people.filter((one) => `${one[0]}` !== me).map((one) => one[2]);
  heard[id] = Date.now();
  show(id, others.join(" · "));
  const typing = `${id}` === thread?.dataset.conversation && others.find((words) => words.endsWith("…"));
  const said = document.getElementById("arrivals");
  if (typing && typing !== said.textContent) said.textContent = typing; // aloud, and once
});

const answers = thread && !document.body.classList.contains("only-looks");
setInterval(() => {
  const now = Date.now();
  if (answers && !document.hidden) say(now - typedAt < 10_000 ? "typing" : "looking");
  for (const { dataset } of document.querySelectorAll("[data-here]:not(:empty)")) {
    if (now - (heard[dataset.here] ??= now) > 45_000) show(dataset.here, ""); // their network is gone
  }
}, 15_000);

if (answers) {
  form.addEventListener("input", () => {
    if (Date.now() - typedAt > 10_000) say("typing");
    typedAt = Date.now();
  });
  addEventListener("pagehide", () => say("gone"));
}
