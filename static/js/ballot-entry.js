// The screen on which one operator types papers: `data-ballot-entry` on the form names
// the entry, `data-sheet` holds the ballot paper and all words, `data-state` what is
// saved. A paper is saved when the server says so; until then nothing else is typed.

import {
  boxOf, content, fromContent, hasMarks, hasOneName, keptOf, Mistyped, ruleOf, spelled, understand,
} from "./ballot-command.js";

const RETRY_MS = 3000;
const PATIENCE_MS = 8000;
const JUST_NOW_MS = 30000;
const MODE = "ballot-entry-mode";
const SOUND = "ballot-entry-sound";

const form = document.querySelector("form[data-ballot-entry]");
const sheet = JSON.parse(form.dataset.sheet);
const stash = `ballot-entry-${form.dataset.ballotEntry}`;
const field = form.elements.command;
const part = (name) => document.querySelector(`[data-entry-${name}]`);
const rows = new Map([...form.querySelectorAll("[data-number]")].map((row) => [Number(row.dataset.number), row]));

const ballots = new Map();
let sequence = 0;
let position = Number(form.elements.position.value);
let pending = null;
let timer = null;
let sureOf = null;
let before = [];
let lastValue = "";
let closed = false;
let leaving = false;
let acted = Date.now();
let ahead = "";
let audio = null;

function say(key, values = {}) {
  return fill(sheet.words[key], values);
}

function fill(words, values) {
  return words.replace(/%\((\w+)\)s/g, (_whole, name) => values[name]);
}

// --- what is typed

function mode() {
  return form.elements.mode?.value ?? "struck";
}

function read() {
  return understand(field.value, sheet, mode());
}

// A place to go to, or papers to move: nothing that a paper shows.
const ORDER = /^\/([+-]?)([0-9]*)$/;

function order() {
  return ORDER.exec(field.value.trim());
}

// What is shown: what is being typed, else what is saved at this position.
function shownNow() {
  const text = field.value.trim();
  if (!text || order()) {
    const line = ballots.get(position);
    return { typed: line ? fromContent(line, sheet) : null, said: line && !text ? say("reopened") : "" };
  }
  try {
    const typed = read();
    const asks = typed.repeated.length > 0;
    return { typed, asks, said: asks ? say("repeated", { numbers: typed.repeated.join(", ") }) : "" };
  } catch (slip) {
    if (!(slip instanceof Mistyped)) {
      throw slip;
    }
    return { typed: soFar(text), slip, said: fill(sheet.slips[slip.slip], slip) };
  }
}

// While a command is being typed its beginning is shown, as far as it can be read.
function soFar(text) {
  for (let end = text.length - 1; end > 0; end -= 1) {
    try {
      return understand(text.slice(0, end), sheet, mode());
    } catch {
      // Shorter still.
    }
  }
  return null;
}

// --- drawing

const MARKS = { agree: "✓", disagree: "✕", both: "✓✕", neither: "–" };

function draw() {
  part("label").textContent = say(sheet.layout === "strike_out" ? `typing_${mode()}` : "typing_boxes");
  const { typed, said, asks, slip } = shownNow();
  drawNames(typed);
  drawKept(typed);
  const line = part("said");
  const worth = typed && !slip && !asks && !said ? sheet.worths[ruleOf(typed, sheet)] : null;
  line.textContent = said || (worth ? say("by_rule", { worth: `${worth.words} (${ruleOf(typed, sheet)})` }) : flags(typed));
  line.classList.toggle("is-asking", Boolean(asks));
  field.setAttribute("aria-invalid", String(Boolean(slip && field.value.trim())));
}

function flags(typed) {
  return typed ? [sheet.defectWords[typed.defect], sheet.doubtWords[typed.doubt]].filter(Boolean).join(" · ") : "";
}

function drawNames(typed) {
  const marked = typed && hasMarks(typed);
  const strikes = sheet.layout === "strike_out";
  const kept = marked && strikes ? new Set(keptOf(typed, sheet)) : null;
  rows.forEach((row, number) => {
    let look = "";
    if (marked) {
      look = strikes ? (kept.has(number) ? "" : "struck") : boxOf(typed, number);
    }
    if (row.dataset.look !== look) {
      row.dataset.look = look;
      row.className = look ? `is-${look}` : "";
      const mark = row.querySelector("[data-mark]");
      mark.textContent = look === "struck" ? "✕" : (look ? `${MARKS[look]} ${sheet.boxes[look]}` : "");
    }
  });
}

