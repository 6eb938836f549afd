// The operator's console and the reader's view. Preview, then take: one key puts the next
// frame on every wall. A step says which step it follows, so two screens never step twice,
// and is sent with its key until it is answered. `data-follows` on the reader's page: it
// goes along with whatever deck is on the walls.

import { draw } from "./wall-frame.js";

const LOOK_EVERY_MS = 1000;
const AGAIN_AFTER_MS = 700;
const PATIENCE_MS = 5000;
const TWICE_MS = 800;

const root = document.querySelector("[data-console]");
const find = (name) => document.querySelector(`[data-${name}]`);
const form = find("step-form");
const refusal = find("refusal");
const cues = [...document.querySelectorAll("[data-queue] > li")].map((row) => ({
  row,
  frame: JSON.parse(row.dataset.frame),
}));
let now = JSON.parse(root.dataset.state);
let next = 0;
let sending = false;
let escaped = 0;
let blanked = null; // the frame that was on the walls before they were blanked

function placeOf(frame) {
  return frame ? cues.findIndex((cue) => cue.frame.id === frame.id) : -1;
}

function write(name, text) {
  const aim = find(name);
  if (aim) {
    aim.textContent = text;
  }
}

function paint() {
  const current = placeOf(now.frame);
  const coming = cues[next]?.frame ?? null;
  for (const [name, frame] of [["on-air", now.frame], ["next", coming]]) {
    if (find(name)) {
      draw(find(name), frame, { title: "p" });
    }
  }
  cues.forEach(({ row }, at) => {
    row.classList.toggle("is-on-air", at === current);
    row.classList.toggle("is-next", at === next);
  });
  const page = coming?.page ? ` – ${coming.page}` : "";
  write("step-number", now.last);
  write("title", now.frame?.title ?? root.dataset.nothing);
  write("reading", now.reading || "–");
  write("next-title", coming ? `${coming.title}${page}` : root.dataset.over);
  const may = now.mine && Boolean(root.dataset.mayShow);
  for (const button of document.querySelectorAll("[data-act]")) {
    button.hidden = !may;
    button.disabled = button.dataset.act === "take" ? !coming : current < 1;
  }
}

function say(sentence) {
  refusal.textContent = sentence;
  refusal.hidden = !sentence;
}

function hear(told) {
  const { mine } = now;
  const moved = told.last !== now.last;
  now = told;
  if (told.mine !== mine) {
    // Buttons of the whole page depend on who holds control.
    location.reload();
    return;
  }
  if (!moved) {
    return;
  }
  const at = placeOf(now.frame);
  if (at >= 0) {
    next = at + 1;
    blanked = null;
  } else if (now.frame && "follows" in root.dataset) {
    location.reload();
    return;
  }
  paint();
}

async function send(body) {
  const answer = await fetch(form.action, {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
    redirect: "manual",
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (answer.type === "opaqueredirect") {
    location.reload(); // signed out, or the screen was locked
    return null;
  }
  if (answer.status !== 200 && answer.status !== 409) {
    throw new Error(answer.status);
  }
  return answer.json();
}

async function step(frame) {
  if (sending || !now.mine) {
    return;
  }
  sending = true;
  const body = new FormData(form);
  body.set("follows", now.last);
  body.set("frame", frame?.id ?? "");
  body.set("key", newKey());
  for (;;) {
    try {
      const told = await send(body);
      if (told) {
        say(told.refusal);
        hear(told);
      }
      break;
    } catch {
      say(root.dataset.unanswered);
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
    }
  }
  sending = false;
}

// Over plain HTTP a browser has no randomUUID.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function take() {
  if (cues[next]) {
    step(cues[next].frame);
  }
}

function back() {
  const current = placeOf(now.frame);
  const before = current < 0 ? next - 1 : current - 1;
  if (cues[before]) {
    step(cues[before].frame);
  }
}

function blank() {
  if (now.frame) {
    blanked = now.frame;
    step(null);
  }
}

function blankOrNot() {
  if (now.frame) {
    blank();
  } else if (blanked) {
    step(blanked);
  }
}

function escape() {
  const at = performance.now();
  if (at - escaped < TWICE_MS) {
    blank();
  }
  escaped = at;
}

const KEYS = {
  " ": take,
  ArrowRight: take,
  PageDown: take,
  ArrowLeft: back,
  PageUp: back,
  b: blankOrNot,
  Escape: escape,
};
const ACTS = { take, back };

document.addEventListener("keydown", (event) => {
  const act = KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  const typing = event.target.matches("input:not([type=hidden]), textarea, select");
  const other = event.ctrlKey || event.altKey || event.metaKey || event.repeat;
  // A key on a button is that button's, but for the cues: there it goes on.
  const pressed = event.key === " " && event.target.matches("a, summary, button:not(.console-cue)");
  if (act && !typing && !other && !pressed) {
    event.preventDefault();
    act();
  }
});
for (const button of document.querySelectorAll("[data-act]")) {
  button.addEventListener("click", () => ACTS[button.dataset.act]());
}
// To choose a cue is to preview it; it is taken with the key.
cues.forEach(({ row }, at) => {
  row.querySelector("form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    next = at;
    paint();
  });
});
if (!form.hidden) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    blank();
  });
}

async function look() {
  if (!sending) {
    try {
      const before = now.last;
      const answer = await fetch(root.dataset.now, {
        // A look is no act of a person: the screen may lock meanwhile.
        headers: { "HX-Request": "true" },
        cache: "no-store",
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      if (answer.headers.has("HX-Redirect")) {
        location.reload();
        return;
      }
      const told = await answer.json();
      // What was asked before a step of ours was answered says nothing new.
      if (!sending && now.last === before) {
        hear(told);
      }
    } catch {
      // No network: the page says so by itself once a step is not answered.
    }
  }
  setTimeout(look, LOOK_EVERY_MS);
}

next = placeOf(now.frame) + 1;
paint();
document.fonts.ready.then(paint);
window.addEventListener("resize", paint);
look();
