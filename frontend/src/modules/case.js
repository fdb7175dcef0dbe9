// The page of one case: who else is here, drafts, taking back, copying, the list it came from. The page works without.
import { startDrafts } from "./case-drafts.js";
import { startPresence } from "./case-presence.js";
import { startViewers } from "./case-photos.js";
import { rememberList, showWay } from "./case-way.js";
import { toast } from "./toast.js";

export function startCase() {
  rememberList();
  for (const button of document.querySelectorAll("[data-ba-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
  const page = document.querySelector("[data-ba-case]");
  if (!page) return;
  showWay(page.dataset.baCase);
  startDrafts(page);
  startPresence(page);
  startViewers();
  startCopying();
  startReady();
  for (const form of document.querySelectorAll("[data-ba-undo]")) letGo(form);
}

function startCopying() {
  if (!navigator.clipboard) return;
  const copy = (button, text) => {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(text);
      toast(button.dataset.copied);
    });
  };
  for (const button of document.querySelectorAll("[data-ba-copy]")) copy(button, button.dataset.baCopy);
  for (const button of document.querySelectorAll("[data-ba-copy-link]")) copy(button, location.origin + location.pathname);
}

/** A ready-made reply goes where the cursor is; nothing that was written is lost. */
function startReady() {
  const texts = document.getElementById("ready-texts");
  for (const form of document.querySelectorAll("[data-ba-ready]")) {
    form.addEventListener("submit", (event) => {
      const area = document.getElementById(form.dataset.baReady);
      const text = JSON.parse(texts.textContent)[form.elements.ready.value];
      if (!area || !text) return;
      event.preventDefault();
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
      area.focus();
    });
  }
}

/** The button goes when the reply has gone. */
function letGo(form) {
  const left = new Date(form.dataset.baUndo) - Date.now();
  setTimeout(() => form.remove(), Math.max(0, left));
}
