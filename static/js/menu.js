// Closes an open `<details data-menu>` on Escape and on a press anywhere else.

function close(menu) {
  menu.open = false;
}

document.addEventListener("click", (event) => {
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    if (!menu.contains(event.target)) {
      close(menu);
    }
  });
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") {
    return;
  }
  document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
    const inside = menu.contains(document.activeElement);
    close(menu);
    if (inside) {
      menu.querySelector("summary").focus();
    }
  });
});
