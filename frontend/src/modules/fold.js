// On small screens the side navigation starts folded; without this file it is simply open.
const WIDE = "(min-width: 64em)";

export function foldNavigation() {
  const fold = document.querySelector("[data-ba-fold]");
  if (!fold) return;
  const wide = matchMedia(WIDE);
  const follow = () => {
    fold.open = wide.matches;
  };
  wide.addEventListener("change", follow);
  follow();
}
