// A wall: asks twice a second what came after the step it shows, and shows every step in
// its order. While the network is away the last frame stays, with a small sign; what was
// missed is caught up step by step.

import { draw } from "./wall-frame.js";

const EVERY_MS = 500;
const PATIENCE_MS = 2500;
// So long each step stays at least: catching up, too, is seen.
const HOLD_MS = 250;

const root = document.querySelector("[data-wall]");
const away = document.querySelector("[data-wall-away]");
const shut = document.querySelector("[data-wall-shut]");
const waiting = [];
let known = Number(root.dataset.step);
let current = JSON.parse(root.dataset.frame);
let busy = false;

function show(step) {
  current = step.frame;
  draw(root, current);
  root.dataset.step = step.number;
}

function showWaiting() {
  const step = waiting.shift();
  busy = Boolean(step);
  if (step) {
    show(step);
    setTimeout(showWaiting, HOLD_MS);
  }
}

function hear(told) {
  waiting.push(...told.steps);
  known = told.last;
  if (!busy) {
    showWaiting();
  }
}

async function ask() {
  // Whoever is signed in on this machine is none of the wall's business.
  const answer = await fetch(`${root.dataset.after}${known}/`, {
    credentials: "omit",
    cache: "no-store",
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  shut.hidden = answer.status !== 404;
  if (answer.status === 404) {
    waiting.length = 0;
    draw(root, null);
    current = null;
  } else if (answer.ok) {
    hear(await answer.json());
  } else {
    throw new Error(answer.status);
  }
}

async function goOn() {
  const began = performance.now();
  try {
    await ask();
    away.hidden = true;
  } catch {
    away.hidden = false;
  }
  setTimeout(goOn, Math.max(50, EVERY_MS - (performance.now() - began)));
}

draw(root, current);
document.fonts.ready.then(() => draw(root, current));
window.addEventListener("resize", () => draw(root, current));
document.addEventListener("click", () => {
  if (!document.fullscreenElement) {
    document.documentElement.requestFullscreen?.().catch(() => {});
  }
});
goOn();
