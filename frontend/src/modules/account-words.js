// Keeps what staff write in long fields in this window, for the case that the session ends before it is sent.
// Other modules keep drafts of a page in this window as well; all of them belong to one person.
const OURS = "baraza.";
const PREFIX = "baraza.words.";
const PERSON = "baraza.person";

export function startWords() {
  const limit = document.getElementById("time-limit");
  if (!limit) {
    // The sign-in page: what was sent last met a session that had ended, so it did not arrive.
    for (const [key, entry] of entries()) store(key, { ...entry, sent: false });
    return;
  }
  const person = limit.dataset.person;
  if (sessionStorage.getItem(PERSON) !== person) forget();
  sessionStorage.setItem(PERSON, person);
  for (const [key, entry] of entries()) if (entry.sent) sessionStorage.removeItem(key);
  for (const field of fields(document)) restore(field);
  document.addEventListener("input", ({ target }) => {
    if (isKept(target)) keep(target, false);
  });
  document.addEventListener("submit", ({ target }) => {
    if (target.matches?.('[action$="/sign-out/"]')) return forget();
    for (const field of fields(target)) if (field.value.trim()) keep(field, true);
    return undefined;
  });
}

const isKept = (field) => field instanceof HTMLTextAreaElement && field.name && !field.readOnly && !field.closest("[data-ba-case-draft]");
const fields = (root) => [...root.querySelectorAll("textarea")].filter(isKept);
const keyOf = (field) => `${PREFIX}${location.pathname}|${new URL(field.form?.action ?? location.href, location.href).pathname}|${field.name}`;

function keep(field, sent) {
  if (field.value.trim()) store(keyOf(field), { text: field.value, sent });
  else sessionStorage.removeItem(keyOf(field));
}

function restore(field) {
  const entry = JSON.parse(sessionStorage.getItem(keyOf(field)) ?? "null");
  if (!entry || field.value) return;
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
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(OURS)) sessionStorage.removeItem(key);
}
