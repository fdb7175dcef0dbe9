// The service worker: registered, asked to send what waits, and replaced when the person says so.
const AGAIN_SOON = 2000;
const AGAIN_LATER = 60_000;

export function startWorker() {
  addEventListener("beforeinstallprompt", offerToInstall);
  const box = document.querySelector("[data-ba-worker]");
  if (needsQueue()) import("./offline.js").then(({ startOffline }) => startOffline());
  if (document.querySelector("[data-ba-device]")) import("./device.js").then(({ startDevice }) => startDevice());
  if (document.querySelector("[data-ba-here]")) import("./here.js").then(({ startHere }) => startHere());
  if (!box || !navigator.serviceWorker) return;
  sendWhenThereIsANetwork();
  navigator.serviceWorker.register(box.dataset.baWorker, { scope: box.dataset.scope, updateViaCache: "none" }).then(
    (registration) => attend(registration, box),
    (fault) => console.warn("The service worker was not taken.", fault),
  );
}

/** Browsers that can put the app on the home screen say so by this event; the others show nothing. */
function offerToInstall(event) {
  const box = document.querySelector("[data-ba-install]");
  if (!box) return;
  event.preventDefault();
  box.hidden = false;
  box.querySelector("button").addEventListener("click", () => {
    box.hidden = true;
    event.prompt();
  }, { once: true });
}

function needsQueue() {
  return document.querySelector("[data-ba-offline]") || new URLSearchParams(location.search).has("shared");
}

/** Phones say "online" a little before anything gets through, so it is tried again. */
function sendWhenThereIsANetwork() {
  const flush = async () => {
    const { active } = await navigator.serviceWorker.ready;
    if (navigator.onLine) active.postMessage({ kind: "flush" });
  };
  addEventListener("online", () => {
    flush();
    setTimeout(flush, AGAIN_SOON);
  });
  setInterval(flush, AGAIN_LATER);
  flush();
}

function attend(registration, box) {
  refreshLanguage(registration, box.dataset.scope);
  offer(registration, box);
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", () => offer(registration, box));
  });
}

/** The kept page is of the language in which the worker was installed. */
function refreshLanguage(registration, scope) {
  const name = `baraza.language.${scope}`;
  const { lang } = document.documentElement;
  if (localStorage.getItem(name) === lang || !navigator.onLine) return;
  registration.active?.postMessage({ kind: "language" });
  if (registration.active) localStorage.setItem(name, lang);
}

function offer(registration, box) {
  if (!registration.waiting || !navigator.serviceWorker.controller) return;
  const line = box.querySelector("[data-ba-update]");
  const button = box.querySelector("[data-ba-update-now]");
  line.textContent = line.dataset.text;
  line.hidden = button.hidden = false;
  button.addEventListener("click", () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    registration.waiting.postMessage({ kind: "skip" });
  }, { once: true });
}