function drawKept(typed) {
  const line = part("kept");
  const flagged = flags(typed);
  let tone = "";
  let words = flagged ? ` · ${flagged}` : "";
  let count = "";
  if (typed && hasMarks(typed)) {
    if (sheet.layout === "strike_out") {
      const kept = keptOf(typed, sheet).length;
      count = say("kept", { kept, most: sheet.most });
      tone = kept === sheet.most ? "exact" : (kept < sheet.most ? "under" : "over");
      words = ` ${say(tone, { by: Math.abs(kept - sheet.most) })}${words}`;
    } else if (hasOneName(sheet)) {
      count = sheet.boxes[boxOf(typed, sheet.numbers[0])];
    } else {
      const agreed = sheet.numbers.filter((number) => boxOf(typed, number) === "agree").length;
      count = say("agreed", { kept: agreed, most: sheet.numbers.length });
    }
  }
  const small = document.createElement("small");
  small.textContent = count ? words : flagged;
  line.replaceChildren(count, small);
  line.className = `entry-kept${tone ? ` is-${tone}` : ""}`;
}

function short(line) {
  const typed = fromContent(line, sheet);
  if (typed.doubt !== null) {
    return { words: say("aside"), odd: true };
  }
  if (typed.defect !== null) {
    return { words: say("defective"), odd: true };
  }
  if (sheet.layout === "strike_out") {
    const number = sheet.numbers.length - keptOf(typed, sheet).length;
    const all = number === sheet.numbers.length ? "all_struck" : "struck";
    return { words: say(number ? all : "none_struck", { number }) };
  }
  if (hasOneName(sheet)) {
    return { words: sheet.boxes[boxOf(typed, sheet.numbers[0])] };
  }
  return { words: say("agree_short", { number: sheet.numbers.filter((each) => boxOf(typed, each) === "agree").length }) };
}

const stack = part("stack");

function drawStack() {
  stack.replaceChildren(...Array.from({ length: sheet.papers }, (_none, index) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.tabIndex = -1;
    button.append(document.createElement("b"), document.createElement("span"));
    button.firstChild.textContent = index + 1;
    button.addEventListener("click", () => go(index + 1));
    item.append(button);
    return item;
  }));
  for (let each = 1; each <= sheet.papers; each += 1) {
    drawStacked(each);
  }
}

function drawStacked(at) {
  const item = stack.children[at - 1];
  if (item) {
    const line = ballots.get(at);
    const { words, odd } = line ? short(line) : { words: "–" };
    const here = at === position;
    item.className = odd ? "is-odd" : "";
    item.firstChild.toggleAttribute("aria-current", here);
    item.firstChild.lastChild.textContent = here && !line ? say("at_hand") : words;
  }
}

function drawPlace() {
  const values = { position, papers: sheet.papers };
  part("position").textContent = say("position", values);
  form.elements.position.value = position;
  const done = [...ballots.keys()].filter((each) => each <= sheet.papers).length;
  part("count").textContent = `${done} / ${sheet.papers}`;
  document.querySelector(".entry-progress progress").value = done;
  part("done").hidden = done < sheet.papers;
  const item = stack.children[position - 1];
  if (item) {
    stack.scrollTop = item.offsetTop - stack.offsetTop - stack.clientHeight / 2;
  }
}

function go(to) {
  if (pending || closed || to < 1 || to > sheet.papers) {
    return;
  }
  const from = position;
  position = to;
  type("");
  before = [];
  sureOf = null;
  drawStacked(from);
  drawStacked(position);
  drawPlace();
  draw();
  field.focus();
}

function nextMissing(after = 0) {
  for (let each = after + 1; each <= sheet.papers; each += 1) {
    if (!ballots.has(each)) {
      return each;
    }
  }
  return after ? nextMissing() : null;
}

function warn(sentence) {
  const line = part("said");
  line.textContent = sentence;
  line.classList.add("is-asking");
  beep(220, 0.18);
}

// --- keys

function type(text) {
  field.value = text;
  lastValue = text;
  keep();
}

function keep(sent = null) {
  if (field.value || sent) {
    sessionStorage.setItem(stash, JSON.stringify({ position, command: field.value, sent }));
  } else {
    sessionStorage.removeItem(stash);
  }
}

