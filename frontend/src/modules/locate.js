// "Use my location": shown only where the browser can, writes two inputs, says what happened in words.
export function startLocate() {
  if (!navigator.geolocation) return;
  for (const button of document.querySelectorAll("[data-ba-locate]")) {
    button.hidden = false;
    button.addEventListener("click", () => locate(button));
  }
}

function locate(button) {
  const { latitude, longitude, waiting = "", found = "", failed = "" } = button.dataset;
  const status = document.querySelector("[data-ba-locate-status]");
  const tell = (text) => {
    if (status) status.textContent = text;
  };
  tell(waiting);
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      document.getElementById(latitude).value = coords.latitude.toFixed(6);
      document.getElementById(longitude).value = coords.longitude.toFixed(6);
      tell(found);
      button.dispatchEvent(new CustomEvent("ba:located", { bubbles: true, detail: coords }));
    },
    () => tell(failed),
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
  );
}
