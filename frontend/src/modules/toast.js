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
  let from;
  // Whoever came by keyboard goes on where they were.
  const dismiss = () => {
    box.remove();
    if (from?.isConnected) from.focus();
  };
  close.addEventListener("click", dismiss);
  box.append(close);
  box.addEventListener("keydown", ({ key }) => key === "Escape" && dismiss());
  box.addEventListener("focusin", ({ relatedTarget }) => {
    from = relatedTarget ?? from;
  });
  const wait = () => setTimeout(() => (box.matches(":hover, :focus-within") ? wait() : box.remove()), SHOWN_FOR);
  wait();
}
