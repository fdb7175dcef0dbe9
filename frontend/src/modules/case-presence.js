// Who else has this case open, and whether it changed: said again every fifteen seconds, and at once when news come.
const EVERY = 15_000;
const STILL_WRITING = 10_000;

export function startPresence(page) {
  const { baCase: reference, presence: address, version, member } = page.dataset;
  if (!address) return;
  const others = page.querySelector("[data-ba-case-others]");
  const changed = page.querySelector("[data-ba-case-changed]");
  let wrote = 0;
  let told = "";
  const doing = () => (performance.now() - wrote < STILL_WRITING && wrote ? "writing" : "looking");
  const tell = async (what = doing()) => {
    told = what;
    const body = new URLSearchParams({ subject: reference, doing: what });
    const token = document.querySelector("meta[name=csrf-token]")?.content ?? "";
    const sent = { method: "POST", body, headers: { "X-CSRFToken": token }, keepalive: what === "gone" };
    const answer = await fetch(address, sent).catch(() => undefined);
    if (!answer?.ok || answer.redirected || what === "gone") return;
    show(others, (await answer.json()).others);
  };
  document.addEventListener("input", ({ target }) => {
    if (!target.closest("[data-ba-case-draft]")) return;
    wrote = performance.now();
    if (told !== "writing") tell();
  });
  page.addEventListener("live", ({ detail }) => {
    if (!detail || detail.kind.startsWith("presence.")) {
      if (detail?.facts.by !== Number(member)) tell();
      return;
    }
    const words = ["complaints.replied", "complaints.commented", "complaints.noted"].includes(detail.kind);
    const newer = Number(detail.facts.version) > Number(version);
    if ((words || newer) && detail.facts.by !== Number(member)) changed.hidden = false;
  });
  addEventListener("pagehide", () => tell("gone"));
  setInterval(() => {
    if (!document.hidden) tell();
  }, EVERY);
  tell();
}

function show(place, others) {
  const text = others.map((one) => one.text).join(" · ");
  if (place.textContent !== text) place.textContent = text;
}
