// What people find their way by on a map without streets: places that they know, distances, and a grid where no areas are.
const STEPS = [10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001];
const LINES_ACROSS = 6;
// Places whose names would touch are left out until one comes nearer.
const NAME_HEIGHT = 24;
const NEAR = 13;

export async function addGround(L, map, element) {
  L.control.scale({ imperial: false }).addTo(map);
  if (!element.dataset.boundaries) addGrid(L, map);
  const answer = element.dataset.places && (await fetch(element.dataset.places).catch(() => undefined));
  if (!answer?.ok || answer.redirected) return;
  const places = (await answer.json()).map(([names, latitude, longitude]) => ({ names, at: [latitude, longitude] }));
  if (!places.length) return;
  const pinned = element.dataset.latitude && document.getElementById(element.dataset.latitude);
  const isPlaced = element.dataset.start || pinned?.value;
  if (!isPlaced && !element.dataset.boundaries) {
    map.fitBounds(L.latLngBounds(places.map(({ at }) => at)), { paddingTopLeft: [48, 24], paddingBottomRight: [88, 40], maxZoom: 12 });
  }
  addNames(L, map, places);
  if (pinned) followWords(map, places, { words: document.getElementById(element.dataset.words), pinned });
}

function addNames(L, map, places) {
  for (const place of places) {
    const icon = L.divIcon({ className: "ba-place", html: text(place.names[0]), iconSize: [8, 8] });
    place.marker = L.marker(place.at, { icon, interactive: false, keyboard: false, zIndexOffset: -1000 }).addTo(map);
  }
  const choose = () => {
    const shown = [];
    for (const { at, marker, names } of places) {
      const { x, y } = map.latLngToLayerPoint(at);
      const width = 16 + names[0].length * 8;
      const apart = (other) => Math.abs(other.y - y) > NAME_HEIGHT || x > other.x + other.width || other.x > x + width;
      const free = shown.every(apart);
      if (free) shown.push({ x, y, width });
      marker.getElement().classList.toggle("ba-place--named", free);
    }
  };
  map.on("zoomend", choose);
  choose();
}

/** A place that the written address names comes into view, as long as no pin is set. */
function followWords(map, places, { words, pinned }) {
  const look = () => {
    if (pinned.value || !words.value) return;
    const written = ` ${plain(words.value)} `;
    const named = places.filter(({ names }) => names.some((name) => written.includes(` ${plain(name)} `))).pop();
    if (named) map.setView(named.at, NEAR, { animate: false });
  };
  words?.addEventListener("change", look);
  if (words) look();
}

function plain(given) {
  return given.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

function addGrid(L, map) {
  const lines = L.layerGroup().addTo(map);
  const draw = () => {
    lines.clearLayers();
    const box = map.getBounds().pad(0.5);
    const across = map.getBounds().getEast() - map.getBounds().getWest();
    const step = STEPS.filter((one) => across / one <= LINES_ACROSS).pop() ?? STEPS[0];
    const line = (from, to) => lines.addLayer(L.polyline([from, to], { className: "ba-grid-line", interactive: false }));
    for (let n = Math.ceil(box.getWest() / step); n * step <= box.getEast(); n += 1) {
      line([box.getSouth(), n * step], [box.getNorth(), n * step]);
    }
    for (let n = Math.ceil(box.getSouth() / step); n * step <= box.getNorth(); n += 1) {
      line([n * step, box.getWest()], [n * step, box.getEast()]);
    }
  };
  map.on("moveend", draw);
  draw();
}

/** Leaflet reads strings as HTML. */
function text(given) {
  const made = document.createElement("span");
  made.textContent = given;
  return made;
}
