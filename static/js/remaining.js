// Beneath a text field with `data-remaining` stands how many characters are left; the
// sentence is the attribute's, with %s for the number. Said to those who listen only
// when little is left.

const LITTLE = 100;

document.querySelectorAll("textarea[data-remaining][maxlength]").forEach((field) => {
  const said = document.createElement("small");
  said.className = "soft";
  field.after(said);
  function say() {
    const left = field.maxLength - field.value.length;
    said.textContent = field.dataset.remaining.replace("%s", left.toLocaleString("vi"));
    said.setAttribute("aria-live", left <= LITTLE ? "polite" : "off");
  }
  field.addEventListener("input", say);
  say();
});
