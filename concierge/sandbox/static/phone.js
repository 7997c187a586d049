// The open phone: new messages as they come, sending without leaving the page.
// Everything also works as plain forms; this only spares the reload.

const number = document.body.dataset.number;
const thread = document.getElementById("thread");
const shelf = document.getElementById("shelf");
const composer = document.getElementById("composer");
const body = document.getElementById("body");
const pictures = document.getElementById("pictures");
const trouble = document.getElementById("trouble");
const address = `/phone/${encodeURIComponent(number)}`;

const atEnd = () => thread.scrollHeight - thread.scrollTop - thread.clientHeight < 120;
const toEnd = () => { thread.scrollTop = thread.scrollHeight; };

// Only what is new or different is touched, so that a screen reader says new messages alone.
function place(list, html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const items = [...fresh.content.children];
  const wanted = new Set(items.map((item) => item.id));
  for (const old of [...list.children]) if (!wanted.has(old.id)) old.remove();
  items.forEach((item, index) => {
    const old = document.getElementById(item.id);
    const here = list.children[index];
    if (!old) {
      if (list === thread && opened) item.classList.add("fresh");
      list.insertBefore(item, here ?? null);
    } else {
      const same = old.cloneNode(true);
      same.classList.remove("fresh");
      if (old !== here) list.insertBefore(old, here ?? null);
      if (same.outerHTML !== item.outerHTML) old.replaceWith(item);
    }
  });
}

let opened = false;
function show(news) {
  const follow = !opened || atEnd();
  place(thread, news.thread);
  place(shelf, news.shelf);
  markUnread();
  if (follow) toEnd();
  opened = true;
}

// A dot on phones whose newest message has not been looked at in this browser.
function markUnread() {
  for (const link of shelf.querySelectorAll("a")) {
    const key = `seen ${link.getAttribute("href")}`;
    if (link.hasAttribute("aria-current")) localStorage.setItem(key, link.dataset.at);
    const unread = Number(link.dataset.at) > Number(localStorage.getItem(key) ?? 0);
    link.classList.toggle("unread", unread);
  }
}

let polling = 0;
const poll = async () => {
  try {
    show(await (await fetch(`${address}/news`)).json());
  } catch {
    // The sandbox is restarting; the next round finds it again.
  }
};
function listen() {
  const stream = new EventSource(`${address}/live`);
  stream.onmessage = (message) => {
    clearInterval(polling);
    polling = 0;
    show(JSON.parse(message.data));
  };
  stream.onerror = () => {
    polling ||= setInterval(poll, 2000);
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
  };
}

async function send(form, submitter) {
  const data = new FormData(form, submitter);
  trouble.textContent = "";
  try {
    const answer = await fetch(form.action, {
      method: "POST", body: data, headers: { "X-Requested-With": "fetch" },
    });
    if (!answer.ok) throw new Error(await answer.text());
    if (form === composer) {
      // A sample goes out beside a half-written text only if that text went with it.
      form.reset();
      composer.querySelector("details").open = false;
      grow();
    }
    toEnd();
  } catch (error) {
    trouble.textContent = error instanceof TypeError ? "Not sent. Try again." : error.message;
  }
  if (matchMedia("(hover: hover)").matches) body.focus();
}

for (const form of document.querySelectorAll(".quick, .composer")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, event.submitter);
  });
}

function grow() {
  body.style.height = "auto";
  body.style.height = `${Math.min(body.scrollHeight, 132)}px`;
  composer.classList.toggle("ready", body.value.trim() !== "" || pictures.files.length > 0);
}
body.addEventListener("input", grow);
body.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    composer.requestSubmit(composer.querySelector(".send"));
  }
});
pictures.addEventListener("change", () => {
  if (pictures.files.length) composer.requestSubmit(composer.querySelector(".send"));
});

// Links open as on a phone: in one browser window, of a phone's size.
thread.addEventListener("click", (event) => {
  const link = event.target.closest("a[target='phone-browser']");
  if (!link || event.ctrlKey || event.metaKey || matchMedia("(max-width: 700px)").matches) return;
  if (window.open(link.href, "phone-browser", "popup,width=412,height=880")) event.preventDefault();
});

const clock = document.getElementById("clock");
setInterval(() => {
  clock.textContent = new Date().toTimeString().slice(0, 5);
}, 5000);

markUnread();
toEnd();
grow();
listen();
