// Groups of matters that the server gathers for the part of the map in view; they part when one comes nearer.
const WAIT = 150;
const MOST_FAILURES = 6;

export async function followClusters(L, map, element) {
  const layer = L.layerGroup().addTo(map);
  let timer;
  let asked;
  let failures = 0;
  let moved = false;
  // Room at the edges, and on the left for the buttons, so that no group is cut off.
  const fit = () => {
    if (moved || !element.dataset.box) return;
    const [west, south, east, north] = element.dataset.box.split(",").map(Number);
    const bounds = [[south, west], [north, east]];
    map.fitBounds(bounds, { paddingTopLeft: [76, 52], paddingBottomRight: [52, 52], maxZoom: 16, animate: false });
  };
  for (const kind of ["pointerdown", "keydown", "wheel"]) {
    element.addEventListener(kind, () => { moved = true; }, { once: true, passive: true });
  }
  const show = async () => {
    const bounds = map.getBounds();
    const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()].map((one) => one.toFixed(5));
    asked?.abort();
    const mine = new AbortController();
    asked = mine;
    const address = `${element.dataset.clusters}?bbox=${box.join(",")}&zoom=${Math.floor(map.getZoom())}&${element.dataset.query ?? ""}`;
    const answer = await fetch(address, { headers: { Accept: "application/json" }, signal: mine.signal }).catch(() => undefined);
    const clusters = answer?.ok && !answer.redirected ? await answer.json().catch(() => undefined) : undefined;
    // The map may have been moved meanwhile: then the next question is the one that counts.
    if (mine.signal.aborted) return;
    if (!clusters) {
      // A map without its matters would look as if there were none.
      if (failures < MOST_FAILURES) timer = setTimeout(show, 1000 * 2 ** failures);
      failures += 1;
      return;
    }
    failures = 0;
    layer.clearLayers();
    for (const one of clusters) addCluster(L, map, layer, one);
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(show, WAIT);
  };
  fit();
  map.on("moveend", later);
  map.on("resize", fit);
  element.addEventListener("live", later);
  await show();
}

function addCluster(L, map, layer, { latitude, longitude, count, label, box }) {
  const badge = document.createElement("span");
  badge.textContent = count > 1 ? String(count) : "";
  const icon = L.divIcon({ className: count > 1 ? "ba-cluster" : "ba-dot", html: badge, iconSize: [44, 44] });
  const marker = L.marker([latitude, longitude], { icon, alt: label }).addTo(layer);
  const words = document.createElement("span");
  words.textContent = label;
  marker.bindTooltip(words);
  marker.getElement().setAttribute("role", "button");
  marker.getElement().setAttribute("aria-label", label);
  const nearer = () => {
    const [west, south, east, north] = box;
    const bounds = L.latLngBounds([south, west], [north, east]);
    if (count > 1 && map.getZoom() < map.getMaxZoom()) map.fitBounds(bounds.pad(0.2), { maxZoom: map.getZoom() + 4 });
  };
  marker.on("click", nearer);
  marker.on("keypress", ({ originalEvent }) => originalEvent.key === "Enter" && nearer());
}
