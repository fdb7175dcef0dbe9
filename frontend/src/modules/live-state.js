// Says politely when live updates pause or end; silence means that they work.
const PATIENCE = 8_000;

export function startState() {
  const place = document.getElementById("live-state");
  let timer;
  const write = (text) => {
    if (place && place.textContent !== text) place.textContent = text;
  };
  return {
    show(state) {
      if (state === "paused") {
        timer ??= setTimeout(write, PATIENCE, place?.dataset.paused ?? "");
        return;
      }
      clearTimeout(timer);
      timer = undefined;
      write(state === "ended" ? (place?.dataset.ended ?? "") : "");
    },
  };
}
