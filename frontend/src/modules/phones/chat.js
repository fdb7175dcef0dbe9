// The chat handset. "in" and "out" are the desk's words: what came in is the resident's own and stands on the right.
import { element, icon } from "./dom.js";

const TICKS = { queued: "·", sending: "·", sent: "✓", received: "✓✓", delivered: "✓✓", read: "✓✓", failed: "!" };

export class Chat {
  constructor(root, desk) {
    this.root = root;
    this.desk = desk;
    this.log = root.querySelector("[data-log]");
    this.empty = root.querySelector("[data-empty]");
    this.sheet = root.querySelector("dialog");
    this.form = root.querySelector("form");
    this.shown = [];
    this.form.addEventListener("submit", (event) => this.write(event));
    root.querySelector("[data-photo]").addEventListener("click", () => this.offerPhotos());
    root.querySelector("[data-place]").addEventListener("click", () => this.offerPlaces());
    this.sheet.querySelector("[data-close]").addEventListener("click", () => this.sheet.close());
    this.sheet.addEventListener("click", ({ target }) => {
      if (target === this.sheet) this.sheet.close();
    });
  }

  write(event) {
    event.preventDefault();
    const text = this.form.elements.text.value.trim();
    if (!text) return;
    this.form.reset();
    this.desk.sendChat({ kind: "text", text });
  }

  /** Only what changed is drawn again, so that a screen reader hears new messages only. */
  show(messages) {
    const fresh = messages.map((message) => JSON.stringify(message));
    let changed = fresh.length < this.shown.length;
    if (changed) this.log.replaceChildren();
    fresh.forEach((text, index) => {
      if (!changed && this.shown[index] === text) return;
      const drawn = this.draw(messages[index]);
      if (this.log.children[index]) this.log.children[index].replaceWith(drawn);
      else this.log.append(drawn);
      changed = changed || index >= this.shown.length;
    });
    const grew = fresh.length !== this.shown.length;
    this.shown = fresh;
    this.empty.hidden = messages.length > 0;
    const view = this.log.parentElement;
    if (grew) view.scrollTop = view.scrollHeight;
  }

  draw(message) {
    const own = message.direction === "in";
    const item = element("li", `ph-message ${own ? "ph-message--own" : "ph-message--desk"}`);
    const bubble = element("div", "ph-bubble");
    bubble.append(element("span", "govuk-visually-hidden", own ? this.root.dataset.own : this.root.dataset.desk));
    if (message.kind === "image") bubble.append(this.picture(message));
    if (message.kind === "location") bubble.append(icon("place", "ph-bubble__pin"));
    if (message.text) bubble.append(element("p", "ph-bubble__text", message.text));
    bubble.append(this.footer(message));
    item.append(bubble, ...this.replies(message));
    return item;
  }

  picture(message) {
    if (!message.url) return icon("image", "ph-bubble__picture");
    const image = element("img", "ph-bubble__photo");
    image.src = message.url;
    image.alt = message.text || this.root.dataset.photo;
    return image;
  }

  footer({ time, status }) {
    const line = element("p", "ph-bubble__time", time ?? "");
    if (!status) return line;
    const ticks = element("span", status === "read" ? "ph-ticks ph-ticks--read" : "ph-ticks", TICKS[status] ?? "");
    ticks.setAttribute("aria-hidden", "true");
    line.append(ticks, element("span", "govuk-visually-hidden", this.root.dataset[status] ?? status));
    return line;
  }

  replies(message) {
    const buttons = (message.buttons ?? []).map(({ id, title }) =>
      this.reply(title, () => this.desk.sendChat({ kind: "button", id, title })),
    );
    if (message.list) buttons.push(this.reply(message.list.button, () => this.offerList(message.list), "list"));
    if (message.kind === "location_request") buttons.push(this.reply(this.root.dataset.place, () => this.offerPlaces(), "place"));
    return buttons;
  }

  reply(title, act, sign = "") {
    const button = element("button", "ph-reply");
    button.type = "button";
    if (sign) button.append(icon(sign));
    button.append(title);
    button.addEventListener("click", act);
    return button;
  }

  offerList({ button, sections }) {
    const parts = sections.flatMap(({ title, rows }) => [
      ...(title ? [element("h3", "ph-sheet__section", title)] : []),
      ...rows.map((row) => this.row(row.title, row.description, () => this.desk.sendChat({ kind: "list", id: row.id, title: row.title }))),
    ]);
    this.open(button, parts);
  }

  offerPlaces() {
    const places = JSON.parse(document.getElementById("phones-places")?.textContent ?? "[]");
    const rows = places.map(({ name, latitude, longitude }) =>
      this.row(name, `${latitude}, ${longitude}`, () => this.desk.sendChat({ kind: "location", title: name, latitude, longitude })),
    );
    this.open(this.root.dataset.place, rows);
  }

  offerPhotos() {
    const photos = [...this.root.querySelectorAll("[data-photo-url]")].map((photo) =>
      this.row(photo.textContent, "", () => this.sendPhoto(photo.dataset.photoUrl), photo.dataset.photoUrl),
    );
    this.open(this.root.dataset.photo, photos);
  }

  async sendPhoto(url) {
    const blob = await (await fetch(url)).blob();
    const file = new File([blob], url.split("/").pop(), { type: blob.type });
    await this.desk.sendChat({ kind: "image", file, text: this.form.elements.text.value.trim() });
    this.form.reset();
  }

  row(title, description, act, picture = "") {
    const button = element("button", "ph-sheet__row");
    button.type = "button";
    if (picture) {
      const image = element("img", "ph-sheet__photo");
      image.src = picture;
      image.alt = "";
      button.append(image);
    }
    const words = element("span", "ph-sheet__words");
    words.append(element("strong", "", title));
    if (description) words.append(element("span", "", description));
    button.append(words);
    button.addEventListener("click", () => {
      this.sheet.close();
      act();
    });
    return button;
  }

  open(title, rows) {
    this.sheet.querySelector("h2").textContent = title;
    this.sheet.querySelector("[data-rows]").replaceChildren(...rows);
    this.sheet.showModal();
  }
}
