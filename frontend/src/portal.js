// Residents' pages. Every part is optional comfort: without this file the forms still work.
import "./styles/portal.scss";
import { startDrafts } from "./modules/draft.js";
import { startKeep } from "./modules/keep.js";
import { startLocate } from "./modules/locate.js";
import { startPhotos } from "./modules/photos.js";
import { start } from "./modules/start.js";

start();
startDrafts();
startKeep();
startLocate();
startPhotos();
if (document.querySelector("[data-ba-device]")) import("./modules/device.js").then(({ startDevice }) => startDevice());
// Nothing that is shown waits for it.
import("./modules/pwa.js").then(({ startWorker }) => startWorker());
