// What was typed in a form with `data-kept` is kept in this tab when it is sent, and put
// back where the same page comes again empty: a session that ended in between loses
// nothing. The attribute names the person, so that nobody gets another's text; a page
// that says something was done forgets it all, and so does whoever signs out. So every
// page has this script: what is saved leads to pages on which nobody types.

const PREFIX = "kept:";
// Forms and links on the way to what the form is about, say a search for a person: they
// open the same page anew, so what was typed until then is kept as well.
const ON_THE_WAY = "[data-keeps]";
const SIGN_OUT = 'form[action$="/dang-xuat/"]';
const form = document.querySelector("form[data-kept]");
const here = form && `${PREFIX}${form.dataset.kept}:${window.location.pathname}`;

function fields() {
  return [...form.elements].filter(
    (each) => each.name && each.name !== "csrfmiddlewaretoken" && each.type !== "submit",
  );
}

function value(each) {
  return each.type === "checkbox" || each.type === "radio" ? String(each.checked) : each.value;
}

// What the page came with is left out: it may come with something better.
function isTyped(each) {
  if (each.type === "checkbox" || each.type === "radio") {
    return each.checked !== each.defaultChecked;
  }
  if (each.type === "select-one") {
    const first = [...each.options].find((one) => one.defaultSelected) ?? each.options[0];
    return each.value !== first?.value;
  }
  return each.value !== each.defaultValue;
}

function forget(which) {
  Object.keys(window.sessionStorage)
    .filter((key) => key.startsWith(PREFIX) && which(key))
    .forEach((key) => window.sessionStorage.removeItem(key));
}

// Of several fields of one name the first is meant first: each is taken once.
function putBack(kept) {
  let changed = false;
  fields().forEach((each) => {
    const at = kept.findIndex((one) => one.name === each.name);
    const [was] = at < 0 ? [] : kept.splice(at, 1);
    if (!was || was.value === value(each)) {
      return;
    }
    if (each.type === "checkbox" || each.type === "radio") {
      each.checked = was.value === "true";
    } else {
      each.value = was.value;
    }
    each.dispatchEvent(new Event("input", { bubbles: true }));
    changed = true;
  });
  return changed;
}

if (document.querySelector("#messages .alert-success")) {
  forget(() => true);
}
document.querySelectorAll(SIGN_OUT).forEach((each) => {
  each.addEventListener("submit", () => forget(() => true));
});
if (form) {
  forget((key) => !key.startsWith(`${PREFIX}${form.dataset.kept}:`));
  const kept = window.sessionStorage.getItem(here);
  if (kept && "keptBack" in form.dataset && putBack(JSON.parse(kept))) {
    const said = document.createElement("div");
    said.className = "alert alert-info";
    said.setAttribute("role", "status");
    said.textContent = form.dataset.keptBack;
    form.before(said);
  }
  const keep = (typed) => {
    const told = typed.map((each) => ({ name: each.name, value: value(each) }));
    window.sessionStorage.setItem(here, JSON.stringify(told));
  };
  form.addEventListener("submit", () => keep(fields()));
  document.querySelectorAll(ON_THE_WAY).forEach((each) => {
    each.addEventListener(each.matches("form") ? "submit" : "click", () => {
      keep(fields().filter(isTyped));
    });
  });
}
