// Warns before a session ends and lets the person stay; open windows of one browser share the time.
const SEEN = "baraza.seen";
// Words are said at these moments, so that a screen reader is not interrupted every second.
const SAID_AT = [60, 30, 10];

/** Asked for because something happened or some seconds passed: nobody need sit there, so the session does not go on by it. */
export function isByItself(context) {
  return ["live", "every"].includes(context.sourceEvent?.type);
}

export function startTimeLimit() {
  const dialog = document.getElementById("time-limit");
  if (!dialog) return;
  const number = (name) => Number(dialog.dataset[name]);
  const opened = Date.now();
  const ends = opened + number("most") * 1000;
  const idle = number("left") * 1000;
  const said = dialog.querySelector("[data-ba-time-said]");
  let lastSaid = Infinity;
  seen(opened);
  // The server counts what somebody asks for through htmx as well.
  document.addEventListener("htmx:after:request", ({ detail }) => {
    if (detail?.ctx && !isByItself(detail.ctx)) seen(Date.now());
  });
  dialog.querySelector("[data-ba-time-stay]").addEventListener("submit", stay);
  dialog.addEventListener("cancel", (event) => {
    if (dialog.dataset.over) event.preventDefault();
    else stay(event);
  });
  const timer = setInterval(look, 1000);

  function deadline() {
    return Math.min(Number(localStorage.getItem(SEEN) ?? opened) + idle, ends);
  }

  function look() {
    const left = Math.ceil((deadline() - Date.now()) / 1000);
    if (left <= 0) return over();
    if (left > number("warn")) {
      if (dialog.open) dialog.close();
      lastSaid = Infinity;
      return undefined;
    }
    if (!dialog.open) dialog.showModal();
    const due = lastSaid === Infinity || SAID_AT.some((moment) => left <= moment && lastSaid > moment);
    if (due) {
      lastSaid = left;
      said.textContent = words(left);
    }
    return undefined;
  }

  function words(left) {
    if (left > 90) return dialog.dataset.minutes.replace("{count}", Math.round(left / 60));
    return left > 45 ? dialog.dataset.minute : dialog.dataset.seconds.replace("{count}", left);
  }

  async function stay(event) {
    event.preventDefault();
    const form = dialog.querySelector("[data-ba-time-stay]");
    const response = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
    if (response.status !== 204) return over();
    seen(Date.now());
    dialog.close();
    return undefined;
  }

  function over() {
    clearInterval(timer);
    dialog.dataset.over = "true";
    dialog.querySelector("h2").textContent = dialog.dataset.endedTitle;
    said.textContent = dialog.dataset.ended;
    dialog.querySelector("[data-ba-time-choice]").hidden = true;
    const again = dialog.querySelector("[data-ba-time-ended]");
    again.hidden = false;
    again.querySelector("a").href = `${dialog.dataset.signIn}?next=${encodeURIComponent(location.pathname + location.search)}`;
    if (!dialog.open) dialog.showModal();
    again.querySelector("a").focus();
  }
}

function seen(moment) {
  localStorage.setItem(SEEN, String(moment));
}
