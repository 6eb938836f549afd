// Comparing an entry with its papers: Enter – the paper agrees, `-` – it differs,
// Backspace – the one before, or by the buttons under the list. `data-check-row` is one
// paper. The whole batch is said to agree only once every paper was passed; how many
// were compared the person types himself.

const form = document.querySelector("form[data-ballot-check]");
const rows = [...form.querySelectorAll("[data-check-row]")];
const place = form.querySelector("[data-check-place]");
const steps = form.querySelector("[data-check-steps]");
const all = form.querySelector("[data-check-all]");
// A form that comes back refused was passed once already.
let at = "checkAgain" in form.dataset ? rows.length : 0;

function show() {
  rows.forEach((row, index) => {
    row.classList.toggle("is-at", index === at);
    row.classList.toggle("is-seen", index < at);
    row.toggleAttribute("aria-current", index === at);
  });
  const passed = at === rows.length;
  place.textContent = `${Math.min(at + 1, rows.length)} / ${rows.length}`;
  steps.hidden = passed;
  all.disabled = !passed;
  rows[at]?.scrollIntoView({ block: "center" });
}

function pass(differs) {
  const box = rows[at].querySelector("input");
  if (box.checked !== differs) {
    box.checked = differs;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
  at += 1;
  show();
  if (at === rows.length) {
    form.elements.compared.focus();
    form.elements.compared.scrollIntoView({ block: "center" });
  }
}

function back() {
  if (at > 0) {
    at -= 1;
    show();
  }
}

document.addEventListener("keydown", (event) => {
  const elsewhere = event.target.closest("input:not([name=wrong]), textarea, button, a, summary");
  if (elsewhere || event.repeat || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (event.key === "Backspace") {
    event.preventDefault();
    back();
  } else if (at < rows.length && ["Enter", "-"].includes(event.key)) {
    event.preventDefault();
    pass(event.key === "-");
  }
});
// A click takes a paper out of turn and leaves the keys where they are.
form.addEventListener("click", (event) => {
  if (event.target.name === "wrong") {
    event.target.blur();
  }
});
// A button leaves the keys where they are as well.
[["agrees", () => pass(false)], ["differs", () => pass(true)], ["before", back]].forEach(([name, act]) => {
  steps.querySelector(`[data-check-${name}]`).addEventListener("click", (event) => {
    event.currentTarget.blur();
    act();
  });
});
show();
