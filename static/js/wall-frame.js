// Draws one frame of a wall. Everything in it is text that is ready to be shown: nothing
// is worked out here. What is too long for the page gets smaller, down to a half.

const SCALES = [1, 0.92, 0.84, 0.76, 0.68, 0.6, 0.5];

function element(tag, className = "", ...children) {
  const made = document.createElement(tag);
  if (className) {
    made.className = className;
  }
  made.append(...children);
  return made;
}

function cell(column, value) {
  const made = element(column.header ? "th" : "td", column.class, value);
  if (column.header) {
    made.scope = "row";
  }
  return made;
}

function table(frame) {
  const heads = frame.columns.map((column) => {
    const made = element("th", column.class, column.label);
    made.scope = "col";
    return made;
  });
  const rows = frame.rows.map((row) =>
    element(
      "tr",
      row.won ? "wall-won" : "",
      ...frame.columns.map((column, at) => cell(column, row.cells[at])),
    ),
  );
  return element(
    "table",
    "",
    element("thead", "", element("tr", "", ...heads)),
    element("tbody", "", ...rows),
  );
}

function figures(frame) {
  const rows = frame.figures.map(([label, value]) =>
    element("div", "", element("dt", "", label), element("dd", "", value)),
  );
  return element("dl", "wall-figures", ...rows);
}

function names(frame) {
  const rows = frame.names.map(([number, name]) =>
    element("li", "", element("b", "", number), element("span", "", name)),
  );
  const short = frame.names.length <= 8 ? " is-short" : "";
  return element("ol", `wall-names${short}`, ...rows);
}

function example(each) {
  const rows = each.rows.map(({ label, struck, boxes }) =>
    element(
      "li",
      "",
      element("span", struck ? "is-struck" : "", label),
      ...(boxes ? [element("span", "box", boxes)] : []),
    ),
  );
  return element(
    "div",
    each.right ? "wall-example is-right" : "wall-example",
    element("ul", "wall-paper", ...rows),
    element("p", "", element("strong", "", each.verdict), each.caption),
  );
}

function guide(frame) {
  const points = frame.points.map((point) => element("li", "", point));
  return element(
    "div",
    "",
    element("ul", "wall-points", ...points),
    element("div", "wall-examples", ...frame.examples.map(example)),
  );
}

function stages(frame) {
  const rows = frame.stages.map(({ sign, label, current }) =>
    element("li", current ? "is-current" : "", `${sign} ${label}`),
  );
  return element("ol", "wall-stages", ...rows);
}

const BODIES = {
  guide,
  list: names,
  progress: stages,
  figures,
  people: table,
  elected: (frame) =>
    frame.rows.length ? table(frame) : element("p", "wall-text", frame.nobody),
  message: (frame) => element("p", "wall-text", frame.text),
};

function fit(root) {
  const body = root.querySelector(".wall-body");
  for (const scale of SCALES) {
    root.style.setProperty("--wall-scale", scale);
    const fits =
      body.scrollHeight <= body.clientHeight + 1 &&
      root.scrollHeight <= root.clientHeight + 1 &&
      root.scrollWidth <= root.clientWidth + 1;
    if (fits) {
      return;
    }
  }
}

// Draws into `root`; without a frame it is left blank. `title` is the tag of its title.
export function draw(root, frame, { title = "h1" } = {}) {
  root.replaceChildren();
  root.classList.toggle("is-blank", !frame);
  if (!frame) {
    return;
  }
  // What the portal is (a demo) and what the frame is (a rehearsal) stand above it.
  for (const mark of [root.dataset.mark, frame.mark].filter(Boolean)) {
    root.append(element("p", "wall-mark", mark));
  }
  root.append(element(title, "wall-title", frame.title));
  if (frame.lead) {
    root.append(element("p", "wall-lead", frame.lead));
  }
  root.append(
    element("div", "wall-body", BODIES[frame.kind](frame)),
    element(
      "div",
      "wall-foot",
      element("span", "", frame.page ?? ""),
      element("span", "", frame.foot ?? ""),
    ),
  );
  fit(root);
}
