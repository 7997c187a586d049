// Who else is where: says what is done on this page, and shows what others do.

const thread = document.getElementById("thread");
const field = document.getElementById("body");
const me = Number(document.querySelector("meta[name=stream]")?.dataset.me);
const LASTS = 45_000; // as presence.LOOKING_LASTS
const heard = new Map(); // of which conversation when
const announced = new Map(); // which words when
let said = "looking"; // opening the page has said it
let saidAt = Date.now();
let typedAt = 0;

function say(state) {
  [said, saidAt] = [state, Date.now()];
  const body = new FormData();
  body.set("csrf_token", document.querySelector("[name=csrf_token]").value);
  body.set("state", state);
  const headers = { "X-Fragment": "1" };
  fetch(`${thread.dataset.source}/presence`, { method: "POST", body, headers, keepalive: true }).catch(() => {});
}

function show(conversation, words) {
  for (const mark of document.querySelectorAll(`[data-here="${conversation}"]`)) mark.textContent = words;
}

// Nothing twice a minute: whoever listens wants to hear the customer.
function announce(words) {
  if (Date.now() - (announced.get(words) ?? 0) < 60_000) return;
  announced.set(words, Date.now());
  document.getElementById("arrivals").textContent = words;
}

document.addEventListener("presence", ({ detail: [conversation, people] }) => {
  const words = people.filter(([id]) => id !== me).map((person) => person[2]);
  heard.set(`${conversation}`, Date.now());
  show(conversation, words.join(" · "));
  if (`${conversation}` === thread?.dataset.conversation) words.forEach(announce);
});

const answers = thread && field && !document.body.classList.contains("only-looks");
setInterval(() => {
  const now = Date.now();
  const state = now - typedAt < 5_000 ? "typing" : "looking";
  if (answers && !document.hidden && (state !== said || now - saidAt > 20_000)) say(state);
  for (const { dataset } of document.querySelectorAll("[data-here]:not(:empty)")) {
    if (!heard.has(dataset.here)) heard.set(dataset.here, now);
    if (now - heard.get(dataset.here) > LASTS) show(dataset.here, ""); // their network is gone
  }
}, 2_500);

if (answers) {
  field.addEventListener("input", () => {
    typedAt = Date.now();
    if (said !== "typing") say("typing");
  });
  addEventListener("pagehide", () => say("gone"));
  addEventListener("pageshow", (event) => event.persisted && say("looking"));
}
