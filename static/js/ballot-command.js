// What an operator types about one paper, and what he says it shows: the language of
// `ballots/rules/command.py`, where it is described. Both are held to the same cases,
// and the server reads every command again itself.

const LONGEST = 2000;
const BETWEEN = /[\s,.+]+/;
const FLAG = /(!|\*\*|#|\/\/)([0-9]*)/g;
const FLAGGED = /^(.*?)((?:(?:!|\*\*|#|\/\/)[0-9]*)+)$/;
const TOKEN = /^(--|-|=)?(?:(\*)|([0-9]{1,4})(?:-([0-9]{1,4}))?)$/;
const BROKEN_OFF = /^(?:[-=]+|(?:--|-|=)?[0-9]{1,4}-)$/;

export class Mistyped extends Error {
  constructor(slip, about = "") {
    super(`${slip}: ${about}`);
    this.slip = slip;
    this.about = about;
  }
}

// A sheet: { layout, numbers, defects, doubts }, the last two as codes by their digit.
export function understand(command, sheet, mode = "struck") {
  let text = command.trim();
  if (text.length > LONGEST) {
    throw new Mistyped("too_long");
  }
  const strikes = sheet.layout === "strike_out";
  if (strikes && text.startsWith("=")) {
    mode = mode === "struck" ? "kept" : "struck";
    text = text.slice(1);
  }
  const pieces = takeApart(text, sheet);
  const flags = { defect: pieces.defect, doubt: pieces.doubt };
  const nothing = { struck: null, kept: null, agree: null, disagree: null, repeated: [] };
  if (!pieces.tokens.length) {
    if (flags.defect === null && flags.doubt === null) {
      throw new Mistyped("empty");
    }
    return { ...nothing, ...flags };
  }
  if (strikes) {
    return { ...nothing, ...names(pieces.tokens, sheet, mode), ...flags };
  }
  const said = hasOneName(sheet) ? oneName(pieces.tokens, sheet) : boxes(pieces.tokens, sheet);
  return { ...nothing, ...said, ...flags };
}

export function hasOneName(sheet) {
  return sheet.layout === "agree_disagree" && sheet.numbers.length === 1;
}

// The line by which a journal knows what a ballot shows.
export function content(typed, sheet) {
  const marks = ["struck", "kept", "agree", "disagree"].map((key) => (
    typed[key] === null ? "-" : packed(typed[key], sheet)
  ));
  const tail = [typed.defect ?? "-", "-", "1"];
  return [...marks, ...tail, ...(typed.doubt === null ? [] : [typed.doubt])].join(" ");
}

export function fromContent(line, sheet) {
  const [struck, kept, agree, disagree, defect, , , doubt = null] = line.split(" ");
  const [a, b, c, d] = [struck, kept, agree, disagree].map((hex) => (
    hex === "-" ? null : unpacked(hex, sheet)
  ));
  return {
    struck: a, kept: b, agree: c, disagree: d, defect: defect === "-" ? null : defect, doubt, repeated: [],
  };
}

// The names that the ballot keeps, of a paper on which names are struck.
export function keptOf(typed, sheet) {
  if (typed.struck !== null) {
    return sheet.numbers.filter((number) => !typed.struck.has(number));
  }
  return sheet.numbers.filter((number) => typed.kept?.has(number));
}

export function boxOf(typed, number) {
  const agree = Boolean(typed.agree?.has(number));
  const disagree = Boolean(typed.disagree?.has(number));
  if (agree) {
    return disagree ? "both" : "agree";
  }
  return disagree ? "disagree" : "neither";
}

export function hasMarks(typed) {
  return [typed.struck, typed.kept, typed.agree, typed.disagree].some((each) => each !== null);
}

// The rule that decides what the ballot is worth, as `ballots.rules.ballot.judge` finds.
export function ruleOf(typed, sheet) {
  if (typed.doubt !== null) {
    return "I-8";
  }
  if (typed.defect !== null) {
    return sheet.rules[typed.defect];
  }
  if (sheet.layout === "strike_out") {
    const chosen = keptOf(typed, sheet).length;
    if (chosen > sheet.most) {
      return "I-2";
    }
    return chosen === sheet.most ? "V-1" : (chosen ? "V-2" : "I-3");
  }
  const found = sheet.numbers.map((number) => boxOf(typed, number));
  if (hasOneName(sheet)) {
    return ["agree", "disagree"].includes(found[0]) ? "V-3" : "I-4";
  }
  if (found.includes("agree")) {
    return "V-4";
  }
  return { adjudicate: "I-8", valid: "V-4", invalid: "I-3" }[sheet.empty];
}

// Numbers in ballot order as first and last of those in a row.
export function runs(numbers, sheet) {
  const found = [];
  for (const number of numbers) {
    const last = found.at(-1);
    const next = last && last[1] === number - 1
      && sheet.numbers.indexOf(number) === sheet.numbers.indexOf(last[1]) + 1;
    if (next) {
      last[1] = number;
    } else {
      found.push([number, number]);
    }
  }
  return found;
}

const BOX_OF_SIGN = { "": "agree", "-": "disagree", "=": "both", "--": "neither" };
const SIGN_OF_BOX = { agree: "", disagree: "-", both: "=", neither: "--" };
const BOX_OF_DIGIT = { 0: "neither", 1: "agree", 2: "disagree", 3: "both" };

// A command that says this, to be typed with struck names.
export function spelled(typed, sheet) {
  const said = hasMarks(typed) ? spelledMarks(typed, sheet) : [];
  if (typed.defect !== null) {
    said.push(`!${sheet.defects.indexOf(typed.defect) + 1}`);
  }
  if (typed.doubt !== null) {
    said.push(`#${sheet.doubts.indexOf(typed.doubt) + 1}`);
  }
  return said.join(" ");
}

function spelledMarks(typed, sheet) {
  const found = new Map(sheet.numbers.map((number) => [number, boxOf(typed, number)]));
  if (hasOneName(sheet)) {
    const box = found.get(sheet.numbers[0]);
    return [Object.keys(BOX_OF_DIGIT).find((digit) => BOX_OF_DIGIT[digit] === box)];
  }
  if (sheet.layout === "agree_disagree") {
    const seen = new Set(found.values());
    if (seen.size === 1 && seen.has("neither")) {
      return ["0"];
    }
    const usual = ["agree", "disagree"].find((box) => seen.has(box));
    const odd = [...found].filter(([, box]) => box !== usual);
    return [
      ...(usual ? [`${SIGN_OF_BOX[usual]}*`] : []),
      ...odd.map(([number, box]) => `${SIGN_OF_BOX[box]}${number}`),
    ];
  }
  const before = typed.struck === null ? "=" : "";
  const marked = sheet.numbers.filter((number) => (typed.struck ?? typed.kept).has(number));
  if (!marked.length) {
    return [before ? "=*" : "0"];
  }
  const [first, ...others] = runs(marked, sheet).map(([from, to]) => (
    from === to ? `${from}` : `${from}-${to}`
  ));
  return [`${before}${first}`, ...others];
}

function takeApart(text, sheet) {
  const found = { tokens: [], defect: null, doubt: null };
  for (const part of text.split(BETWEEN).filter(Boolean)) {
    const flagged = FLAGGED.exec(part);
    for (const flag of flagged ? flagged[2].matchAll(FLAG) : []) {
      takeFlag(flag, found, sheet);
    }
    const piece = flagged ? flagged[1] : part;
    if (piece) {
      found.tokens.push(tokenOf(piece));
    }
  }
  return found;
}

function takeFlag([whole, sign, digit], found, sheet) {
  const kind = ["!", "**"].includes(sign) ? "defect" : "doubt";
  const known = kind === "defect" ? sheet.defects : sheet.doubts;
  if (!digit) {
    throw new Mistyped("unfinished", whole);
  }
  const index = known.findIndex((code, at) => code && String(at + 1) === digit);
  if (index < 0) {
    throw new Mistyped("unknown_flag", whole);
  }
  if (found[kind] !== null) {
    throw new Mistyped("two_flags", whole);
  }
  found[kind] = known[index];
}

function tokenOf(piece) {
  const token = TOKEN.exec(piece);
  if (!token) {
    throw new Mistyped(BROKEN_OFF.test(piece) ? "unfinished" : "not_understood", piece);
  }
  const [text, sign = "", all, first, last] = token;
  return { text, sign, all: Boolean(all), first, last };
}

function numbersOf(token, sheet) {
  if (token.all) {
    return sheet.numbers;
  }
  const first = Number(token.first);
  const last = token.last === undefined ? first : Number(token.last);
  for (const end of [first, last]) {
    if (!sheet.numbers.includes(end)) {
      throw new Mistyped("unknown_number", String(end));
    }
  }
  if (last < first) {
    throw new Mistyped("backwards", token.text);
  }
  return sheet.numbers.filter((number) => first <= number && number <= last);
}

// --- names struck or kept

function names(tokens, sheet, mode) {
  if (tokens[0].text === "0") {
    if (tokens.length > 1) {
      throw new Mistyped("zero_with_numbers");
    }
    return struckOnly(new Set(), sheet, mode);
  }
  if (mode === "kept" && tokens.some((token) => token.all)) {
    if (tokens.length > 1 || tokens[0].sign) {
      throw new Mistyped("zero_with_numbers");
    }
    return struckOnly(new Set(sheet.numbers), sheet, mode);
  }
  const typed = new Set();
  const repeated = new Set();
  tokens.forEach((token) => typeNames(token, sheet, typed, repeated));
  if (!typed.size) {
    throw new Mistyped("nothing_left");
  }
  return { [mode]: typed, repeated: [...repeated] };
}

function typeNames(token, sheet, typed, repeated) {
  if (token.text === "0") {
    throw new Mistyped("zero_with_numbers");
  }
  if (!["", "-"].includes(token.sign)) {
    throw new Mistyped("not_understood", token.text);
  }
  const numbers = numbersOf(token, sheet);
  if (token.sign) {
    const missing = numbers.filter((number) => !typed.has(number));
    if (missing.length) {
      throw new Mistyped("not_typed_yet", missing.join(", "));
    }
    numbers.forEach((number) => typed.delete(number));
  } else {
    numbers.filter((number) => typed.has(number)).forEach((number) => repeated.add(number));
    numbers.forEach((number) => typed.add(number));
  }
}

function struckOnly(struck, sheet, mode) {
  if (mode === "struck") {
    return { struck };
  }
  return { kept: new Set(sheet.numbers.filter((number) => !struck.has(number))) };
}

// --- agree or disagree

function oneName(tokens, sheet) {
  const box = BOX_OF_DIGIT[tokens[0].text];
  if (tokens.length > 1 || box === undefined) {
    throw new Mistyped("not_understood", tokens.map((token) => token.text).join(" "));
  }
  return marked(new Map([[sheet.numbers[0], box]]));
}

function boxes(tokens, sheet) {
  const found = new Map();
  const named = new Set();
  const repeated = new Set();
  let restIsBlank = false;
  for (const token of tokens) {
    if (token.text === "0") {
      restIsBlank = true;
    } else {
      const box = BOX_OF_SIGN[token.sign];
      const numbers = numbersOf(token, sheet);
      const again = new Set(token.all ? found.keys() : named);
      numbers
        .filter((number) => again.has(number) || found.get(number) === box)
        .forEach((number) => repeated.add(number));
      numbers.forEach((number) => found.set(number, box));
      (token.all ? [] : numbers).forEach((number) => named.add(number));
    }
  }
  const leftOut = sheet.numbers.filter((number) => !found.has(number));
  if (leftOut.length && !restIsBlank) {
    throw new Mistyped("left_out", leftOut.join(", "));
  }
  return { ...marked(found), repeated: [...repeated] };
}

function marked(found) {
  const where = (...wanted) => new Set(
    [...found].filter(([, box]) => wanted.includes(box)).map(([number]) => number),
  );
  return { agree: where("agree", "both"), disagree: where("disagree", "both") };
}

// --- packed marks: bit `place % 8` of byte `place // 8`, as hexadecimal digits

function packed(numbers, sheet) {
  const bytes = new Uint8Array(Math.ceil(sheet.numbers.length / 8));
  sheet.numbers.forEach((number, place) => {
    if (numbers.has(number)) {
      bytes[place >> 3] |= 1 << (place & 7);
    }
  });
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function unpacked(hex, sheet) {
  const bytes = hex.match(/../g).map((digits) => Number.parseInt(digits, 16));
  return new Set(sheet.numbers.filter((_number, place) => bytes[place >> 3] & (1 << (place & 7))));
}
