// Reports that a person had this phone keep. The service worker knows them by the same beginning of their key.
import { store } from "./offline-store.js";

const OWN = "own:";
const KEPT_FOR = 90 * 24 * 3600 * 1000;

/** Undefined when this report is not kept. */
export function ownReport(slug, reference) {
  return store(slug, "draft", "readonly", (rows) => rows.get(OWN + reference));
}

export function keepOwn(slug, facts) {
  return store(slug, "draft", "readwrite", (rows) => rows.put({ id: OWN + facts.reference, at: Date.now(), facts }));
}

export function forgetOwn(slug, reference) {
  return store(slug, "draft", "readwrite", (rows) => rows.delete(OWN + reference));
}

/** The last seen first; what nobody looked at for three months goes. */
export async function ownReports(slug) {
  const rows = (await store(slug, "draft", "readonly", (all) => all.getAll())).filter(({ id }) => id.startsWith(OWN));
  const old = rows.filter(({ at }) => Date.now() - at > KEPT_FOR);
  for (const { facts } of old) await forgetOwn(slug, facts.reference);
  return rows.filter((row) => !old.includes(row)).sort((one, other) => other.at - one.at).map(({ facts }) => facts);
}

/** On the page that opens without a network. */
export async function showOwn(slug, list) {
  const reports = await ownReports(slug);
  list.replaceChildren(...reports.map((facts) => line(slug, list, facts)));
  list.parentElement.hidden = !reports.length;
}

function line(slug, list, { reference, kind, place, state, meaning, news, asOf }) {
  const made = document.createElement("li");
  const link = element("a", reference, "govuk-link ba-phone");
  link.href = `${list.dataset.home}track/${reference}/`;
  const head = element("p", "", "govuk-body");
  head.append(link, ` · ${kind}`, document.createElement("br"), place);
  const standing = element("p", "", "govuk-body");
  standing.append(element("strong", state), ` ${meaning}`);
  const forget = element("button", `${list.dataset.forget} ${reference}`, "govuk-button govuk-button--secondary");
  forget.type = "button";
  forget.addEventListener("click", async () => {
    await forgetOwn(slug, reference);
    await showOwn(slug, list);
    const next = list.querySelector("button") ?? document.querySelector("h1");
    if (next.tagName === "H1") next.tabIndex = -1;
    next.focus();
  });
  made.append(head, standing, element("p", `${list.dataset.news} ${news}`, "govuk-body"), element("p", `${list.dataset.asOf} ${asOf}`, "govuk-hint"), forget);
  return made;
}

function element(name, text, css) {
  const made = document.createElement(name);
  made.textContent = text;
  if (css) made.className = css;
  return made;
}
