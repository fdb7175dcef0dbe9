// Talks to the server: polls the state while the page is seen, slower when nothing happens, and sends what the person does.
const FAST = 1200;
const SLOWEST = 10000;
const QUIET_POLLS = 15;

export class Desk {
  constructor(page, number) {
    this.urls = page.dataset;
    this.number = number;
    this.token = page.querySelector("[name=csrfmiddlewaretoken]").value;
    this.status = page.querySelector("[data-connection]");
    this.wait = FAST;
    this.quiet = 0;
    this.seen = "";
  }

  start(show) {
    this.show = show;
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden) this.wake();
    });
    this.number.addEventListener("change", () => this.wake());
    this.poll();
  }

  /** Someone is here: look again at once, and often. */
  wake() {
    this.wait = FAST;
    this.quiet = 0;
    clearTimeout(this.timer);
    this.poll();
  }

  async poll() {
    if (document.hidden) return;
    await this.receive(fetch(`${this.urls.state}?${new URLSearchParams({ number: this.number.value })}`));
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.poll(), this.wait);
  }

  sendChat(fields) {
    return this.send(this.urls.whatsapp, fields);
  }

  sendUssd(action, text = "") {
    return this.send(this.urls.ussd, { action, text });
  }

  async send(url, fields) {
    const body = new FormData();
    body.set("number", this.number.value);
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    await this.receive(fetch(url, { method: "POST", body, headers: { "X-CSRFToken": this.token } }));
    this.wait = FAST;
    this.quiet = 0;
  }

  async receive(request) {
    let answer;
    try {
      answer = await request;
      if (!answer.ok) throw new Error(`${answer.status}`);
      this.take(await answer.text());
      this.status.textContent = "";
    } catch {
      // Said in words and tried again with more patience; the state on the screen stays.
      this.status.textContent = this.status.dataset.lost;
      this.wait = Math.min(SLOWEST, this.wait * 2);
    }
  }

  take(text) {
    if (text === this.seen) {
      this.quiet += 1;
      if (this.quiet > QUIET_POLLS) this.wait = Math.min(SLOWEST, this.wait * 1.5);
      return;
    }
    this.seen = text;
    this.quiet = 0;
    this.wait = FAST;
    this.show(JSON.parse(text));
  }
}
