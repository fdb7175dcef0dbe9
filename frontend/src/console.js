// Staff pages: htmx for parts that change, live updates, dense tables.
import "./styles/console.scss";
import htmx from "htmx.org/dist/htmx.esm.js";
import { startAccount } from "./modules/account.js";
import { isByItself } from "./modules/account-time-limit.js";
import { foldNavigation } from "./modules/fold.js";
import { startSoundButton } from "./modules/live-sound.js";
import { startLive } from "./modules/live.js";
import { startQueue } from "./modules/queue.js";
import { startSearch } from "./modules/queue-search.js";
import { startSelectAll } from "./modules/select-all.js";
import { start, startComponents } from "./modules/start.js";
import { toast } from "./modules/toast.js";

// What somebody has opened on a part that changes by itself stays open.
htmx.config.morphIgnore.push("open");

start();
startAccount();
startSelectAll();
foldNavigation();
startLive();
startSoundButton();
startSearch();
startQueue();

document.addEventListener("htmx:config:request", ({ detail }) => {
  const token = document.querySelector("meta[name=csrf-token]");
  if (token) detail.ctx.request.headers["X-CSRFToken"] = token.content;
  if (isByItself(detail.ctx)) detail.ctx.request.headers["X-By-Itself"] = "yes";
});
document.addEventListener("htmx:after:swap", ({ target }) => startComponents(target instanceof Element ? target : document));
document.addEventListener("toast", ({ detail }) => toast(detail.value));
// Lists are remembered for the way from case to case; the rest is for the page of a case, and for paper.
if (document.querySelector("[data-ba-case], [data-ba-print], .ba-table a.ba-ref")) {
  import("./modules/case.js").then(({ startCase }) => startCase());
}
if (document.querySelector("[data-ba-parts]")) import("./modules/sms-parts.js").then(({ startParts }) => startParts());
if (document.querySelector("[data-ba-settings]")) import("./modules/settings.js").then(({ startSettings }) => startSettings());
if (document.querySelector("[data-ba-calls]")) import("./modules/calls-list.js").then(({ startCallList }) => startCallList());
const call = document.querySelector("[data-ba-call]");
if (call) import("./modules/calls.js").then(({ startCall }) => startCall(call));
