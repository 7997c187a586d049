// Asks the server for the part of a page that may have changed.

export const byId = (id) => document.getElementById(id);

export class LoggedOut extends Error {}

/** Whoever is logged out is told so; what else goes wrong is asked again some time. */
export const excuse = (error) => error instanceof LoggedOut && location.reload();

/** `act`, once nothing has asked for it for 150 milliseconds. */
export function settled(act) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => act().catch(excuse), 150);
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
