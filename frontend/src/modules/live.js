// Follows what happens: one stream per browser, shared between its tabs; asks again and again where streams fail.
import { startNews } from "./live-news.js";
import { startState } from "./live-state.js";

const HIDDEN_FOR = 30_000;
const POLL_EVERY = 10_000;
const STREAM_AGAIN_AFTER = 60_000;

export function startLive() {
  const source = document.getElementById("live-page");
  if (!source) return;
  const page = JSON.parse(source.textContent);
  const news = startNews(page);
  const state = startState();
  const channel = new BroadcastChannel(`ba-live-${page.organisation}-${page.member}`);
  // What happened while the page was on its way is told like all that comes after.
  let last = page.after;
  let leads = false;
  const take = (message) => {
    if (message.after) last = message.after;
    if (message.event) news.happened(message.event);
    if (message.refresh) news.refresh();
    if (message.state) state.show(message.state);
  };
  channel.addEventListener("message", ({ data }) => {
    if (!data.joined) take(data);
    else if (leads && last > data.joined) channel.postMessage({ refresh: true, after: last });
  });
  const tell = (message) => {
    take(message);
    channel.postMessage(message);
  };
  channel.postMessage({ joined: last });
  leadWhileSeen(channel.name, () => {
    leads = true;
    const stop = follow(page, tell, () => last);
    return () => {
      leads = false;
      stop();
    };
  });
}

/** Only a tab that is looked at leads, and only one of them; `lead` answers with how to stop. */
function leadWhileSeen(name, lead) {
  let release;
  let waiting;
  let timer;
  const start = () => {
    clearTimeout(timer);
    if (waiting) return;
    waiting = new AbortController();
    const hold = () =>
      new Promise((done) => {
        const stop = lead();
        release = () => {
          stop();
          done();
        };
      });
    if (navigator.locks) navigator.locks.request(name, { signal: waiting.signal }, hold).catch(() => {});
    else hold();
  };
  const stop = () => {
    waiting?.abort();
    waiting = undefined;
    release?.();
    release = undefined;
  };
  const look = () => {
    if (document.hidden) timer = setTimeout(stop, HIDDEN_FOR);
    else start();
  };
  document.addEventListener("visibilitychange", look);
  addEventListener("pagehide", stop);
  addEventListener("pageshow", ({ persisted }) => persisted && look());
  look();
}

function follow(page, tell, last) {
  let stream;
  let timer;
  let ended = false;
  const address = (path) => {
    const after = last() ? `&after=${last()}` : "";
    return `${path}?organisation=${page.organisation}${after}`;
  };
  const end = () => {
    ended = true;
    clearTimeout(timer);
    stream?.close();
    tell({ state: "ended" });
  };
  const ask = async (until) => {
    try {
      const answer = await fetch(address(page.changes), { headers: { Accept: "application/json" } });
      if (answer.redirected || [401, 403, 409].includes(answer.status)) return end();
      if (!answer.ok) throw new Error(answer.status);
      const { after, refresh, listening, events } = await answer.json();
      for (const event of events) tell({ event });
      // The first answer of a page that has heard of nothing yet only says where it is.
      tell({ after, refresh: refresh && (last() > 0 || !listening), state: "following" });
    } catch {
      tell({ state: "paused" });
    }
    if (ended) return undefined;
    timer = performance.now() > until ? setTimeout(open, 0) : setTimeout(ask, POLL_EVERY, until);
    return undefined;
  };
  const open = () => {
    if (!window.EventSource) return ask(Infinity);
    stream = new EventSource(address(page.events));
    const took = ({ lastEventId }) => Number(lastEventId) || undefined;
    stream.addEventListener("open", () => tell({ state: "following" }));
    // Without a place to begin at, the page may have missed something already.
    stream.addEventListener("hello", (event) => tell({ after: took(event), refresh: !last() }));
    stream.addEventListener("refresh", (event) => tell({ after: took(event), refresh: true }));
    stream.addEventListener("ended", end);
    stream.addEventListener("message", (event) => tell({ after: took(event), event: JSON.parse(event.data) }));
    stream.addEventListener("error", () => {
      tell({ state: "paused" });
      // While it is connecting the browser tries again by itself; closed means that it was refused.
      if (stream.readyState === EventSource.CLOSED && !ended) ask(performance.now() + STREAM_AGAIN_AFTER);
    });
    return undefined;
  };
  open();
  return () => {
    ended = true;
    clearTimeout(timer);
    stream?.close();
  };
}
