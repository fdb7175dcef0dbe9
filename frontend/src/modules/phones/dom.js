// Builds elements without markup in strings: what a person wrote can never become HTML.
export function element(name, css = "", text = "") {
  const made = document.createElement(name);
  if (css) made.className = css;
  if (text) made.textContent = text;
  return made;
}

/** A copy of an icon the server drew into a <template data-icon="…">. */
export function icon(name, css = "") {
  const drawn = document.querySelector(`template[data-icon="${name}"]`).content.firstElementChild.cloneNode(true);
  if (css) drawn.classList.add(...css.split(" "));
  return drawn;
}
