// What both faces need: govuk-frontend's tested behaviours, menus that close, toasts.
import { createAll, Button, CharacterCount, ErrorSummary, SkipLink } from "govuk-frontend/dist/govuk/all.mjs";

export function start() {
  // govuk-frontend refuses to start without this class; an inline script may not set it, so we do.
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  createAll(ErrorSummary);
  createAll(CharacterCount);
  createAll(Button, { preventDoubleClick: true });
  createAll(SkipLink);
}
