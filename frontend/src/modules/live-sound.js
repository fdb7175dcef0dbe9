// A sound for those who want one on this device; the page always shows what the sound would say.
const KEY = "ba-sound";
const FLASH = 900;

export function ring() {
  flash();
  if (localStorage.getItem(KEY) === "on") beep();
}

/** The button on the page of notifications; the words beside it say what holds. */
export function startSoundButton() {
  const button = document.querySelector("[data-ba-sound]");
  if (!button) return;
  const words = document.getElementById("sound-words");
  const show = () => {
    const on = localStorage.getItem(KEY) === "on";
    button.textContent = on ? button.dataset.off : button.dataset.on;
    button.setAttribute("aria-pressed", String(on));
    words.hidden = !on;
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    localStorage.setItem(KEY, localStorage.getItem(KEY) === "on" ? "off" : "on");
    show();
    if (localStorage.getItem(KEY) === "on") ring();
  });
  show();
}

function flash() {
  const header = document.querySelector(".ba-header");
  if (!header || header.classList.contains("ba-header--news")) return;
  header.classList.add("ba-header--news");
  setTimeout(() => header.classList.remove("ba-header--news"), FLASH);
}

function beep() {
  const context = new AudioContext();
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = 660;
  volume.gain.value = 0.08;
  tone.connect(volume).connect(context.destination);
  tone.start();
  tone.stop(context.currentTime + 0.18);
  tone.addEventListener("ended", () => context.close());
}
