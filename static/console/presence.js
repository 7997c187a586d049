// Who else is where: says what is done here, shows what others do.

const thread = document.getElementById("thread");
const form = document.getElementById("composer");
const me = document.querySelector("meta[name=stream]")?.dataset.me;
const heard = {}; // when of which
let typedAt = 0;

function say(state) {
  const body = new URLSearchParams({ state, csrf_token: form.csrf_token.value });
  const how = { method: "POST", body, headers: { "X-Fragment": 1 }, keepalive: true };
  fetch(new URL("presence", form.action), how).catch(() => {});
}

document.addEventListener("presence", ({ detail }) => {
  const [id, people] = JSON.parse(detail);
  const others = people.filter((one) => `${one[0]}` !== me).map((one) => one[2]);
  heard[id] = Date.now();
  for (const mark of document.querySelectorAll(`[data-here="${id}"]`)) mark.textContent = others.join(" · ");
  const typing = `${id}` === thread?.dataset.conversation && others.find((one) => one.endsWith("…"));
  const said = document.getElementById("arrivals");
  if (typing && typing !== said.textContent) said.textContent = typing;
});

const answers = thread && !document.body.classList.contains("only-looks");
setInterval(() => {
  const now = Date.now();
  if (answers && !document.hidden) say(now - typedAt < 10_000 ? "typing" : "looking");
  for (const mark of document.querySelectorAll("[data-here]")) {
    if (now - (heard[mark.dataset.here] ??= now) > 45_000) mark.textContent = "";
  }
}, 15_000);

if (answers) {
  form.addEventListener("input", () => {
    if (Date.now() - typedAt > 10_000) say("typing");
    typedAt = Date.now();
  });
  addEventListener("pagehide", () => say("gone"));
}
