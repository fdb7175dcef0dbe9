// The portal's service worker. CONFIG comes before this text: slug, version, home, offline, precache, icon.
const SHELL = `shell-${CONFIG.slug}-${CONFIG.version}`;
const PAGES = `pages-${CONFIG.slug}`;
const MOST_PAGES = 30;
// Only what is anybody's to see, or belongs to a report whose reference this person had: no steps, codes or lists of one's own.
const KEPT = /^(|track\/|track\/[A-Z]{2,6}-\d{4}-[A-Z0-9]{4,}\/|explore\/(?!data\/).*)$/;
const LEAVING = /^(track\/leave|my-data\/delete)\/$/;
const MAP_DATA = /^explore\/(map|areas|places)\.json$/;

addEventListener("install", (event) => event.waitUntil(fill()));
addEventListener("activate", (event) => event.waitUntil(begin()));
addEventListener("message", (event) => {
  const { kind } = event.data ?? {};
  if (kind === "skip") skipWaiting();
  if (kind === "flush") event.waitUntil(flush());
  if (kind === "language") event.waitUntil(caches.open(SHELL).then((cache) => cache.add(fresh(CONFIG.offline))));
  if (kind === "forget") event.waitUntil(forget(event.ports[0]));
});
addEventListener("sync", (event) => {
  if (event.tag === "outbox") event.waitUntil(flush());
});
addEventListener("push", (event) => event.waitUntil(tell(event.data)));
addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data?.reference));
});
addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event)));
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  const path = url.pathname.startsWith(CONFIG.home) ? url.pathname.slice(CONFIG.home.length) : null;
  if (request.method === "POST" && request.mode === "navigate") {
    if (path === "share/") event.respondWith(shared(request));
    else if (path === "report/") event.respondWith(posted(request));
    // Who leaves, or has their data removed, takes along the pages that they looked at and their own reports.
    else if (LEAVING.test(path)) event.waitUntil(Promise.all([caches.delete(PAGES), forgetOwn()]));
    return;
  }
  if (request.method !== "GET") return;
  if (url.pathname.startsWith("/static/") || url.searchParams.has("v")) return event.respondWith(kept(request));
  if (path !== null && MAP_DATA.test(path)) return event.respondWith(newest(event, true));
  if (request.mode === "navigate") event.respondWith(newest(event, path !== null && KEPT.test(path)));
});

function fresh(address) {
  return new Request(address, { cache: "reload" });
}

async function fill() {
  const cache = await caches.open(SHELL);
  await cache.addAll([...CONFIG.precache, fresh(CONFIG.offline), CONFIG.icon]);
}

async function begin() {
  for (const name of await caches.keys()) {
    if (name.startsWith(`shell-${CONFIG.slug}-`) && name !== SHELL) await caches.delete(name);
  }
  await registration.navigationPreload?.enable();
  await clients.claim();
}

/** Names of these files change with what they hold. */
async function kept(request) {
  const found = await caches.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(SHELL)).put(request, answer.clone());
  return answer;
}

async function newest(event, keep) {
  const { request } = event;
  try {
    const answer = (await event.preloadResponse) || (await fetch(request));
    if (keep && answer.ok && !answer.redirected && !/no-store/.test(answer.headers.get("cache-control") ?? "")) event.waitUntil(keepPage(request, answer.clone()));
    return answer;
  } catch (fault) {
    const found = keep && (await caches.open(PAGES).then((cache) => cache.match(request, { ignoreVary: true })));
    if (found) return found;
    if (request.mode === "navigate") return (await caches.match(CONFIG.offline, { ignoreVary: true })) ?? Response.error();
    throw fault;
  }
}

async function keepPage(request, answer) {
  const cache = await caches.open(PAGES);
  await cache.delete(request);
  await cache.put(request, answer);
  const held = await cache.keys();
  for (const old of held.slice(0, Math.max(0, held.length - MOST_PAGES))) await cache.delete(old);
}

/** Words and photos of the report's first page are not lost when the network goes between two pages. */
async function posted(request) {
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch {
    // A phone without room leads on all the same; the page itself still has the words in its draft.
    const kept = await copy.formData().then((form) => keepDraft({ text: form.get("description") ?? "", photos: files(form) })).then(() => "?kept=1", () => "");
    return Response.redirect(CONFIG.offline + kept, 303);
  }
}

/** What cannot be read, or finds no room on the phone, is said like an empty share. */
async function shared(request) {
  try {
    const form = await request.formData();
    const photos = files(form);
    const text = ["title", "text", "url"].map((name) => form.get(name)).filter(Boolean).join("\n");
    if (!photos.length && !text) return Response.redirect(`${CONFIG.home}share/`, 303);
    await keepDraft({ text, photos });
    return Response.redirect(`${CONFIG.home}report/?shared=${photos.length}`, 303);
  } catch {
    return Response.redirect(`${CONFIG.home}share/`, 303);
  }
}

function files(form) {
  return form.getAll("photos").filter((one) => one.size);
}

// --- what waits on this device ---------------------------------------------------------------------------------------

