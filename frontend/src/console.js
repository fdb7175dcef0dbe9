// Staff pages: htmx for parts that change, live updates, dense tables.
import "./styles/console.scss";
import "htmx.org/dist/htmx.esm.js";
import { startAccount } from "./modules/account.js";
import { foldNavigation } from "./modules/fold.js";
import { startSoundButton } from "./modules/live-sound.js";
import { startLive } from "./modules/live.js";
import { startSelectAll } from "./modules/select-all.js";
import { start, startComponents } from "./modules/start.js";
import { toast } from "./modules/toast.js";

start();
startAccount();
startSelectAll();
foldNavigation();
startLive();
startSoundButton();

document.addEventListener("htmx:config:request", ({ detail }) => {
  const token = document.querySelector("meta[name=csrf-token]");
  if (token) detail.ctx.request.headers["X-CSRFToken"] = token.content;
});
document.addEventListener("htmx:after:swap", ({ target }) => startComponents(target instanceof Element ? target : document));
document.addEventListener("toast", ({ detail }) => toast(detail.value));
