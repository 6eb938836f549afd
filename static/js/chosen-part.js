// Shows only the part of a form that was chosen: `<fieldset data-part-of="into"
// data-part="new">` while the radio button "into" says "new". Without this all show.

const parts = document.querySelectorAll("[data-part-of]");

function show() {
  parts.forEach((part) => {
    const { partOf, part: value } = part.dataset;
    const name = CSS.escape(partOf);
    const chosen = part.closest("form").querySelector(`[name="${name}"]:checked`);
    part.hidden = chosen !== null && chosen.value !== value;
  });
}

document.addEventListener("change", show);
// Whoever comes back to the page finds it as he left it.
window.addEventListener("pageshow", show);
show();
