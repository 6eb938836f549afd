// The box in a table's head ticks all boxes of its column: `data-tick-all` on the table,
// `data-tick-head` on the box, which stays hidden where there is no script.

document.querySelectorAll("table[data-tick-all]").forEach((table) => {
  const head = table.querySelector("[data-tick-head]");
  const boxes = [...table.querySelectorAll("tbody input[type=checkbox]")];

  function tell() {
    const ticked = boxes.filter((box) => box.checked).length;
    head.checked = ticked === boxes.length;
    head.indeterminate = ticked > 0 && ticked < boxes.length;
  }

  head.hidden = false;
  head.addEventListener("change", () => {
    boxes.forEach((box) => {
      box.checked = head.checked;
    });
  });
  table.addEventListener("change", tell);
  tell();
});
