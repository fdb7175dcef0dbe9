// Words that were not sent yet stay in this tab: through a reload, an expired session, a conflict.
const WAIT = 300;
const WORDS = "textarea, input[type=text], input:not([type])";

export function startDrafts(page) {
  const { baCase, done } = page.dataset;
  if (done) sessionStorage.removeItem(key(`${baCase}:${done}`));
  for (const form of document.querySelectorAll("[data-ba-case-draft]")) keep(form);
}

function key(name) {
  return `baraza.case.${name}`;
}

function fields(form) {
  return [...form.querySelectorAll(WORDS)].filter((one) => one.name && one.type !== "hidden");
}

function keep(form) {
  const name = key(form.dataset.baCaseDraft);
  const kept = JSON.parse(sessionStorage.getItem(name) ?? "{}");
  for (const one of fields(form)) {
    // What the server sent is newer: words that came back with an error, a reply that was taken back.
    if (kept[one.name] && !one.defaultValue) {
      one.value = kept[one.name];
      const fold = form.closest("details");
      if (fold) fold.open = true;
    }
  }
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => save(form, name), WAIT);
  });
  form.addEventListener("submit", () => save(form, name));
}

function save(form, name) {
  const written = fields(form).filter((one) => one.value !== one.defaultValue || one.tagName === "TEXTAREA");
  const values = Object.fromEntries(written.map((one) => [one.name, one.value]));
  if (Object.values(values).some(Boolean)) sessionStorage.setItem(name, JSON.stringify(values));
  else sessionStorage.removeItem(name);
}