function enter() {
  const text = field.value.trim();
  if (pending) {
    retry();
  } else if (order()) {
    const [, sign, number] = order();
    if (sign) {
      send({ position, command: text, mode: mode(), sequence, key: newKey(), ...(sureOf === text ? { sure: "on" } : {}) });
    } else {
      jump(Number(number));
    }
  } else if (!text && ballots.has(position)) {
    const next = nextMissing();
    if (next === null) {
      part("finish").focus();
    } else {
      go(next);
    }
  } else {
    save(text);
  }
}

function jump(to) {
  if (to < 1 || to > sheet.papers) {
    warn(say("no_such_paper", { papers: sheet.papers }));
  } else {
    go(to);
  }
}

function save(text) {
  let typed = null;
  try {
    typed = read();
  } catch (slip) {
    if (!(slip instanceof Mistyped)) {
      throw slip;
    }
    warn(fill(sheet.slips[slip.slip], slip));
    return;
  }
  if (typed.repeated.length && sureOf !== text) {
    sureOf = text;
    warn(say("repeated", { numbers: typed.repeated.join(", ") }));
    return;
  }
  send({
    position,
    command: text,
    mode: mode(),
    sequence,
    key: newKey(),
    shown: content(typed, sheet),
    ...(typed.repeated.length ? { sure: "on" } : {}),
  });
}

// `crypto.randomUUID` is not there on a plain address of the hall's network.
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function undo() {
  if (before.length) {
    type(before.pop());
    draw();
  }
}

field.addEventListener("input", () => {
  before.push(lastValue);
  lastValue = field.value;
  sureOf = null;
  keep();
  draw();
});

field.addEventListener("keydown", (event) => {
  if (event.isComposing) {
    return;
  }
  if (pending) {
    typeAhead(event);
    return;
  }
  const undoes = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
  if (event.key === "Backspace" && !field.value && !event.repeat) {
    event.preventDefault();
    go(position - 1);
  } else if (event.key === "ArrowUp" && !field.value && ballots.has(position)) {
    event.preventDefault();
    before.push("");
    type(toEdit(fromContent(ballots.get(position), sheet)));
    draw();
  } else if (event.key === "?") {
    event.preventDefault();
    part("dialog").showModal();
  } else if (undoes) {
    event.preventDefault();
    undo();
  }
});

// Fingers are faster than the server: what is typed while a save is under way begins
// the next paper, lest "17" become "7". It is dropped when the save does not succeed.
function typeAhead(event) {
  if (timer !== null || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (event.key.length === 1 && event.key !== "?") {
    event.preventDefault();
    ahead += event.key;
  } else if (event.key === "Backspace") {
    event.preventDefault();
    ahead = ahead.slice(0, -1);
  }
}

// In the other way of typing the sign in front stands for the other kind of numbers.
function toEdit(typed) {
  const text = spelled(typed, sheet);
  if (mode() === "struck" || !hasMarks(typed)) {
    return text;
  }
  return text.startsWith("=") ? text.slice(1) : `=${text}`;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!closed) {
    enter();
  }
});

document.addEventListener("keydown", (event) => {
  acted = Date.now();
  const typing = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
  const free = !event.target.closest("input, button, a, summary, dialog, select, textarea");
  if (typing && free && !closed) {
    field.focus();
  }
});
document.addEventListener("click", (event) => {
  if (!event.target.closest("input, button, a, label, summary, details, dialog")) {
    field.focus();
  }
});
window.addEventListener("focus", () => {
  if (document.activeElement === document.body) {
    field.focus();
  }
});
part("help").addEventListener("click", () => part("dialog").showModal());
part("dialog").addEventListener("close", () => field.focus());
part("retry").addEventListener("click", () => {
  field.focus();
  retry();
});

// --- saving

async function send(payload) {
  pending = payload;
  field.readOnly = true;
  keep(payload);
  part("saved").classList.add("is-waiting");
  part("saved").textContent = say("saving", payload);
  await attempt();
}

function retry() {
  if (pending && timer !== null) {
    clearTimeout(timer);
    timer = null;
    attempt();
  }
}

