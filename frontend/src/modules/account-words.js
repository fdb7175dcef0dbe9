// Keeps what staff write in long fields in this window, for the case that the session ends before it is sent.
const PREFIX = "baraza.words.";

export function startWords() {
  const limit = document.getElementById("time-limit");
  if (!limit) {
    // The sign-in page: what was sent last met a session that had ended, so it did not arrive.
    for (const [key, entry] of entries()) store(key, { ...entry, sent: false });
    return;
  }
  const person = limit.dataset.person;
  for (const [key, entry] of entries()) if (entry.sent || entry.person !== person) sessionStorage.removeItem(key);
  for (const field of fields(document)) restore(field, person);
  document.addEventListener("input", ({ target }) => {
    if (isKept(target)) keep(target, person, false);
  });
  document.addEventListener("submit", ({ target }) => {
    if (target.matches?.('[action$="/sign-out/"]')) return forget();
    for (const field of fields(target)) if (field.value.trim()) keep(field, person, true);
    return undefined;
  });
}

const isKept = (field) => field instanceof HTMLTextAreaElement && field.name && !field.readOnly;
const fields = (root) => [...root.querySelectorAll("textarea")].filter(isKept);
const keyOf = (field) => `${PREFIX}${location.pathname}|${new URL(field.form?.action ?? location.href, location.href).pathname}|${field.name}`;

function keep(field, person, sent) {
  if (field.value.trim()) store(keyOf(field), { text: field.value, person, sent });
  else sessionStorage.removeItem(keyOf(field));
}

function restore(field, person) {
  const entry = JSON.parse(sessionStorage.getItem(keyOf(field)) ?? "null");
  if (!entry || entry.person !== person || field.value) return;
  field.value = entry.text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

function store(key, entry) {
  sessionStorage.setItem(key, JSON.stringify(entry));
}

function entries() {
  const keys = Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
  return keys.map((key) => [key, JSON.parse(sessionStorage.getItem(key))]);
}

function forget() {
  for (const [key] of entries()) sessionStorage.removeItem(key);
}
