// Asks before a page is left on which something was chosen and not sent:
// `data-unsaved` on the form. Sending any form of the page is leaving it on purpose.

let chosen = false;

document.addEventListener("change", (event) => {
  chosen ||= Boolean(event.target.closest("form[data-unsaved]"));
});
document.addEventListener("submit", () => {
  chosen = false;
});
window.addEventListener("beforeunload", (event) => {
  if (chosen) {
    event.preventDefault();
  }
});
