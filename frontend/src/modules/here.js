// A person's own report on their own phone: kept only when they say so, and only what tells them how it stands.
import { forgetOwn, keepOwn, ownReport } from "./own-reports.js";

const FACTS = ["reference", "kind", "place", "state", "meaning", "news", "asOf"];

export async function startHere() {
  const box = document.querySelector("[data-ba-here]");
  // Said for this visit: others use it, too. Without a worker nothing could be shown without a network.
  if (!navigator.serviceWorker || sessionStorage.getItem("baraza.shared") === "1") return;
  const slug = box.dataset.baHere;
  const facts = Object.fromEntries(FACTS.map((name) => [name, box.dataset[name]]));
  // Private windows of some browsers keep nothing: then nothing is offered.
  const kept = await ownReport(slug, facts.reference).catch(() => null);
  if (kept === null) return;
  if (kept) await keepOwn(slug, facts);
  const [keep, forget] = ["keep", "forget"].map((name) => box.querySelector(`[data-ba-here-${name}]`));
  const show = (words, isKept) => {
    box.querySelector("[data-ba-here-words]").textContent = box.dataset[words];
    keep.hidden = isKept;
    forget.hidden = !isKept;
  };
  keep.addEventListener("click", async () => {
    await keepOwn(slug, facts);
    show("wordsOn", true);
    forget.focus();
  });
  forget.addEventListener("click", async () => {
    await forgetOwn(slug, facts.reference);
    show("wordsForgotten", false);
    keep.focus();
  });
  show(kept ? "wordsOn" : "wordsOff", Boolean(kept));
  box.hidden = false;
}
