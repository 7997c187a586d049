// Keeps "4 min" true while a page stays open. Says what showing.age says on the server.

function age(since) {
  const minutes = Math.floor((Date.now() - since) / 60_000);
  if (minutes < 1) return "now";
  if (minutes < 60) return `${minutes} min`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} h`;
  return `${Math.floor(minutes / 1440)} d`;
}

function tick() {
  for (const time of document.querySelectorAll("time[data-age]")) {
    const words = age(Date.parse(time.dateTime));
    if (time.textContent !== words) time.textContent = words;
  }
}

setInterval(tick, 20_000);
document.addEventListener("visibilitychange", tick);
