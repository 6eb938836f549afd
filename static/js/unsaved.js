// Asks before a page is left on which something was chosen and not sent:
// `data-unsaved` on the form. Sending any form of the page is leaving it on purpose.

let chosen = false;

document.addEventListener("change", (event) => {
  chosen ||= Boolean(event.target.closest("form[data-unsaved]"));
});
document.addEventListener("submit", () => {
  chosen = false;
});
// What such a link leads to brings back what was typed: see kept-text.js.
document.addEventListener("click", (event) => {
  chosen &&= !event.target.closest("a[data-keeps]");
});
window.addEventListener("beforeunload", (event) => {
  if (chosen) {
    event.preventDefault();
  }
});
