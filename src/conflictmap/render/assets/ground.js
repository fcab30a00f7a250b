// The Leaflet map and the ground beneath the marks.
const SCALE = 1000;
let map = null;

function decode(deltas) {
  const out = [];
  let x = 0, y = 0;
  for (let i = 0; i < deltas.length; i += 2) {
    x += deltas[i];
    y += deltas[i + 1];
    out.push([y / SCALE, x / SCALE]);
  }
  return out;
}

function corner([west, south, east, north]) {
  return L.latLngBounds([south, west], [north, east]);
}

function openMap() {
  map = L.map("map", {
    zoomControl: false, attributionControl: false, zoomSnap: 0.25, zoomDelta: 1, wheelPxPerZoomLevel: 90, minZoom: 1.5, maxZoom: 13,
    zoomAnimation: !prefersStill(), fadeAnimation: false, inertia: !prefersStill(), maxBounds: [[-85, -220], [85, 220]], maxBoundsViscosity: 0.8,
  });
  map.createPane("ground").style.zIndex = 200;
  showAll();
  drawGround();
}

function showAll() {
  const size = map.getSize(), pad = size.x < 600 ? 16 : 40;
  map.fitBounds(corner(page.view), { padding: [pad, pad], animate: false });
}

function drawGround() {
  const renderer = L.svg({ padding: 0.6, pane: "ground" });
  const style = (name) => ({ renderer, interactive: false, className: "g-" + name, smoothFactor: 0.6, stroke: true, fill: false });
  const shape = (rings, name) => L.polygon(rings.map(decode), { ...style(name), fill: true, fillOpacity: 1, smoothFactor: 0.4 }).addTo(map);
  const line = (lines, name) => lines.length && L.polyline(lines.map((one) => decode(one[0])), style(name)).addTo(map);
  const { ground } = page;
  ground.far.forEach((rings) => shape(rings, "far"));
  L.rectangle(corner(ground.box), { ...style("sea"), fill: true, fillOpacity: 1 }).addTo(map);
  ground.land.forEach(([, own, polygons]) => polygons.forEach((rings) => shape(rings, own ? "land" : "near")));
  ground.contested.forEach(([, polygons]) => polygons.forEach((rings) => shape(rings, "land")));
  line(ground.units, "unit");
  ground.lakes.forEach((rings) => shape(rings, "lake"));
  line(ground.rivers, "river");
  line(ground.coast, "coast");
  line(ground.borders, "border");
  line(ground.disputed, "disputed");
}

const toPixel = (lon, lat) => {
  const point = map.latLngToContainerPoint([lat, lon]);
  return at(point.x, point.y);
};

// Pixels that a distance on the ground takes at a latitude.
function kmToPixels(km, lat) {
  const metresPerPixel = (40075016.686 * Math.cos((lat * Math.PI) / 180)) / (256 * 2 ** map.getZoom());
  return (km * 1000) / metresPerPixel;
}

function drawScale() {
  const lat = map.getCenter().lat, one = kmToPixels(1, lat);
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000];
  const km = [...steps].reverse().find((step) => step * one <= 110) || 1;
  const bar = el("span", { class: "scale-bar", style: `width:${Math.round(km * one)}px` });
  byId("scale").replaceChildren(bar, el("bdi", { dir: isArabic() ? "rtl" : "ltr" }, `${DIGITS.format(km)} ${say("km")}`));
}
