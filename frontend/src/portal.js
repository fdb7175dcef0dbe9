// Residents' pages. Every part is optional comfort: without this file the forms still work.
import "./styles/portal.scss";
import { start } from "./modules/start.js";

start();
