// Residents' pages. Every part is optional comfort: without this file the forms still work.
import "./styles/portal.scss";
import { startDrafts } from "./modules/draft.js";
import { startPhotos } from "./modules/photos.js";
import { start } from "./modules/start.js";

start();
startDrafts();
startPhotos();
// Few pages have a place to find or a link to keep.
if (document.querySelector("[data-ba-locate]")) import("./modules/locate.js").then(({ startLocate }) => startLocate());
if (document.querySelector("[data-ba-keep]")) import("./modules/keep.js").then(({ startKeep }) => startKeep());
// Nothing that is shown waits for it.
import("./modules/pwa.js").then(({ startWorker }) => startWorker());
