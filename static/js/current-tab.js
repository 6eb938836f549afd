// Tabs that do not fit slide sideways: the one that is open is brought into sight.

const tabs = document.querySelector(".tabs");
const current = tabs?.querySelector("[aria-current]");

if (current) {
  tabs.scrollLeft = current.offsetLeft - (tabs.clientWidth - current.offsetWidth) / 2;
}
