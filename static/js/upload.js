// Shows the name and size of a chosen or dropped file in a `data-drop` area. The file
// field itself lies over the area, so choosing and dropping work without this module.

const UNITS = ["B", "KB", "MB", "GB"];

function size(bytes) {
  const step = bytes < 1 ? 0 : Math.min(Math.floor(Math.log2(bytes) / 10), 3);
  const digits = new Intl.NumberFormat(document.documentElement.lang, {
    maximumFractionDigits: step > 1 ? 1 : 0,
  });
  return `${digits.format(bytes / 1024 ** step)} ${UNITS[step]}`;
}

function show(field) {
  const area = field.closest("[data-drop]");
  const line = area.querySelector("[data-drop-file]");
  const files = [...field.files];
  const most = Number(field.dataset.maxBytes || Infinity);
  const wrong = files.some((file) => file.size > most);
  area.classList.toggle("is-chosen", files.length > 0 && !wrong);
  area.classList.toggle("is-wrong", wrong);
  line.textContent = files.map((file) => `${file.name} · ${size(file.size)}`).join("; ");
  field.setCustomValidity(wrong ? area.dataset.dropTooLarge : "");
  if (wrong) {
    line.textContent += ` – ${area.dataset.dropTooLarge}`;
  }
}

function over(event, inside) {
  const area = event.target.closest?.("[data-drop]");
  area?.classList.toggle("is-over", inside);
}

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-drop] input[type=file]")) {
    show(event.target);
  }
});
document.addEventListener("dragover", (event) => over(event, true));
document.addEventListener("dragleave", (event) => over(event, false));
document.addEventListener("drop", (event) => over(event, false));
// The browser keeps the chosen file when a person comes back to the page.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("[data-drop] input[type=file]").forEach((field) => {
    if (field.files.length > 0) {
      show(field);
    }
  });
});
