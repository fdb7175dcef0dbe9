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
  restore(form, name);
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => save(form, name), 400);
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
