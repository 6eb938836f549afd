// Locks the screen when nobody works on it. `data-idle-lock` on the form that locks
// says after how many seconds, `data-idle-here` where to say that somebody is typing,
// `data-idle-page` the page that asks for the password. The server keeps the time
// itself and turns every request away once it is over; this only leads there in time.

const form = document.querySelector("form[data-idle-lock]");
const LIMIT_MS = Number(form.dataset.idleLock) * 1000;
// The server hears of typing so often, and so much later than this page it locks.
const SAY_EVERY_MS = Math.min(30000, LIMIT_MS / 4);
const LOOK_EVERY_MS = Math.min(1000, LIMIT_MS / 4);
const ACTS = ["keydown", "pointerdown", "pointermove", "wheel", "touchstart"];

const others = new BroadcastChannel("idle-lock");
let acted = Date.now();
let unsaid = false;
let leaving = false;

function act() {
  acted = Date.now();
  unsaid = true;
}

function leave(lead) {
  if (!leaving) {
    leaving = true;
    lead();
  }
}

function toLockPage() {
  const next = encodeURIComponent(location.pathname + location.search);
  location.replace(`${form.dataset.idlePage}?next=${next}`);
}

async function say() {
  unsaid = false;
  others.postMessage({ acted });
  try {
    const answer = await fetch(form.dataset.idleHere, {
      method: "POST",
      body: new FormData(form),
      redirect: "manual",
    });
    // The server has locked, or ended the session, in another way: see what it says.
    if (answer.type === "opaqueredirect") {
      leave(toLockPage);
    }
  } catch {
    // No network: the server's own clock goes on.
  }
}

function look() {
  if (Date.now() - acted >= LIMIT_MS) {
    leave(() => {
      others.postMessage({ locked: true });
      form.submit();
    });
  }
}

others.addEventListener("message", ({ data }) => {
  if (data.locked) {
    leave(toLockPage);
  } else {
    acted = Math.max(acted, data.acted);
  }
});
form.addEventListener("submit", () => others.postMessage({ locked: true }));
for (const kind of ACTS) {
  document.addEventListener(kind, act, { capture: true, passive: true });
}
// A laptop that was closed comes back with its page: look before anybody sees it long.
document.addEventListener("visibilitychange", look);
window.addEventListener("pageshow", look);
setInterval(look, LOOK_EVERY_MS);
setInterval(() => {
  if (unsaid && !leaving) {
    say();
  }
}, SAY_EVERY_MS);
