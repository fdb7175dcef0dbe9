// "Tell me by notification on this device": shown where a script runs, and always with the state as it is.
import { store } from "./offline-store.js";

const READY_WITHIN = 10_000;

export function startDevice() {
  for (const box of document.querySelectorAll("[data-ba-device]")) new Device(box);
}

class Device {
  constructor(box) {
    this.box = box;
    // One report's page has a reference; the page of how we tell you holds for all, and has a form to stop each device.
    this.path = box.dataset.baDevice ? `track/${box.dataset.baDevice}/device/` : "my-data/device/";
    this.onButton = box.querySelector("[data-ba-device-on]");
    this.offButton = box.querySelector("[data-ba-device-off]");
    box.hidden = false;
    this.onButton.addEventListener("click", () => this.act(() => this.switchOn(), this.offButton));
    this.offButton?.addEventListener("click", () => this.act(() => this.switchOff(), this.onButton));
    this.look().catch((fault) => this.fail(fault));
  }

  show(state) {
    this.box.dataset.state = state;
    this.box.querySelector("[data-ba-device-words]").textContent = this.box.getAttribute(`data-words-${state}`);
    this.onButton.hidden = !["off", "stopped", "failed"].includes(state);
    if (this.offButton) this.offButton.hidden = state !== "on";
  }

  async look() {
    if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) return this.show("unsupported");
    if (Notification.permission === "denied") return this.show("refused");
    this.show("off");
    const found = await (await registered()).pushManager.getSubscription();
    if (!found) return;
    await this.renewed(found);
    const { on, all, id } = await this.ask(`${this.path}state/`, { endpoint: found.endpoint });
    const mine = document.querySelector(`[data-ba-device-row="${id}"] [data-ba-device-this]`);
    if (mine) mine.hidden = false;
    this.show(all ? "all" : on ? "on" : "off");
  }

  async act(change, next) {
    this.show("busy");
    try {
      await change();
      if (next && !next.hidden) next.focus();
    } catch (fault) {
      this.fail(fault);
    }
  }

  fail(fault) {
    console.warn("Notifications could not be switched.", fault);
    this.show(Notification.permission === "denied" ? "refused" : "failed");
  }

  async switchOn() {
    if ((await Notification.requestPermission()) !== "granted") return this.show(Notification.permission === "denied" ? "refused" : "off");
    const made = await this.subscription((await registered()).pushManager);
    const { all } = await this.ask(this.path, this.facts(made));
    await this.remember(made.endpoint);
    if (!this.offButton) return location.reload();
    this.show(all ? "all" : "on");
  }

  async switchOff() {
    const found = await (await registered()).pushManager.getSubscription();
    if (found) {
      const { others, on } = await this.ask(`${this.path}off/`, { endpoint: found.endpoint });
      if (on) return this.show("all");
      if (!others) await found.unsubscribe();
    }
    this.show("stopped");
  }

  /** A subscription belongs to the key that it was made with; after a change of our keys a new one is made. */
  async subscription(manager) {
    const ours = bytes(this.box.dataset.key);
    const found = await manager.getSubscription();
    if (found && text(found.options.applicationServerKey) === this.box.dataset.key) return found;
    await found?.unsubscribe();
    return manager.subscribe({ userVisibleOnly: true, applicationServerKey: ours });
  }

  facts(subscription) {
    return {
      endpoint: subscription.endpoint,
      key: text(subscription.getKey("p256dh")),
      auth: text(subscription.getKey("auth")),
      our_key: text(subscription.options.applicationServerKey),
    };
  }

  /** Not every browser tells the service worker that it made another subscription. */
  async renewed(found) {
    const before = await store(this.box.dataset.slug, "draft", "readonly", (rows) => rows.get("device"));
    if (!before || before.endpoint === found.endpoint) return;
    await this.ask("device/renew/", { before: before.endpoint, ...this.facts(found) });
    await this.remember(found.endpoint);
  }

  remember(endpoint) {
    return store(this.box.dataset.slug, "draft", "readwrite", (rows) => rows.put({ id: "device", endpoint }));
  }

  async ask(path, fields) {
    const { home } = this.box.dataset;
    const { token } = await (await fetch(`${home}offline/token/`, { cache: "no-store" })).json();
    const answer = await fetch(home + path, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { "X-CSRFToken": token },
    });
    if (!answer.ok) throw new Error(`The desk answered ${answer.status}.`);
    return answer.json();
  }
}

/** `ready` waits for ever where the worker is refused (a private window). */
function registered() {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error("There is no service worker.")), READY_WITHIN);
    navigator.serviceWorker.ready.then((registration) => {
      clearTimeout(late);
      resolve(registration);
    }, reject);
  });
}

function bytes(key) {
  const plain = atob(key.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer ?? new ArrayBuffer(0)));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
