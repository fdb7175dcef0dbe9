// Menus are <details>; this closes them on Escape, on a click elsewhere and when the focus leaves.
export function startMenus() {
  document.addEventListener("click", (event) => closeOthers(event.target.closest("[data-ba-menu]")));
  document.addEventListener("focusin", (event) => closeOthers(event.target.closest("[data-ba-menu]")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("[data-ba-menu][open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
}

function closeOthers(keep) {
  for (const menu of document.querySelectorAll("[data-ba-menu][open]")) {
    if (menu !== keep) menu.open = false;
  }
}