async function attempt() {
  leaving = false;
  const payload = pending;
  let answer = null;
  let told = null;
  try {
    answer = await fetch(location.pathname, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      body: new URLSearchParams(payload),
      redirect: "manual",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    told = answer.type === "opaqueredirect" ? null : await answer.json().catch(() => null);
  } catch {
    answer = null;
  }
  take(payload, answer, told);
}

function take(payload, answer, told) {
  if (answer === null || answer.status >= 500) {
    unreachable(payload, told?.error);
  } else if (answer.type === "opaqueredirect" || answer.status === 403) {
    // The screen was locked or somebody else signed in: what is typed waits in the tab.
    banner(say("session"));
    leaving = true;
    location.reload();
    // Should the page stay after all, the paper is sent again.
    again();
  } else if (answer.ok && told) {
    saved(told);
  } else if (told?.stale) {
    refused();
    adopt(told.stale);
    drawStack();
    drawPlace();
    draw();
    warn(told.error);
  } else if (told?.error && !told.closed) {
    refused();
    sureOf = told.asks ? field.value.trim() : null;
    warn(told.error);
  } else {
    close(told?.error ?? say("closed"));
  }
}

// Out of reach, or there and unable to write: either way the paper is sent again.
function unreachable(payload, why) {
  ahead = "";
  banner(why ? say("held_up", { ...payload, why }) : say("unreachable", payload));
  part("saved").textContent = "";
  beep(220, 0.4);
  again();
}

function again() {
  timer = setTimeout(() => {
    timer = null;
    attempt();
  }, RETRY_MS);
}

function banner(sentence) {
  part("banner").hidden = false;
  part("banner").firstElementChild.textContent = sentence;
}

function refused() {
  pending = null;
  ahead = "";
  field.readOnly = false;
  part("banner").hidden = true;
  part("saved").textContent = "";
  keep();
  field.focus();
}

function close(sentence) {
  refused();
  closed = true;
  sessionStorage.removeItem(stash);
  field.disabled = true;
  part("retry").hidden = true;
  banner(sentence);
}

function saved(told) {
  const typedAhead = told.next === null ? "" : ahead;
  refused();
  if (told.state) {
    adopt(told.state);
    drawStack();
  } else {
    ballots.set(told.position, told.content);
  }
  sequence = told.sequence;
  form.elements.sequence.value = sequence;
  const from = position;
  position = told.next ?? told.position;
  type(typedAhead);
  before = typedAhead ? [""] : [];
  sureOf = null;
  part("saved").classList.remove("is-waiting");
  part("saved").textContent = say(told.act ?? "saved", told);
  drawStacked(from);
  drawStacked(told.position);
  drawStacked(position);
  drawPlace();
  draw();
  beep(880, 0.06);
  if (told.next === null) {
    part("finish").focus();
  }
}

// A paper typed and not saved is kept in the tab; leaving asks only while somebody is
// here, so that a screen that locks itself is not held up.
window.addEventListener("beforeunload", (event) => {
  if (pending && !closed && !leaving && Date.now() - acted < JUST_NOW_MS) {
    event.preventDefault();
  }
});

// --- sound

function beep(pitch, seconds) {
  if (localStorage.getItem(SOUND) !== "on") {
    return;
  }
  audio ??= new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = pitch;
  volume.gain.value = 0.06;
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + seconds);
}

const sound = part("sound");
sound.checked = localStorage.getItem(SOUND) === "on";
sound.addEventListener("change", () => {
  localStorage.setItem(SOUND, sound.checked ? "on" : "off");
  beep(880, 0.06);
  field.focus();
});

// --- the beginning

function adopt(state) {
  ballots.clear();
  Object.entries(state.ballots).forEach(([at, line]) => ballots.set(Number(at), line));
  sequence = state.sequence;
  form.elements.sequence.value = sequence;
}

function restore() {
  const kept = JSON.parse(sessionStorage.getItem(stash) ?? "null");
  // Whoever types before this script is there goes on with what he has typed.
  if (!kept || kept.position > sheet.papers || (field.value && !kept.sent)) {
    keep();
    return;
  }
  position = kept.position;
  type(kept.command);
  if (kept.sent) {
    if (form.elements.mode) {
      form.elements.mode.value = kept.sent.mode;
    }
    send(kept.sent);
  }
}

if (form.elements.mode) {
  form.elements.mode.value = localStorage.getItem(MODE) ?? "struck";
  form.elements.mode.forEach((choice) => choice.addEventListener("change", () => {
    localStorage.setItem(MODE, mode());
    draw();
    field.focus();
  }));
}
adopt(JSON.parse(form.dataset.state));
lastValue = field.value;
drawStack();
restore();
drawStack();
drawPlace();
draw();
if (field.value && !pending && !part("said").textContent) {
  part("said").textContent = say("restored");
}
field.focus();
form.dataset.ready = "";
