// A form with `data-unsent` leads away from the page: where something was typed that was
// not sent, the person is asked first. The sentence is the attribute's.

function changed(control) {
  if (control instanceof HTMLButtonElement) {
    return false;
  }
  if (control.type === "checkbox" || control.type === "radio") {
    return control.checked !== control.defaultChecked;
  }
  if (control instanceof HTMLSelectElement) {
    return [...control.options].some((option) => option.selected !== option.defaultSelected)
      && control.selectedIndex !== 0;
  }
  return control.type !== "hidden" && control.type !== "search" && control.value !== control.defaultValue;
}

function hasUnsent() {
  return [...document.querySelectorAll("main form")]
    .filter((form) => form.method === "post")
    .some((form) => [...form.elements].some((control) => "value" in control && changed(control)));
}

document.addEventListener("submit", (event) => {
  const sentence = event.target.dataset.unsent;
  // eslint-disable-next-line no-alert -- the browser's own question works everywhere
  if (sentence && hasUnsent() && !window.confirm(sentence)) {
    event.preventDefault();
  }
});
