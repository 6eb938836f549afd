// Roll call by keyboard: `data-roll-call` on the table, `data-roll-row` on its rows,
// `data-mark` on the buttons. Arrows choose a row; C, M and V press its buttons. Once a
// row is written, the next one is chosen.

const KEYS = { c: "present", m: "part", v: "absent" };

function rowsOf(table) {
  return [...table.querySelectorAll("[data-roll-row]")];
}

function choose(row) {
  row?.querySelector("[data-mark]")?.focus();
}

function beside(row, step) {
  const rows = rowsOf(row.closest("[data-roll-call]"));
  for (let at = rows.indexOf(row) + step; rows[at]; at += step) {
    if (rows[at].querySelector("[data-mark]")) {
      return rows[at];
    }
  }
  return null;
}

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("[data-roll-row]");
  if (!row || event.ctrlKey || event.altKey || event.metaKey) {
    return;
  }
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    choose(beside(row, event.key === "ArrowDown" ? 1 : -1));
    return;
  }
  const mark = KEYS[event.key.toLowerCase()];
  if (mark && !event.target.matches("input")) {
    event.preventDefault();
    row.querySelector(`[data-mark="${mark}"]`)?.click();
  }
});

// The row that comes back has either an error, and its reason is asked, or it is done.
// Until htmx has settled, the new field still has the old one's classes.
document.addEventListener("htmx:afterSettle", (event) => {
  const row = event.target.closest("[data-roll-row]");
  if (!row) {
    return;
  }
  if (row.querySelector(".is-invalid")) {
    row.querySelector("[name=reason]")?.focus();
  } else {
    choose(beside(row, 1) ?? row);
  }
});
