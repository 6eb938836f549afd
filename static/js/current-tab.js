// Bars of tabs that do not fit slide sideways: the one that is open is brought into sight.

for (const bar of document.querySelectorAll(".sub, .tabs")) {
  const current = bar.querySelector("[aria-current]");
  if (current) {
    const [whole, part] = [bar, current].map((each) => each.getBoundingClientRect());
    bar.scrollLeft += part.left - whole.left - (whole.width - part.width) / 2;
  }
}