function database() {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(`baraza-${CONFIG.slug}`, 1);
    opening.onupgradeneeded = () => {
      opening.result.createObjectStore("outbox", { keyPath: "id" });
      opening.result.createObjectStore("draft", { keyPath: "id" });
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

async function store(name, mode, act) {
  const open = await database();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = open.transaction(name, mode);
      const asked = act(transaction.objectStore(name));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    open.close();
  }
}

/** Reports that a person had this phone keep. */
function forgetOwn() {
  return store("draft", "readwrite", (rows) => rows.delete(IDBKeyRange.bound("own:", "own:\uffff")));
}

function keepDraft(draft) {
  return store("draft", "readwrite", (rows) => rows.put({ id: "shared", ...draft }));
}

let running = null;

/** One sending at a time; the key of each report keeps two from becoming two reports all the same. */
function flush() {
  running ??= sendAll().finally(() => {
    running = null;
  });
  return running;
}

async function sendAll() {
  const waiting = (await store("outbox", "readonly", (rows) => rows.getAll())).filter(({ state }) => state === "waiting");
  const tried = [];
  // One that cannot be sent now keeps no other one back; the browser is told at the end, so that it asks again.
  for (const report of waiting) tried.push(await send(report).then(() => null, (fault) => fault));
  const fault = tried.find(Boolean);
  if (fault) throw fault;
}

async function send(report) {
  const { token } = await (await fetch(`${CONFIG.home}offline/token/`, { cache: "no-store" })).json();
  const form = new FormData();
  for (const [name, value] of report.fields) form.append(name, value);
  const answer = await fetch(`${CONFIG.home}offline/send/`, {
    method: "POST",
    body: form,
    headers: { "X-CSRFToken": token, "Idempotency-Key": report.id },
  });
  if (answer.ok) await settle(report, { state: "sent", fields: [], sent: await answer.json() });
  else if ([400, 413, 422].includes(answer.status)) await settle(report, { state: "refused", large: answer.status === 413, ...(await answer.json().catch(() => ({}))) });
  else throw new Error(`The desk answered ${answer.status}; it is tried again later.`);
}

/** A report that was taken out or changed while it was on its way stays as the person left it, unless it had arrived. */
async function settle(report, outcome) {
  const now = await store("outbox", "readonly", (rows) => rows.get(report.id));
  const changed = now && (now.at !== report.at || now.state !== "waiting");
  const late = Boolean(changed && outcome.sent);
  if (now && (late || !changed)) await store("outbox", "readwrite", (rows) => rows.put({ ...now, ...outcome, late }));
  for (const page of await clients.matchAll()) page.postMessage({ kind: "outbox" });
}

// --- notifications ---------------------------------------------------------------------------------------------------

/** A browser takes the permission away from who is woken and shows nothing, so that even what cannot be read is shown. */
function tell(data) {
  let news = {};
  try {
    news = data?.json() ?? {};
  } catch {
    // Not ours: the general words are true all the same.
  }
  return registration.showNotification(CONFIG.name, {
    body: news.words ?? CONFIG.news,
    lang: news.lang ?? "",
    icon: CONFIG.icon,
    tag: news.reference || "news",
    renotify: true,
    data: { reference: news.reference },
  });
}

async function open(reference) {
  const address = new URL(/^[A-Z]{2,6}-\d{4}-[A-Z0-9]{4,}$/.test(reference) ? `${CONFIG.home}track/${reference}/` : CONFIG.home, location.origin);
  const pages = await clients.matchAll({ type: "window" });
  const there = pages.find((page) => new URL(page.url).pathname === address.pathname);
  if (there) return there.focus();
  return clients.openWindow(address.href);
}

async function post(path, fields) {
  const { token } = await (await fetch(`${CONFIG.home}offline/token/`, { cache: "no-store" })).json();
  return fetch(CONFIG.home + path, { method: "POST", body: new URLSearchParams(fields), headers: { "X-CSRFToken": token } });
}

async function renew(event) {
  const before = event.oldSubscription?.endpoint ?? (await store("draft", "readonly", (rows) => rows.get("device")))?.endpoint;
  if (!before || !CONFIG.pushKey) return;
  const made = event.newSubscription ?? (await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: CONFIG.pushKey }));
  const { endpoint, keys } = made.toJSON();
  const ours = made.options?.applicationServerKey;
  const answer = await post("device/renew/", { before, endpoint, key: keys.p256dh, auth: keys.auth, our_key: ours ? encoded(ours) : CONFIG.pushKey });
  if (answer.ok) await store("draft", "readwrite", (rows) => rows.put({ id: "device", endpoint }));
}

function encoded(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/** Without a network the desk learns it from the push service: the subscription is no more either way. */
async function stopTelling() {
  const found = await registration.pushManager?.getSubscription();
  if (!found) return;
  await post("device/forget/", { endpoint: found.endpoint }).catch(() => undefined);
  await found.unsubscribe();
}

async function forget(port) {
  await stopTelling();
  for (const name of await caches.keys()) if (name === PAGES) await caches.delete(name);
  await store("outbox", "readwrite", (rows) => rows.clear());
  await store("draft", "readwrite", (rows) => rows.clear());
  port?.postMessage("done");
}
