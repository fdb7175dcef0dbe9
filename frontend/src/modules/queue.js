// The list of complaints: keys, ranges of ticks, what is loading, and what happens meanwhile, which never moves a row.
import { onKeys } from "./queue-keys.js";
import { say } from "./toast.js";

const TOGETHER = 1500;
let waiting;
let lastTicked;

export function startQueue() {
  if (!found()) return;
  document.addEventListener("htmx:before:request", () => busy(true));
  document.addEventListener("htmx:after:swap", () => say(found().dataset.loaded));
  document.addEventListener("htmx:error", () => failed());
  document.addEventListener("htmx:response:error", () => failed());
  document.addEventListener("live", ({ target }) => target.matches("[data-ba-found]") && later(), true);
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-ba-show-new]")) showNew();
    if (event.target.matches("tbody input[type=checkbox]")) tickRange(event);
  });
  onKeys({ j: () => move(1), k: () => move(-1), x: tick });
}

function found() {
  return document.querySelector("[data-ba-found]");
}

function rows(scope = found()) {
  return [...scope.querySelectorAll("[data-ba-row]")];
}

function busy(is) {
  found().setAttribute("aria-busy", String(is));
  if (is) say(found().dataset.loading);
}

function failed() {
  busy(false);
  const place = found();
  const note = place.querySelector(".ba-found__failed") ?? document.createElement("p");
  note.className = "ba-found__failed govuk-error-message";
  note.setAttribute("role", "alert");
  note.textContent = place.dataset.failed;
  place.prepend(note);
}

function move(by) {
  const all = rows();
  const at = all.findIndex((row) => row.contains(document.activeElement));
  const next = all[at < 0 ? 0 : Math.min(all.length - 1, Math.max(0, at + by))];
  next?.querySelector(".ba-ref").focus();
}

function tick() {
  const box = document.activeElement.closest("[data-ba-row]")?.querySelector("input[type=checkbox]");
  box?.click();
  return Boolean(box);
}

/** With the shift key, everything between the last tick and this one becomes like this one. */
function tickRange({ target, shiftKey }) {
  const boxes = rows().map((row) => row.querySelector("input[type=checkbox]"));
  const [from, to] = [boxes.indexOf(lastTicked), boxes.indexOf(target)].sort((one, other) => one - other);
  if (shiftKey && from >= 0) {
    for (const box of boxes.slice(from, to + 1)) box.checked = target.checked;
    target.dispatchEvent(new Event("change", { bubbles: true }));
  }
  lastTicked = target;
}

/** Many events at once ask once. */
function later() {
  waiting ??= setTimeout(() => {
    waiting = undefined;
    refresh();
  }, TOGETHER);
}

async function refresh() {
  const answer = await fetch(location.href, { headers: { "HX-Request": "true" } }).catch(() => undefined);
  if (!answer?.ok || answer.redirected || !found()) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-ba-found]");
  if (!fresh) return;
  const shown = new Map(rows().map((row) => [row.dataset.baRow, row]));
  let strangers = 0;
  for (const row of rows(fresh)) {
    const old = shown.get(row.dataset.baRow);
    if (!old) strangers += 1;
    else if (old.innerHTML !== row.innerHTML) update(old, row);
  }
  offerNew(strangers);
}

/** The cells change in their place; a tick and the focus stay. */
function update(old, row) {
  const { activeElement } = document;
  const ticked = old.querySelector("input[type=checkbox]")?.checked;
  const focused = old.contains(activeElement) && (activeElement.matches(".ba-ref") ? ".ba-ref" : "input");
  old.className = row.className;
  old.replaceChildren(...row.children);
  const box = old.querySelector("input[type=checkbox]");
  if (box && ticked) box.checked = true;
  if (focused) old.querySelector(focused)?.focus();
}

function offerNew(count) {
  const place = found().querySelector("[data-ba-new]");
  place.hidden = !count;
  if (!count) return;
  const { newOne, newOther } = found().dataset;
  const text = count === 1 ? newOne : newOther.replace("{count}", count);
  place.querySelector("button").textContent = text;
  say(text);
}

function showNew() {
  location.reload();
}
