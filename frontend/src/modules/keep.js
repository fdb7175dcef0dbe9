// Copies or shares the link to a report; the buttons show when the browser can.
export function startKeep() {
  for (const box of document.querySelectorAll("[data-ba-keep]")) {
    const link = box.querySelector("input").value;
    const copy = box.querySelector("[data-ba-copy]");
    const share = box.querySelector("[data-ba-share]");
    if (navigator.clipboard) {
      copy.hidden = false;
      copy.addEventListener("click", async () => {
        await navigator.clipboard.writeText(link);
        copy.textContent = copy.dataset.done;
      });
    }
    if (navigator.share) {
      share.hidden = false;
      // Who closes the sheet without choosing has done nothing wrong.
      share.addEventListener("click", () => navigator.share({ title: share.dataset.title, url: link }).catch(() => {}));
    }
  }
}
