// On small screens the side navigation and filters start folded; without this file they are simply open.
const WIDE = "(min-width: 64em)";

export function foldNavigation() {
  const wide = matchMedia(WIDE);
  const follow = () => {
    for (const fold of document.querySelectorAll("[data-ba-fold]")) fold.open = wide.matches;
  };
  wide.addEventListener("change", follow);
  follow();
}
