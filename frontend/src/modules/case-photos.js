// Photos in a dialog: next and previous by button or arrow key, full size, download. Without this file they are links.
export function startViewers() {
  for (const list of document.querySelectorAll("[data-ba-viewer]")) prepare(list);
}

// The same photos stand in the timeline, which is replaced while the page is open: one listener for all.
function prepare(list) {
  const links = [...list.querySelectorAll("a")];
  let viewer;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-ba-viewer] a, .ba-attachments a");
    const position = link ? links.findIndex(({ href }) => href === link.href) : -1;
    if (position < 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    viewer ??= build(list, links);
    viewer.open(position, link);
  });
}

function build(list, links) {
  const words = list.dataset;
  const dialog = document.createElement("dialog");
  dialog.className = "ba-viewer";
  const frame = document.createElement("div");
  frame.className = "ba-viewer__frame";
  frame.tabIndex = 0;
  const picture = document.createElement("img");
  frame.append(picture);
  const caption = document.createElement("p");
  caption.className = "ba-viewer__caption";
  caption.setAttribute("role", "status");
  let position = 0;
  let opener;
  const show = (wanted) => {
    position = (wanted + links.length) % links.length;
    const alt = links[position].querySelector("img").alt;
    picture.src = links[position].href;
    picture.alt = alt;
    caption.textContent = alt;
    if (keep) keep.href = `${links[position].href}?download`;
    zoomed(false);
  };
  const zoom = button(words.zoom, () => zoomed(!dialog.classList.contains("ba-viewer--zoomed")));
  const zoomed = (full) => {
    dialog.classList.toggle("ba-viewer--zoomed", full);
    zoom.textContent = full ? words.fit : words.zoom;
    zoom.setAttribute("aria-pressed", String(full));
  };
  const keep = words.keep ? download(words.keep) : undefined;
  const several = links.length > 1;
  const bar = document.createElement("div");
  bar.className = "ba-viewer__bar";
  bar.append(
    ...(several ? [button(words.previous, () => show(position - 1)), button(words.next, () => show(position + 1))] : []),
    zoom,
    ...(keep ? [keep] : []),
    button(words.close, () => dialog.close()),
  );
  dialog.append(frame, caption, bar);
  dialog.addEventListener("keydown", ({ key }) => {
    if (several && key === "ArrowRight") show(position + 1);
    if (several && key === "ArrowLeft") show(position - 1);
    if (key === "+") zoomed(true);
    if (key === "-") zoomed(false);
  });
  dialog.addEventListener("close", () => (opener?.isConnected ? opener : links[position]).focus());
  document.body.append(dialog);
  return {
    open(wanted, pressed) {
      opener = pressed;
      dialog.setAttribute("aria-label", links[wanted].querySelector("img").alt);
      show(wanted);
      dialog.showModal();
    },
  };
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "govuk-button govuk-button--secondary";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function download(text) {
  const made = document.createElement("a");
  made.className = "govuk-button govuk-button--secondary";
  made.textContent = text;
  made.setAttribute("download", "");
  return made;
}
