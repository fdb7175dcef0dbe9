// The search box in the header: a combobox as the ARIA practices describe it. Without this file it is a plain form.
import { onKeys } from "./queue-keys.js";
import { say } from "./toast.js";

const PAUSE = 150;
const SHORTEST = 2;

export function startSearch() {
  const form = document.querySelector("[data-ba-suggest]");
  if (!form) return;
  new SearchBox(form);
  const input = form.querySelector("input");
  onKeys({ "/": () => input.focus() });
}

class SearchBox {
  constructor(form) {
    this.form = form;
    this.input = form.querySelector("input");
    this.list = document.createElement("ul");
    Object.assign(this.list, { id: "ba-search-list", className: "ba-search__list", hidden: true, role: "listbox" });
    this.list.setAttribute("aria-label", this.input.labels[0].textContent);
    form.append(this.list);
    this.input.setAttribute("role", "combobox");
    this.input.setAttribute("aria-autocomplete", "list");
    this.input.setAttribute("aria-controls", this.list.id);
    this.close();
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    // A press on an option must not take the focus out of the box before the click arrives.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", ({ target }) => this.go(target.closest("[role=option]")));
  }

  get options() {
    return [...this.list.children];
  }

  later() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const text = this.input.value.trim();
    if (text.length < SHORTEST) return this.close();
    this.asking = new AbortController();
    const address = `${this.form.dataset.baSuggest}?q=${encodeURIComponent(text)}`;
    const answer = await fetch(address, { signal: this.asking.signal, headers: { Accept: "application/json" } }).catch(() => undefined);
    // Suggestions are an extra: without them the form still searches.
    if (!answer?.ok || answer.redirected || document.activeElement !== this.input) return;
    // A letter may be typed while the answer is still coming.
    const found = await answer.json().catch(() => undefined);
    if (found) this.show(found.offers);
  }

  show(offers) {
    this.list.replaceChildren(...offers.map((offer, place) => option(offer, place)));
    this.list.hidden = !offers.length;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.choose(undefined);
    const { none, one, other } = this.form.dataset;
    say(offers.length === 0 ? none : offers.length === 1 ? one : other.replace("{count}", offers.length));
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.choose(undefined);
  }

  choose(chosen) {
    for (const one of this.options) one.setAttribute("aria-selected", String(one === chosen));
    this.chosen = chosen;
    if (chosen) this.input.setAttribute("aria-activedescendant", chosen.id);
    else this.input.removeAttribute("aria-activedescendant");
    chosen?.scrollIntoView({ block: "nearest" });
  }

  key(event) {
    const { options } = this;
    const at = options.indexOf(this.chosen);
    if (event.key === "Escape") {
      if (!this.list.hidden) event.preventDefault();
      this.close();
    } else if (event.key === "Enter" && this.chosen && !this.list.hidden) {
      event.preventDefault();
      this.go(this.chosen);
    } else if (!this.list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const next = event.key === "ArrowDown" ? at + 1 : (at < 0 ? options.length : at) - 1;
      this.choose(options[next]);
    }
  }

  go(chosen) {
    if (chosen) location.assign(chosen.dataset.url);
  }
}

function option({ kind, text, more, url }, place) {
  const item = document.createElement("li");
  item.id = `ba-search-${place}`;
  item.role = "option";
  item.className = "ba-search__option";
  item.dataset.url = url;
  item.append(part("ba-search__text", text), part("ba-search__kind", [kind, more].filter(Boolean).join(" · ")));
  return item;
}

function part(name, words) {
  const made = document.createElement("span");
  made.className = name;
  made.textContent = words;
  return made;
}
