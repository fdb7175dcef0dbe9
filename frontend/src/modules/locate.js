// "Use my location": shown only where the browser can, writes two inputs, says what happened in words; can be taken back.
export function startLocate() {
  if (!navigator.geolocation) return;
  for (const button of document.querySelectorAll("[data-ba-locate]")) {
    const clear = document.querySelector("[data-ba-locate-clear]");
    button.hidden = false;
    button.addEventListener("click", () => locate(button, clear));
    if (!clear) continue;
    clear.hidden = !inputs(button)[0].value;
    clear.addEventListener("click", () => forget(button, clear));
    document.addEventListener("ba:pinned", () => {
      tell(button.dataset.pinned ?? button.dataset.found);
      clear.hidden = false;
    });
  }
}

function inputs({ dataset: { latitude, longitude } }) {
  return [latitude, longitude].map((id) => document.getElementById(id));
}

function tell(text = "") {
  const status = document.querySelector("[data-ba-locate-status]");
  if (status) status.textContent = text;
}

function locate(button, clear) {
  const { waiting, found, failed } = button.dataset;
  tell(waiting);
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const [latitude, longitude] = inputs(button);
      latitude.value = coords.latitude.toFixed(6);
      longitude.value = coords.longitude.toFixed(6);
      tell(found);
      if (clear) clear.hidden = false;
      // A map of which nothing is known is of use around a position.
      document.querySelector("[data-ba-when-located]")?.removeAttribute("hidden");
      button.dispatchEvent(new CustomEvent("ba:located", { bubbles: true, detail: coords }));
    },
    () => tell(failed),
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
  );
}

function forget(button, clear) {
  for (const input of inputs(button)) input.value = "";
  tell(clear.dataset.forgotten);
  clear.hidden = true;
  button.dispatchEvent(new CustomEvent("ba:forgotten", { bubbles: true }));
  button.focus();
}
