// Listens for changes. While the stream is away, asks every ten seconds, and says so.

const settings = document.querySelector("meta[name=stream]");
const state = document.getElementById("live-state");
const TRY_AGAIN = 3_000;

let address = settings?.content;
let since = settings?.dataset.since;
let polling = null;

function touched(conversation) {
  document.dispatchEvent(new CustomEvent("touched", { detail: conversation }));
}

function listen() {
  const stream = new EventSource(`${address}&since=${since}`);
  stream.addEventListener("hello", settle);
  for (const kind of ["conversation", "everything"]) {
    stream.addEventListener(kind, ({ data, lastEventId }) => {
      since = lastEventId || since;
      touched(kind === "everything" ? null : data);
    });
  }
  stream.onmessage = (event) => document.dispatchEvent(new CustomEvent("presence", { detail: event.data }));
  stream.onerror = () => {
    fallBack();
    if (stream.readyState === EventSource.CLOSED) setTimeout(renew, TRY_AGAIN);
  };
}

function settle() {
  if (polling === null) return;
  clearInterval(polling);
  polling = null;
  state.hidden = true;
  touched(null);
}

function fallBack() {
  if (polling !== null) return;
  polling = setInterval(() => touched(null), 10_000);
  // A stream that is merely renewed is back before anybody could read this.
  setTimeout(() => (state.hidden = polling === null), 2 * TRY_AGAIN);
}

// The pass in the address works for minutes: a stream that was refused needs a new one.
async function renew() {
  try {
    const answer = await fetch(settings.dataset.renew, { headers: { "X-Fragment": "1" } });
    if (answer.status === 401) return location.reload();
    if (answer.ok) address = (await answer.json()).address;
  } catch {
    return setTimeout(renew, TRY_AGAIN);
  }
  listen();
}

if (address && state) {
  listen();
  addEventListener("online", () => touched(null));
}
