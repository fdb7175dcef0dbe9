// Keeps an unfinished form on this device: words and choices, never files, passwords or hidden fields.
const KEPT_FOR = 7 * 24 * 60 * 60 * 1000;
const SKIPPED = new Set(["file", "password", "hidden", "submit", "button"]);

export function startDrafts() {
  for (const done of document.querySelectorAll("[data-ba-draft-clear]")) localStorage.removeItem(key(done.dataset.baDraftClear));
  for (const form of document.querySelectorAll("[data-ba-draft]")) keep(form);
}

function key(name) {
  return `baraza.draft.${name}`;
}

function keep(form) {
  const name = key(form.dataset.baDraft);
  let timer;
  offerToForget(form, () => {
    clearTimeout(timer);
    localStorage.removeItem(name);
  });
  if (!isShared()) restore(form, name);
  form.addEventListener("input", () => {
    clearTimeout(timer);
    if (!isShared()) timer = setTimeout(() => save(form, name), 400);
  });
}

/** Said for this visit, on a computer that others use: it holds on every page until the tab is closed. */
function isShared() {
  return sessionStorage.getItem("baraza.shared") === "1";
}

function offerToForget(form, forget) {
  const box = form.querySelector("[data-ba-draft-off]");
  if (!box) return;
  box.checked = isShared();
  box.closest("[data-ba-draft-keeping]").hidden = false;
  box.addEventListener("change", () => {
    sessionStorage.setItem("baraza.shared", box.checked ? "1" : "0");
    if (box.checked) forget();
  });
}

function controls(form) {
  return [...form.elements].filter((one) => one.name && !SKIPPED.has(one.type) && one.autocomplete !== "one-time-code");
}

function save(form, name) {
  const values = {};
  for (const one of controls(form)) {
    const chosen = one.type === "radio" || one.type === "checkbox";
    if (chosen && !one.checked) continue;
    (values[one.name] ??= []).push(one.value);
  }
  localStorage.setItem(name, JSON.stringify({ at: Date.now(), values }));
}

/** Among boxes of one name the server ticked one that says something. */
function answered(form, name) {
  return controls(form).some((one) => one.name === name && one.defaultChecked && one.value);
}

function restore(form, name) {
  const stored = JSON.parse(localStorage.getItem(name) ?? "null");
  if (!stored) return;
  if (Date.now() - stored.at > KEPT_FOR) return localStorage.removeItem(name);
  for (const one of controls(form)) {
    const values = stored.values[one.name];
    if (!values) continue;
    // What the server rendered (an answer with an error beside it, our guess) is newer than the draft.
    if (one.type === "radio" || one.type === "checkbox") {
      if (!answered(form, one.name)) one.checked = values.includes(one.value);
    } else if (!one.value) one.value = values[0];
  }
}
