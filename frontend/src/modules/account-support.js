// Counts down the time of support access in the band above the page; without it the band says when it ends.
// A screen reader hears it a few times only.
const SAID_AT = [300, 60, 10, 0];

export function startSupportTime() {
  const shown = document.querySelector("[data-ba-support]");
  if (!shown) return;
  const said = shown.nextElementSibling;
  // By this page's own clock: the device's may be wrong.
  const ends = performance.now() + Number(shown.dataset.baSupport) * 1000;
  let before = Infinity;
  const timer = setInterval(look, 1000);
  look();

  function look() {
    const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
    shown.textContent = words(left);
    if (before !== Infinity && SAID_AT.some((moment) => left <= moment && before > moment)) said.textContent = words(left);
    before = left;
    if (left === 0) clearInterval(timer);
  }

  function words(left) {
    if (left === 0) return shown.dataset.over;
    if (left > 90) return shown.dataset.minutes.replace("{count}", Math.ceil(left / 60));
    return shown.dataset.seconds.replace("{count}", left);
  }
}
