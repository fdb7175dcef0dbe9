// What both faces need: govuk-frontend's tested behaviours, menus that close, toasts.
import { createAll } from "govuk-frontend/dist/govuk/init.mjs";
import { Button } from "govuk-frontend/dist/govuk/components/button/button.mjs";
import { CharacterCount } from "govuk-frontend/dist/govuk/components/character-count/character-count.mjs";
import { ErrorSummary } from "govuk-frontend/dist/govuk/components/error-summary/error-summary.mjs";
import { SkipLink } from "govuk-frontend/dist/govuk/components/skip-link/skip-link.mjs";
import { startMaps } from "./map-start.js";
import { startMenus } from "./menu.js";
import { startToasts } from "./toast.js";

export function start() {
  // govuk-frontend refuses to start without this class; an inline script may not set it, so we do.
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  startComponents(document);
  startMenus();
  startToasts();
}

/** Also called for parts of a page that arrive later. */
export function startComponents(scope) {
  createAll(ErrorSummary, {}, scope);
  createAll(CharacterCount, {}, scope);
  createAll(Button, { preventDoubleClick: true }, scope);
  createAll(SkipLink, {}, scope);
  startMaps(scope);
}
