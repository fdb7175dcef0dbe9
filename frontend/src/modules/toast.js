// Toasts echo what was done. They wait while pointed at or focused, and never carry errors.
const SHOWN_FOR = 6000;

export function startToasts() {
  for (const toast of region()?.children ?? []) arm(toast);
}

export function toast(text) {
  const box = document.createElement("div");
  box.className = "ba-toast";
  const words = document.createElement("span");
  words.className = "ba-toast__text";
  words.textContent = text;
  box.append(words);
  region()?.append(box);
  arm(box);
}

/** Tells screen readers something without showing it. */
export function say(text) {
  const live = document.getElementById("live");
  if (live) live.textContent = text;
}

function region() {
  return document.getElementById("toasts");
}

function arm(box) {
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "×";
  close.setAttribute("aria-label", region().dataset.dismiss);
  close.addEventListener("click", () => box.remove());
  box.append(close);
  let timer;
  const wait = () => {
    timer = setTimeout(() => box.remove(), SHOWN_FOR);
  };
  const hold = () => clearTimeout(timer);
  box.addEventListener("pointerenter", hold);
  box.addEventListener("focusin", hold);
  box.addEventListener("pointerleave", wait);
  box.addEventListener("focusout", wait);
  wait();
}
