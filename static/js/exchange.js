// What a person should notice when htmx has talked to the server: the focus goes to
// `data-focus` in the piece that arrived, and `data-network-notice` shows while the
// server cannot be reached. Polling never moves the focus.

const notice = document.querySelector("[data-network-notice]");

function reachable(yes) {
  if (notice) {
    notice.hidden = yes;
  }
}

document.addEventListener("htmx:afterSettle", (event) => {
  const asked = event.detail.requestConfig?.triggeringEvent;
  if (asked) {
    const arrived = event.detail.elt;
    const aim = arrived.matches("[data-focus]") ? arrived : arrived.querySelector("[data-focus]");
    aim?.focus();
  }
});
document.addEventListener("htmx:sendError", () => reachable(false));
document.addEventListener("htmx:timeout", () => reachable(false));
document.addEventListener("htmx:afterOnLoad", () => reachable(true));
window.addEventListener("offline", () => reachable(false));
window.addEventListener("online", () => reachable(true));
