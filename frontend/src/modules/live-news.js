// What an event does to the page: numbers in the menu, parts that load anew, a toast, the window's title.
import { ring } from "./live-sound.js";
import { toast } from "./toast.js";

const TOGETHER = 400;

export function startNews(page) {
  const badges = later(() => fetchBadges(page.badges));
  const title = document.title;
  let unseen = 0;
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    unseen = 0;
    document.title = title;
  });
  return {
    happened(event) {
      badges();
      load(event);
      const words = page.words[event.kind];
      const mine = event.facts.member === page.member;
      if (!words || !(mine || event.kind === "inbox.waiting")) return;
      toast(words.replace("{subject}", event.subject));
      ring();
      if (!document.hidden) return;
      unseen += 1;
      document.title = `(${unseen}) ${title}`;
    },
    refresh() {
      badges();
      load(null);
    },
  };
}

/**
 * Parts say what they show: `data-ba-live="complaints"`, and of which subject if of one. They load by hx-trigger="live",
 * at most once in `data-ba-live-pause` seconds.
 */
function load(event) {
  for (const part of document.querySelectorAll("[data-ba-live]")) {
    const { baLive, baLiveSubject } = part.dataset;
    const concerns = !event || baLive.split(" ").includes(event.kind.split(".")[0]);
    if (concerns && (!event || !baLiveSubject || baLiveSubject === event.subject)) {
      tell(part, event);
    }
  }
}

// By id where there is one: what loads anew is another element afterwards, and must not miss what happened meanwhile.
const resting = new Map();

function tell(part, event) {
  const key = part.id || part;
  const rest = resting.get(key);
  if (rest) {
    rest.missed = { event };
    return;
  }
  part.dispatchEvent(new CustomEvent("live", { detail: event, bubbles: false }));
  const seconds = Number(part.dataset.baLivePause ?? 0);
  if (!seconds) return;
  const pause = {};
  resting.set(key, pause);
  setTimeout(() => {
    resting.delete(key);
    const now = part.id ? document.getElementById(part.id) : part;
    if (pause.missed && now?.matches("[data-ba-live]")) tell(now, pause.missed.event);
  }, seconds * 1000);
}

/** Many events at once ask once. */
function later(act) {
  let timer;
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      act();
    }, TOGETHER);
  };
}

async function fetchBadges(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } }).catch(() => undefined);
  if (!answer?.ok || answer.redirected) return;
  const { badges } = await answer.json();
  for (const [url, badge] of Object.entries(badges)) {
    for (const link of document.querySelectorAll(`.ba-side__link[href="${url}"], .ba-bell[href="${url}"]`)) show(link, badge);
  }
}

function show(link, { count, label }) {
  let place = link.querySelector(".ba-badge");
  if (!count) {
    place?.remove();
    return;
  }
  if (!place) {
    place = document.createElement("span");
    place.className = "ba-badge";
    link.append(place);
  }
  const words = document.createElement("span");
  words.className = "govuk-visually-hidden";
  words.textContent = ` ${label}`;
  place.replaceChildren(count > 999 ? "999+" : String(count), words);
}
