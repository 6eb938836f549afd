// Comparing an entry with its papers by keys: Enter – the paper agrees, `-` – it differs,
// Backspace – the one before. `data-check-row` is one paper. All keep working by mouse;
// what the person concludes he says himself with the tick and the button.

const form = document.querySelector("form[data-ballot-check]");
const rows = [...form.querySelectorAll("[data-check-row]")];
const place = form.querySelector("[data-check-place]");
let at = 0;

function show() {
  rows.forEach((row, index) => {
    row.classList.toggle("is-at", index === at);
    row.classList.toggle("is-seen", index < at);
    row.toggleAttribute("aria-current", index === at);
  });
  place.textContent = `${Math.min(at + 1, rows.length)} / ${rows.length}`;
  rows[at]?.scrollIntoView({ block: "center" });
}

function mark(differs) {
  const box = rows[at].querySelector("input");
  if (box.checked !== differs) {
    box.checked = differs;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }
  at += 1;
  show();
  if (at === rows.length) {
    form.elements.compared.focus();
  }
}

document.addEventListener("keydown", (event) => {
  const elsewhere = event.target.closest("input:not([name=wrong]), textarea, button, a, summary");
  if (elsewhere || event.repeat || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (event.key === "Backspace" && at > 0) {
    event.preventDefault();
    at -= 1;
    show();
  } else if (at < rows.length && ["Enter", "-"].includes(event.key)) {
    event.preventDefault();
    mark(event.key === "-");
  }
});
// A click takes a paper out of turn and leaves the keys where they are.
form.addEventListener("click", (event) => {
  if (event.target.name === "wrong") {
    event.target.blur();
  }
});
show();
