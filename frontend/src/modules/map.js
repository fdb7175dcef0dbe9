// Maps on our own boundaries: pick a place, or show clustered matters. No tile server is asked.
import * as L from "leaflet";
import "leaflet/dist/leaflet.css";
import "../styles/map.scss";

const SHADES = 5;
// Points on the screen between the middles of two dots, and how near a map goes for it.
const APART = 28;
const NEAREST = 17.5;

export async function openMap(element) {
  const map = L.map(element, { attributionControl: false, minZoom: 4, maxZoom: 18, zoomSnap: 0.5 });
  const [latitude, longitude, zoom] = (element.dataset.start ?? located(element) ?? "0,0,2").split(",").map(Number);
  map.setView([latitude, longitude], zoom);
  // A map without its ground still shows where things are.
  if (element.dataset.boundaries) await addAreas(map, element).catch(() => undefined);
  const picks = element.dataset.baMap === "pick";
  if (picks || element.dataset.places) await (await import("./map-ground.js")).addGround(L, map, element);
  if (picks) addPin(map, element);
  if (element.dataset.clusters) await (await import("./map-clusters.js")).followClusters(L, map, element);
  else if (element.dataset.points) await addPoints(map, element);
}

/** Where a position was found before the map was opened. */
function located({ dataset }) {
  const [latitude, longitude] = [dataset.latitude, dataset.longitude].map((id) => id && document.getElementById(id).value);
  return latitude ? `${latitude},${longitude},16` : undefined;
}

async function addAreas(map, element) {
  const answer = await fetch(element.dataset.boundaries).catch(() => undefined);
  if (!answer?.ok || answer.redirected) return;
  const collection = await answer.json();
  // An empty layer has no bounds to show.
  if (!collection.features.length) return;
  const shaded = element.dataset.baMap === "cases";
  const most = Math.max(1, ...collection.features.map(({ properties }) => properties.count ?? 0));
  const areas = L.geoJSON(collection, {
    interactive: shaded,
    style: ({ properties }) => ({ className: `ba-area ba-area--${shaded ? shade(properties.count, most) : 0}` }),
  }).addTo(map);
  areas.bindTooltip(({ feature: { properties } }) =>
    words(properties.count === undefined ? properties.name : `${properties.name}: ${properties.count}`),
  );
  if (!element.dataset.start && !located(element)) map.fitBounds(areas.getBounds(), { padding: [8, 8] });
}

/** Leaflet reads strings as HTML; names and labels are text. */
function words(text) {
  const made = document.createElement("span");
  made.textContent = text;
  return made;
}

function shade(count, most) {
  return count ? Math.ceil((count / most) * (SHADES - 1)) : 0;
}

/** No pin until somebody sets one: a pin says that a place was chosen. */
function addPin(map, element) {
  const latitude = document.getElementById(element.dataset.latitude);
  const longitude = document.getElementById(element.dataset.longitude);
  const icon = L.divIcon({ className: "ba-pin", iconSize: [44, 44], iconAnchor: [22, 44] });
  let pin;
  const show = (place) => {
    if (!pin) {
      pin = L.marker(place, { draggable: true, autoPan: true, keyboard: false, icon }).addTo(map);
      pin.on("dragend", () => write(pin.getLatLng()));
    }
    pin.setLatLng(place);
  };
  const write = ({ lat, lng }) => {
    show([lat, lng]);
    latitude.value = lat.toFixed(6);
    longitude.value = lng.toFixed(6);
    element.dispatchEvent(new CustomEvent("ba:pinned", { bubbles: true }));
  };
  if (latitude.value) show([Number(latitude.value), Number(longitude.value)]);
  map.on("click", ({ latlng }) => write(latlng));
  // Without a mouse: the arrow keys move the map, Enter puts the pin into its middle.
  element.addEventListener("keydown", ({ key, target }) => {
    if (key === "Enter" && target === element) write(map.getCenter());
  });
  document.addEventListener("ba:located", ({ detail }) => {
    show([detail.latitude, detail.longitude]);
    map.setView([detail.latitude, detail.longitude], 16);
  });
  document.addEventListener("ba:forgotten", () => {
    pin?.remove();
    pin = undefined;
  });
}

async function addPoints(map, element) {
  const points = await (await fetch(element.dataset.points)).json();
  for (const { latitude, longitude, count, label, url, main } of points) {
    const badge = words(count > 1 ? String(count) : "");
    const dot = { className: count > 1 ? "ba-cluster" : "ba-dot", html: badge, iconSize: [44, 44] };
    // The one that the map is about is a pin among dots.
    const icon = L.divIcon(main ? { className: "ba-pin", iconSize: [44, 44], iconAnchor: [22, 44] } : dot);
    const marker = L.marker([latitude, longitude], { icon, keyboard: Boolean(url) }).addTo(map).bindTooltip(words(label));
    if (!url) continue;
    marker.getElement().setAttribute("role", "link");
    marker.getElement().setAttribute("aria-label", label);
    marker.on("click", () => location.assign(url));
    marker.on("keypress", ({ originalEvent }) => {
      if (originalEvent.key === "Enter") location.assign(url);
    });
  }
  if (points.some(({ main }) => main)) keepApart(map, points);
}

/** As near as it takes to touch two of them apart, but for those that lie on each other. */
function keepApart(map, points) {
  const closest = (zoom) => {
    const places = points.map(({ latitude, longitude }) => map.project([latitude, longitude], zoom));
    const distances = places.flatMap((one, at) => places.slice(at + 1).map((other) => one.distanceTo(other)));
    return Math.min(Infinity, ...distances.filter((distance) => distance > 1));
  };
  let zoom = map.getZoom();
  while (zoom < NEAREST && closest(zoom) < APART) zoom += 0.5;
  map.setZoom(zoom, { animate: false });
}
