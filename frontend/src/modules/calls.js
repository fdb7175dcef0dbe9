// Reads along with a recording: the captions say which line is spoken; a line's time and the waveform seek.

export function startCall(page) {
  startPlayer(page);
  // A recording that was being fetched while the page stood open comes with its lines.
  document.addEventListener("htmx:after:swap", () => startPlayer(page));
  sayChanges(page);
}

function startPlayer(page) {
  const player = page.querySelector("[data-ba-player]:not([data-ba-started])");
  const audio = player?.querySelector("audio");
  if (!audio) return;
  player.dataset.baStarted = "";
  readAlong(page, audio);
  seekByLines(page.querySelector("#transcript"), audio);
  drawPlayed(player, audio);
  startKeys(player, audio);
}

function readAlong(page, audio) {
  const [track] = audio.textTracks;
  if (!track) return;
  track.mode = "hidden";
  let shown;
  // By the time itself: after a leap browsers leave a cue active that is over.
  const follow = () => {
    const now = audio.currentTime;
    const cue = [...(track.cues ?? [])].find(({ startTime, endTime }) => startTime <= now && now < endTime);
    const line = cue && page.querySelector(`#line-${cue.id}`);
    if (line === shown) return;
    shown?.removeAttribute("aria-current");
    line?.setAttribute("aria-current", "true");
    shown = line;
    if (line && !audio.paused) keepInSight(line);
  };
  track.addEventListener("cuechange", follow);
  for (const event of ["timeupdate", "seeked", "playing"]) audio.addEventListener(event, follow);
}

/** Only when it has left the window, so that nobody is moved away from what they read. */
function keepInSight(line) {
  const { top, bottom } = line.getBoundingClientRect();
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (bottom < 0 || top > innerHeight) line.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
}

function seekByLines(lines, audio) {
  lines?.addEventListener("click", (event) => {
    const link = event.target.closest("[data-ba-seek]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    seek(audio, () => Number(link.dataset.baSeek));
  });
}

function drawPlayed(player, audio) {
  const wave = player.querySelector(".ba-player__wave");
  if (!wave) return;
  const { width } = wave.viewBox.baseVal;
  const played = wave.querySelector(".ba-player__played");
  const draw = () => {
    if (audio.duration > 0) played.setAttribute("width", (width * audio.currentTime) / audio.duration);
  };
  audio.addEventListener("timeupdate", draw);
  audio.addEventListener("seeked", draw);
  wave.addEventListener("click", ({ clientX }) => {
    const { left, width: wide } = wave.getBoundingClientRect();
    seek(audio, () => ((clientX - left) / wide) * audio.duration);
  });
}

function startKeys(player, audio) {
  const keys = player.querySelector("[data-ba-player-keys]");
  keys.hidden = false;
  keys.addEventListener("click", ({ target }) => {
    const { baSkip } = target.dataset;
    if (baSkip) seek(audio, () => Math.max(audio.currentTime + Number(baSkip), 0));
  });
  keys.querySelector("[data-ba-speed]").addEventListener("change", ({ target }) => {
    audio.playbackRate = Number(target.value);
  });
}

/** How long it is the browser knows once it has asked for the recording. */
function seek(audio, place) {
  const go = () => {
    audio.currentTime = place();
    // Refused where the browser wants a press on the player itself; the place is right all the same.
    audio.play().catch(() => {});
  };
  if (audio.readyState > 0) {
    go();
    return;
  }
  audio.addEventListener("loadedmetadata", go, { once: true });
  audio.preload = "metadata";
  audio.load();
}

/** A page that somebody reads or listens to is not exchanged under them: it says that there is news. */
function sayChanges(page) {
  page.addEventListener("live", ({ detail }) => {
    // That part loads by itself.
    if (detail?.kind === "calls.sound") return;
    if (page.querySelector(".ba-call__news")) return;
    const news = document.createElement("p");
    news.className = "ba-call__news";
    news.setAttribute("role", "status");
    news.textContent = page.dataset.changed;
    page.prepend(news);
  });
}
