// A form that is sent by POST is sent once: its buttons rest after the first press.
// `data-submit-again` on a form leaves it alone. Forms that htmx sends are htmx's own.

const REST_MS = 15000;

function rest(form) {
  form.querySelectorAll("button:not([type=button]), input[type=submit]").forEach((button) => {
    if (!button.disabled) {
      button.disabled = true;
      button.dataset.resting = "";
      button.setAttribute("aria-busy", "true");
    }
  });
}

function wake(root) {
  root.querySelectorAll("[data-resting]").forEach((button) => {
    button.disabled = false;
    delete button.dataset.resting;
    button.removeAttribute("aria-busy");
  });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || "submitAgain" in form.dataset) {
    return;
  }
  // After the browser has gathered the form, so that the pressed button is in it.
  setTimeout(() => {
    if (!event.defaultPrevented) {
      rest(form);
      // An answer that is a download leaves the page where it is.
      setTimeout(() => wake(form), REST_MS);
    }
  });
});
// Coming back by the Back button shows the page as it was left: wake it.
window.addEventListener("pageshow", () => wake(document));
