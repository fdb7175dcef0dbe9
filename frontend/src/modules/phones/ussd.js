// The feature phone: dial a code, answer numbered screens, hang up. One screen carries at most 160 characters.
const LIMIT = 160;

export class FeaturePhone {
  constructor(root, desk) {
    this.root = root;
    this.desk = desk;
    this.screen = root.querySelector("[data-screen]");
    this.input = root.querySelector("[data-input]");
    this.used = root.querySelector("[data-used]");
    this.fill = root.querySelector("[data-used-fill]");
    this.label = root.querySelector("[data-input-label]");
    this.call = root.querySelector("[data-call-label]");
    this.open = false;
    root.querySelector("form").addEventListener("submit", (event) => this.send(event));
    root.querySelector("[data-hang-up]").addEventListener("click", () => this.hangUp());
    root.querySelector("[data-clear]").addEventListener("click", () => this.clear());
    for (const key of root.querySelectorAll("[data-key]")) {
      key.addEventListener("click", () => {
        this.input.value += key.dataset.key;
      });
    }
  }

  send(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.desk.sendUssd(this.open ? "send" : "dial", text);
  }

  hangUp() {
    this.input.value = "";
    this.desk.sendUssd("hangup");
  }

  clear() {
    this.input.value = this.input.value.slice(0, -1);
    this.input.focus();
  }

  show({ open, screen, ended, length }) {
    const opened = open && !ended && !this.open;
    this.open = open && !ended;
    if (opened && this.input.value === this.root.dataset.code) this.input.value = "";
    this.screen.textContent = screen || this.root.dataset.idle;
    this.screen.classList.toggle("ph-lcd__text--idle", !screen);
    this.screen.parentElement.scrollTop = 0;
    this.used.textContent = screen ? this.used.dataset.text.replace("{used}", length).replace("{limit}", LIMIT) : "";
    this.fill.setAttribute("width", screen ? String(Math.min(100, (length / LIMIT) * 100)) : "0");
    this.fill.classList.toggle("ph-used__fill--over", length > LIMIT);
    this.label.textContent = this.open ? this.label.dataset.answer : this.label.dataset.dial;
    this.call.textContent = this.open ? this.call.dataset.send : this.call.dataset.dial;
    if (!this.open && !this.input.value && document.activeElement !== this.input) this.input.value = this.root.dataset.code ?? "";
  }
}
