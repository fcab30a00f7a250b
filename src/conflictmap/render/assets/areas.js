// Areas in pixels, and how each kind of area is drawn.
function countryName(place) {
  return page.ground.names.find((name) => name.name.en === place.name.en) || null;
}

function anchor(place) {
  const where = place.kind === "country" ? countryName(place) : place;
  return where && where.lon !== null ? toPixel(where.lon, where.lat) : null;
}

function geometryRings(geometry) {
  if (!geometry) return [];
  if (geometry.type === "GeometryCollection") return geometry.geometries.flatMap(geometryRings);
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.type === "MultiPolygon" ? geometry.coordinates : [];
  return polygons.flat().map(ringPixels);
}

// A ring is turned as a whole: its points may not part where it reaches past the far side of the map.
function ringPixels(ring) {
  const turn = turned(ring[0][0]) - ring[0][0];
  return ring.map(([lon, lat]) => {
    const point = map.latLngToContainerPoint([lat, lon + turn - 360 * Math.round((lon - ring[0][0]) / 360)]);
    return at(point.x, point.y);
  });
}

function countryRings(place) {
  const land = page.ground.land.filter(([key]) => key === place.country).flatMap(([, , polygons]) => polygons);
  const contested = page.ground.contested.filter(([key]) => key === place.country).flatMap(([, polygons]) => polygons);
  return [land, contested].flatMap((polygons) => polygons.flat().map((ring) => decode(ring).map(([lat, lon]) => toPixel(lon, lat))));
}

function ringsOf(place) {
  return place.kind === "country" ? countryRings(place) : geometryRings(place.area);
}

function areaStyle(place) {
  if (place.kind === "country") return "country";
  if (place.kind === "control_area") return "held";
  return place.extent === "vague" || place.kind === "region" ? "vague" : "outline";
}

const isArea = (place) => Boolean(place.area) || place.kind === "country";

function drawArea(place, rings, ids) {
  const style = areaStyle(place);
  if (style === "country") return null;
  const path = rings.map(outline).join("");
  return svg("g", { class: `area area-${style}`, "data-ids": idList(ids), "data-place": place.id },
    svg("path", { d: path, class: "area-fill" }), style === "outline" ? svg("path", { d: path, class: "area-line" }) : null);
}

// The disc within which the true place surely lies; smaller than 12 px it would only be a smudge, and has no radius.
function discRadius(place) {
  const r = isArea(place) || !place.radius ? 0 : kmToPixels(place.radius, place.lat);
  return r >= 12 ? r : 0;
}

function drawDisc(place, centre) {
  const r = discRadius(place);
  return r ? svg("circle", { class: "disc", cx: short(centre.x), cy: short(centre.y), r: short(r) }) : null;
}

function patterns() {
  const line = (d, name) => svg("path", { d, class: name });
  return svg("defs", {},
    svg("pattern", { id: "hatch-vague", width: 9, height: 9, patternUnits: "userSpaceOnUse" }, line("M-2 2L2 -2M0 9L9 0M7 11L11 7", "hatch")),
    svg("pattern", { id: "hatch-held", width: 8, height: 8, patternUnits: "userSpaceOnUse" }, line("M0 4L8 4", "hatch")));
}
