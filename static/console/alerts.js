// Tells of what comes in: in words to whoever listens; by a tone and a notification where the page is
// not in view. Both are chosen for this browser.
const choices = document.getElementById("alerts");
const wants = {
  sound: () => localStorage.sound !== "off",
  notify: () => localStorage.notify === "on" && Notification.permission === "granted",
};
const part = (row, name) => row?.querySelector(`.row-${name}`)?.textContent;
let arrived = [];
let timer;

function ring() {
  const context = new AudioContext();
  const volume = new GainNode(context, { gain: 0.12 });
  const tone = new OscillatorNode(context, { frequency: 660 });
  tone.connect(volume).connect(context.destination);
  volume.gain.exponentialRampToValueAtTime(0.001, 0.6);
  tone.onended = () => context.close();
  tone.start();
  tone.stop(0.6);
}

function notify(row) {
  const shown = new Notification(part(row, "name"), { body: part(row, "preview"), tag: row.pathname });
  shown.onclick = () => focus() ?? location.assign(row.href);
}

function tell() {
  const rows = arrived.splice(0);
  if (document.hidden && wants.sound()) ring();
  if (document.hidden && wants.notify()) rows.forEach(notify);
  const names = rows.filter((row) => !row.ariaCurrent).map((row) => part(row, "name"));
  const who = names.length > 3 ? `${names.length} customers` : names.join(", ");
  if (who) document.getElementById("announcer").textContent = `${who} wrote`;
}

document.addEventListener("rows", ({ detail: [old, fresh] }) => {
  for (const row of fresh.querySelectorAll(".row-waiting")) {
    const before = old.querySelector(`[data-key="${row.parentElement.dataset.key}"]`);
    const since = Date.parse(row.querySelector("time").dateTime);
    const wrote = part(before, "preview") !== part(row, "preview") && !part(row, "by");
    if (before ? wrote : Date.now() - since < 120_000) arrived.push(row);
  }
  clearTimeout(timer);
  if (arrived.length) timer = setTimeout(tell, 600); // a few at a time
});

choices?.addEventListener("change", async ({ target: { name, checked }, target }) => {
  if (checked && name === "sound") ring();
  if (checked && name === "notify") target.checked = (await Notification.requestPermission()) === "granted";
  choices.querySelector("p").hidden = checked === target.checked;
  localStorage[name] = target.checked ? "on" : "off";
});
for (const box of choices?.querySelectorAll("input") ?? []) box.checked = wants[box.name]();
choices?.removeAttribute("hidden");
