// The page of reports that wait on this phone, and what another app shared with the report's page.
import { store } from "./offline-store.js";
import { showOwn } from "./own-reports.js";

export function startOffline() {
  takeShared();
  const box = document.querySelector("[data-ba-offline]");
  if (box) new Queue(box);
}

/** Shared words and photos go into the form once; from then on they are the form's. */
async function takeShared() {
  // At an organisation's own name the address carries no slug; the form's draft does.
  const slug = document.querySelector('[data-ba-draft^="report-"]')?.dataset.baDraft.slice("report-".length);
  const words = document.getElementById("id_description");
  const input = document.getElementById("id_photos");
  if (!slug || !words || !input) return;
  const draft = await store(slug, "draft", "readonly", (rows) => rows.get("shared"));
  if (!draft) return;
  put(words, input, draft);
  await store(slug, "draft", "readwrite", (rows) => rows.delete("shared"));
}

function put(words, input, { text, photos }) {
  if (text) {
    words.value = text;
    words.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (!photos.length || !("DataTransfer" in window)) return;
  const transfer = new DataTransfer();
  for (const photo of photos) transfer.items.add(photo);
  input.files = transfer.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

class Queue {
  constructor(box) {
    this.box = box;
    this.slug = box.dataset.baOffline;
    this.form = document.querySelector("[data-ba-offline-form]");
    this.editing = null;
    // Without us its button would write the words into an address.
    this.form.hidden = false;
    this.form.addEventListener("submit", (event) => this.keep(event));
    document.querySelector("[data-ba-forget]").addEventListener("click", () => this.forget());
    box.querySelector("[data-ba-send-now]").addEventListener("click", () => this.flush());
    navigator.serviceWorker?.addEventListener("message", () => this.show());
    for (const kind of ["online", "offline"]) addEventListener(kind, () => this.tellNetwork());
    this.tellNetwork();
    this.show();
    this.showKept();
    this.showOwn();
  }

  showOwn() {
    return showOwn(this.slug, document.querySelector("[data-ba-own]"));
  }

  /** Pages of reports that were looked at, and the list with its map: they open without a network. */
  async showKept() {
    const list = document.querySelector("[data-ba-kept]");
    if (!list || !("caches" in window)) return;
    const name = `pages-${this.slug}`;
    // Opening a store that is not there would make one.
    const kept = (await caches.has(name)) ? await (await caches.open(name)).keys() : [];
    const links = kept.map(({ url }) => this.keptLink(new URL(url), list.dataset)).filter(Boolean);
    list.replaceChildren(...links);
    list.parentElement.hidden = !links.length;
  }

  keptLink({ pathname, search }, { explore }) {
    const reference = /\/(?:track|explore\/reports)\/([A-Z]{2,6}-\d{4}-[A-Z0-9]{4,})\/$/.exec(pathname)?.[1];
    if (!reference && !pathname.endsWith("/explore/")) return null;
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.className = "govuk-link ba-phone";
    link.href = pathname + search;
    link.textContent = reference ?? explore;
    line.append(link);
    return line;
  }

  tellNetwork() {
    document.querySelector("[data-ba-offline-only]").hidden = navigator.onLine;
  }

  say(text) {
    this.box.querySelector("[data-ba-queue-status]").textContent = text;
  }

  rows(mode, act) {
    return store(this.slug, "outbox", mode, act);
  }

  async keep(event) {
    event.preventDefault();
    const fields = [...new FormData(this.form)].filter(([, value]) => !(value instanceof File) || value.size);
    const said = Object.fromEntries(fields.filter(([, value]) => typeof value === "string"));
    if (said.description.trim().length < 3) return this.ask("id_description", this.box.dataset.missing);
    if (!said.place_text.trim() && !said.latitude && !said.ward) return this.ask("id_place_text", this.box.dataset.place);
    // A report that was refused goes again under its own key; so does one that was changed before it left.
    const id = this.editing ?? crypto.randomUUID();
    if ((await this.rows("readonly", (rows) => rows.get(id)))?.sent) return this.tellLate();
    try {
      await this.rows("readwrite", (rows) => rows.put({ id, at: Date.now(), state: "waiting", fields }));
    } catch {
      return this.say(this.box.dataset.failed);
    }
    this.editing = null;
    localStorage.removeItem(`baraza.draft.report-${this.slug}`);
    this.clear();
    await this.show();
    this.say(this.box.dataset.keep);
    this.box.scrollIntoView();
    await this.flush();
  }

  /** The words stay in the form, to be added to the report that is there already. */
  async tellLate() {
    this.editing = null;
    await this.show();
    this.say(this.box.dataset.late);
  }

  ask(id, text) {
    this.say(text);
    document.getElementById(id).focus();
  }

  clear() {
    this.form.reset();
    for (const one of this.form.querySelectorAll("input[type=hidden]")) one.value = "";
    for (const remove of this.form.querySelectorAll(".ba-photo--chosen button")) remove.click();
  }

  async flush() {
    const registration = await navigator.serviceWorker?.ready;
    // Without background sync the page's own `online` and the next visit send it.
    await registration?.sync?.register("outbox").catch(() => undefined);
    if (navigator.onLine) registration?.active?.postMessage({ kind: "flush" });
  }

  async show() {
    const reports = (await this.rows("readonly", (rows) => rows.getAll())).sort((one, other) => other.at - one.at);
    this.box.querySelector("[data-ba-queue]").replaceChildren(...reports.map((report) => this.line(report)));
    this.box.querySelector("[data-ba-queue-empty]").hidden = reports.length > 0;
    this.box.querySelector("[data-ba-send-now]").hidden = !reports.some(({ state }) => state === "waiting");
  }

  line(report) {
    const line = document.createElement("li");
    const words = document.createElement("p");
    words.className = "govuk-body";
    const { waiting, refused, sent, photos } = this.box.dataset;
    const state = document.createElement("strong");
    state.textContent = { waiting, refused, sent }[report.state];
    words.append(state);
    const count = report.fields.filter(([name]) => name === "photos").length;
    const text = report.sent?.reference ?? report.fields.find(([name]) => name === "description")?.[1] ?? "";
    words.append(`: ${text}${count ? ` (${photos}: ${count})` : ""}`);
    line.append(words, ...this.faults(report), ...this.acts(report));
    return line;
  }

  faults({ errors = {}, large, late }) {
    const told = [...Object.values(errors).flat(), large && this.box.dataset.large, late && this.box.dataset.late].filter(Boolean);
    return told.map((text) => {
      const line = document.createElement("p");
      line.className = "govuk-error-message";
      line.textContent = text;
      return line;
    });
  }

  acts(report) {
    const { edit, follow, delete: remove } = this.box.dataset;
    const found = [];
    if (report.sent) {
      const link = document.createElement("a");
      link.className = "govuk-button";
      link.href = report.sent.url;
      link.textContent = follow;
      found.push(link, " ");
    } else found.push(this.button(edit, () => this.edit(report)), " ");
    found.push(this.button(remove, () => this.remove(report)));
    return found;
  }

  button(text, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "govuk-button govuk-button--secondary";
    button.textContent = text;
    button.addEventListener("click", act);
    return button;
  }

  /** Held back while it is being changed: half of it must not be sent. */
  async edit(report) {
    await this.rows("readwrite", (rows) => rows.put({ ...report, state: "refused" }));
    this.clear();
    this.editing = report.id;
    const photos = [];
    for (const [name, value] of report.fields) {
      const control = this.form.elements[name];
      if (value instanceof File) photos.push(value);
      else if (control) control.value = value;
    }
    put(document.getElementById("id_description"), document.getElementById("id_photos"), { text: "", photos });
    await this.show();
    document.getElementById("id_description").focus();
  }

  async remove(report) {
    await this.rows("readwrite", (rows) => rows.delete(report.id));
    if (this.editing === report.id) this.editing = null;
    await this.show();
  }

  async forget() {
    const active = (await navigator.serviceWorker?.getRegistration())?.active;
    if (active) {
      const channel = new MessageChannel();
      const done = new Promise((resolve) => channel.port1.addEventListener("message", resolve, { once: true }));
      channel.port1.start();
      active.postMessage({ kind: "forget" }, [channel.port2]);
      await done;
    }
    localStorage.clear();
    this.clear();
    await this.show();
    await this.showKept();
    await this.showOwn();
    this.say(this.box.dataset.forgotten);
  }
}
