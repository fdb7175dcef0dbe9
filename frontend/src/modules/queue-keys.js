// Single letters are keys only for who has not switched them off (WCAG 2.1.4), and never while somebody writes.
const OFF = "baraza_keys=off";
const WRITING = "input:not([type=checkbox]), textarea, select, [contenteditable]";

export function onKeys(keys) {
  document.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.cookie.includes(OFF) || event.target.closest(WRITING)) return;
    if (act(event) !== false) event.preventDefault();
  });
}
