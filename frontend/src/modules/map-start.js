// Leaflet costs more than the rest of a page: it is fetched when a map comes into view.
export function startMaps(scope) {
  const maps = scope.querySelectorAll("[data-ba-map]:not([data-ba-started])");
  if (!maps.length) return;
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        watcher.unobserve(target);
        import("./map.js").then(({ openMap }) => openMap(target));
      }
    },
    { rootMargin: "200px" },
  );
  for (const map of maps) {
    map.dataset.baStarted = "";
    // What holds nothing but a map is not shown to who has no script.
    map.closest("[data-ba-with-script]")?.removeAttribute("hidden");
    watcher.observe(map);
  }
}
