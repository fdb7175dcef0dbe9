// The list that a case was opened from: its next and previous case, and the way back with its filters.
const KEY = "baraza.case.list";
const CASE = /\/complaints\/([^/]+)\/$/;

/** On a page with a list of cases: which ones, in which order. */
export function rememberList() {
  const links = [...document.querySelectorAll(".ba-table a.ba-ref[href]")].filter(({ pathname }) => CASE.test(pathname));
  if (!links.length) return;
  const paths = [...new Set(links.map(({ pathname }) => pathname))];
  sessionStorage.setItem(KEY, JSON.stringify({ list: location.pathname + location.search, paths }));
}

export function showWay(reference) {
  const place = document.querySelector("[data-ba-case-way]");
  const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  const at = kept ? kept.paths.findIndex((path) => CASE.exec(path)?.[1] === reference) : -1;
  if (!place || at < 0) return;
  place.querySelector(".govuk-back-link").href = kept.list;
  const nav = document.createElement("nav");
  nav.setAttribute("aria-label", `${at + 1} / ${kept.paths.length}`);
  nav.append(...[link(kept.paths[at - 1], place.dataset.previous), link(kept.paths[at + 1], place.dataset.next)].filter(Boolean));
  if (nav.children.length) place.append(nav);
}

function link(path, words) {
  if (!path) return undefined;
  const made = document.createElement("a");
  made.href = path;
  made.className = "govuk-link";
  made.textContent = words;
  return made;
}
