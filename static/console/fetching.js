// Asks the server for the part of a page that may have changed.

export class LoggedOut extends Error {}

/** `act`, once nothing has asked for it for 150 milliseconds; who is logged out is told so. */
export function settled(act) {
  let timer;
  const run = () => act().catch((error) => error instanceof LoggedOut && location.reload());
  return () => {
    clearTimeout(timer);
    timer = setTimeout(run, 150);
  };
}

export async function fetchFragment(address, options = {}) {
  const response = await fetch(address, {
    ...options,
    headers: { "X-Fragment": "1" },
    credentials: "same-origin",
  });
  if (response.status === 401 || (response.status === 400 && options.method === "POST")) {
    throw new LoggedOut();
  }
  if (!response.ok && response.status !== 422) throw Object.assign(new Error(`answered ${response.status}`), { status: response.status });
  const text = await response.text();
  const page = new DOMParser().parseFromString(text, "text/html");
  return { ok: response.ok, page };
}
