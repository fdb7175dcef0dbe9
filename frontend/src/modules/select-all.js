// The box in a table's head ticks every row, and the bulk bar says how many are chosen.
import { say } from "./toast.js";

export function startSelectAll() {
  document.addEventListener("change", ({ target }) => {
    const scope = target.closest("[data-ba-select]");
    if (!scope || target.type !== "checkbox") return;
    const all = scope.querySelector("[data-ba-select-all]");
    const rows = [...scope.querySelectorAll("tbody input[type=checkbox]")];
    if (target === all) for (const row of rows) row.checked = all.checked;
    const chosen = rows.filter((row) => row.checked).length;
    if (all) {
      all.checked = chosen > 0 && chosen === rows.length;
      all.indeterminate = chosen > 0 && chosen < rows.length;
    }
    report(scope, chosen);
  });
}

function report(scope, chosen) {
  const count = scope.querySelector("[data-ba-select-count]");
  if (!count) return;
  const text = count.dataset.text.replace("{count}", chosen);
  count.textContent = text;
  say(text);
}
