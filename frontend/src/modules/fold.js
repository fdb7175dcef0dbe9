// On small screens the side navigation and filters start folded; without this file they are simply open.
const WIDE = "(min-width: 64em)";

export function foldNavigation() {
  const wide = matchMedia(WIDE);
  const follow = () => {
    // What has a mistake in it stays open.
    for (const fold of document.querySelectorAll("[data-ba-fold]")) {
      fold.open = wide.matches || fold.querySelector(".govuk-form-group--error") !== null;
    }
  };
  wide.addEventListener("change", follow);
  follow();
}
