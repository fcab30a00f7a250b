// The drawing over the ground: made anew whenever the map has moved or the choice has changed.
const RANKS = ["focus", "end", "event", "context"];
let layer = null;

function openOverlay() {
  const pane = map.createPane("marks");
  pane.style.zIndex = 450;
  layer = svg("svg", { class: "marks leaflet-zoom-animated", "aria-hidden": "true" });
  pane.append(layer);
  map.on("moveend zoomend resize viewreset", drawOverlay);
  map.on("zoomanim", followZoom);
}

// Leaflet animates a zoom by a transform; the drawing takes part and is made anew at its end.
function followZoom(event) {
  const scale = map.getZoomScale(event.zoom, map.getZoom());
  const corner = map.containerPointToLatLng([0, 0]);
  L.DomUtil.setTransform(layer, map._latLngToNewLayerPoint(corner, event.zoom, event.center), scale);
}

function drawOverlay() {
  const size = map.getSize(), room = new Room(size.x, size.y), shown = visibleRecords();
  L.DomUtil.setTransform(layer, map.containerPointToLayerPoint([0, 0]), 1);
  layer.setAttribute("width", size.x);
  layer.setAttribute("height", size.y);
  const idsAt = recordsByPlace(shown), flows = planFlows(shown);
  reserveFlows(room, flows);
  const located = [...idsAt.keys()].map((id) => places.get(id)).filter((place) => place && anchor(place));
  const others = [...places.values()].filter((place) => !idsAt.has(place.id) && place.kind !== "country" && !isArea(place) && place.lon !== null && !place.used);
  const draw = { room, shown, idsAt, flows, located, others };
  drawScale();
  reserveTools(room);
  layer.replaceChildren(patterns(), drawAreas(draw), drawFlows(flows), drawPlaces(draw), ...drawWords(draw));
  markSelected();
}

function recordsByPlace(shown) {
  const ids = new Map();
  for (const record of shown) for (const id of placeIds(record)) ids.set(id, [...(ids.get(id) || []), record.id]);
  return ids;
}

// Words must not run under the buttons, the scale and the note on the ground.
function reserveTools(room) {
  const stage = byId("stage").getBoundingClientRect();
  for (const id of ["zoom", "scale", "ground-note"]) {
    const box = byId(id).getBoundingClientRect();
    if (box.width) room.take({ x: box.x - stage.x - 3, y: box.y - stage.y - 3, w: box.width + 6, h: box.height + 6 });
  }
}

// Heads and tails may not be covered; shafts only where there is no other room.
function reserveFlows(room, flows) {
  for (const flow of flows) {
    const tip = flow.path[flow.path.length - 1], size = headSize(flow.size.core, lengthOf(flow.path)) + 6;
    const back = pointAt(flow.path, lengthOf(flow.path) - size / 2);
    room.take(boxAround((tip.x + back.x) / 2, (tip.y + back.y) / 2, size, size));
    const total = lengthOf(flow.path), wide = Math.max(flow.size.core, flow.size.band, 5);
    for (let d = 6; d < total; d += 10) {
      const point = pointAt(flow.path, d);
      room.shade(boxAround(point.x, point.y, wide + 3, wide + 3));
    }
  }
}

function drawAreas({ located, idsAt }) {
  const group = svg("g", { class: "areas" });
  const areas = located.filter((place) => isArea(place) && place.kind !== "country");
  for (const place of areas) group.append(drawArea(place, ringsOf(place), idsAt.get(place.id)));
  for (const place of located) {
    const disc = place.kind === "country" ? null : drawDisc(place, anchor(place));
    if (disc) group.append(disc);
  }
  return group;
}

function drawFlows(flows) {
  const thinLast = [...flows].sort((a, b) => b.size.core - a.size.core);
  return svg("g", { class: "flows" }, thinLast.map((flow) => (flow.direction
    ? drawStub(flow.record, flow.path, flow.direction, flow.size, flow.ids)
    : drawArrow(flow.record, flow.path, flow.size, flow.ids))));
}

function drawPlaces({ room, located, others, idsAt }) {
  const group = svg("g", { class: "places" });
  for (const place of [...others, ...located]) {
    const centre = anchor(place);
    if (!centre || isArea(place)) continue;
    room.take(boxAround(centre.x, centre.y, place.used ? 16 : 8, place.used ? 16 : 8));
    group.append(drawPlace(place, centre, idsAt.get(place.id) || []));
  }
  return group;
}

function labelsInOrder({ shown, located, others, idsAt }) {
  const ends = new Set(shown.filter((record) => record.is === "movement").flatMap((record) => [...record.origin, ...record.destination]));
  const eventPlaces = new Set(shown.filter((record) => record.is !== "movement").map((record) => record.place));
  const ranked = [...located.filter((place) => place.kind !== "country"), ...others].map((place) => ({ place, rank: rankOf(place, ends, eventPlaces) }));
  ranked.sort((a, b) => RANKS.indexOf(a.rank) - RANKS.indexOf(b.rank) || Number(isArea(a.place)) - Number(isArea(b.place))
    || (idsAt.get(b.place.id) || []).length - (idsAt.get(a.place.id) || []).length);
  return ranked.map(({ place, rank }) => {
    const label = labelOf(place, rank, idsAt.get(place.id) || []);
    return { ...label, rank, lines: isArea(place) ? withStrip(label.lines, place, shown) : label.lines };
  });
}

// The name of a country stands in its visible part, off the smaller areas, whose name it would seem to be.
function countryLabels({ located, shown }) {
  const areas = located.filter((place) => isArea(place) && place.kind !== "country").map(ringsOf);
  return page.ground.names.map((name) => {
    const first = isArabic() ? name.name.ar : name.name.en, line = lineOf(first, 12, 600, "country");
    line.width += isArabic() ? 0 : first.length * 2;
    const place = located.find((one) => one.kind === "country" && one.name.en === name.name.en);
    return { lines: place ? withStrip([line], place, shown) : [line], place: place ? place.id : null, spots: (size) => [...countrySpots(name, [...areas, ...contestedRings(name.country)]), ...spotsBeside(name, size)] };
  });
}

// Land under the code of another country that is in dispute: no name may stand on it.
function contestedRings(country) {
  const others = page.ground.contested.filter(([key]) => key !== country).flatMap(([, polygons]) => polygons);
  return others.map((rings) => rings.map((ring) => decode(ring).map(([lat, lon]) => toPixel(lon, lat))));
}

// A country of the story that is too small for its name has it beside it.
function spotsBeside(name, size) {
  const own = page.ground.land.some(([key, ours]) => key === name.country && ours), centre = toPixel(name.lon, name.lat);
  return own ? [40, 80, 120].flatMap((far) => around(centre, size, far)) : [];
}

function countrySpots(name, areas) {
  const centre = toPixel(name.lon, name.lat), rings = countryRings({ country: name.country }), { x: width, y: height } = map.getSize();
  const spots = [];
  for (let x = 40; x < width; x += 46) for (let y = 24; y < height; y += 34) spots.push(at(x, y));
  const own = spots.filter((spot) => [-34, 0, 34].every((far) => inside(at(spot.x + far, spot.y), rings)));
  return [centre, ...own.sort((a, b) => gap(a, centre) - gap(b, centre)), ...spots.filter((spot) => inside(spot, rings))].filter((spot) => !areas.some((area) => inside(spot, area)));
}

// Countries with events of their own are named first, so that the signs can stand under the name.
function writeCountries(draw, withEvents) {
  return countryLabels(draw).filter((label) => withEvents === draw.shown.some((record) => label.place && record.place === label.place)).map((label) => {
    return writeLabel(draw, label);
  }).filter(Boolean);
}

function writeLabel(draw, label) {
  const node = placeLabel(draw.room, label), strip = node && label.used.find((line) => line.strip);
  if (strip) draw.stripBoxes.set(label.place, boxAround(label.box.x + label.box.w / 2, label.box.y + label.box.h - strip.height / 2, strip.width, strip.height));
  return node;
}

const eventsAt = (shown, place) => shown.filter((record) => record.is !== "movement" && record.place === place.id);

// An area and its signs stand together: the label keeps a line free for them.
function withStrip(lines, place, shown) {
  const events = eventsAt(shown, place);
  if (!events.length) return lines;
  const size = stripSize(cellsOf(events));
  return [...lines, { strip: true, text: "", width: size.w, height: size.h, size: 0 }];
}

// In the order of their weight: the focus, the events, the numbers, the other places, the countries.
function drawWords(draw) {
  const { room, flows } = draw, labels = labelsInOrder(draw);
  const focus = labels.filter((label) => label.rank === "focus"), areas = labels.filter((label) => label.rank !== "focus" && label.lines.some((line) => line.strip));
  const others = labels.filter((label) => !focus.includes(label) && !areas.includes(label));
  const write = (list) => list.map((label) => writeLabel(draw, label)).filter(Boolean);
  draw.stripBoxes = new Map();
  const first = [...write(focus), ...writeCountries(draw, true), ...write(areas)], strips = drawStrips(draw), fans = drawFans(room, flows), numbers = drawNumbers(room, flows);
  return [svg("g", { class: "strips" }, strips), svg("g", { class: "numbers" }, fans, numbers), svg("g", { class: "labels" }, first, write(others), writeCountries(draw, false))];
}

// Events, stocks and control statements of a place stand beside it.
function drawStrips(draw) {
  const { room, shown, located } = draw;
  return located.flatMap((place) => {
    const events = eventsAt(shown, place);
    if (!events.length) return [];
    const cells = cellsOf(events), size = stripSize(cells), centre = anchor(place);
    const box = stripBox(draw, place, centre, size);
    if (!box) return [];
    if (box.x > room.view.w || box.y > room.view.h || box.x + box.w < 0 || box.y + box.h < 0) return [];
    if (!draw.stripBoxes.has(place.id)) room.take(box);
    const far = Math.abs(box.y + box.h / 2 - centre.y) > 30 || Math.abs(box.x + box.w / 2 - centre.x) > size.w / 2 + 30;
    return [far && !isArea(place) ? svg("path", { class: "leader", d: trace([centre, at(box.x + box.w / 2, box.y + box.h / 2)]) }) : null, ...drawStrip(cells, box)];
  });
}

// Under the name of an area; beside a point, as near as can be with few shafts beneath.
function stripBox({ room, stripBoxes }, place, centre, size) {
  if (stripBoxes.has(place.id)) return stripBoxes.get(place.id);
  if (place.kind === "country") return null;
  if (isArea(place)) return seek(room, within(at(centre.x, centre.y + 18), size), size, false);
  const cost = (box) => gap(centre, at(box.x + box.w / 2, box.y + box.h / 2)) + 14 * room.shaded(box);
  const boxes = ringSpots(centre, size).map((spot) => boxAround(spot.x, spot.y, size.w, size.h)).filter((box) => room.holds(box) && room.takes(box, false));
  return boxes.length ? boxes.reduce((best, box) => (cost(box) < cost(best) ? box : best)) : null;
}

function ringSpots(centre, size) {
  return [14, 26, 40, 58].flatMap((r) => Array.from({ length: 24 }, (_, i) => {
    const angle = (i * Math.PI) / 12, x = Math.cos(angle), y = Math.sin(angle);
    return at(centre.x + x * (r + size.w / 2), centre.y + y * (r + size.h / 2));
  }));
}

function drawNumbers(room, flows) {
  return flows.filter((flow) => !(flow.fan > 1)).map((flow) => {
    const text = flow.more ? `${shortAmount(flow.record.quantity)} +${flow.more}` : shortAmount(flow.record.quantity);
    const lines = [lineOf(text, 12, 600, "number")], size = blockSize(lines), total = lengthOf(flow.path);
    const away = Math.max(flow.size.core, flow.size.band) / 2 + 9;
    const spots = [0.5, 0.4, 0.6, 0.3, 0.7].flatMap((share) => beside(flow.path, total * share, size, away));
    const box = seek(room, spots, size, true) || (flow.size.core > 3 || flow.more ? seek(room, spots, size, false) : null);
    if (!box) return null;
    room.take(box);
    return svg("g", { class: `mark-number tint-${tintOf(flow.record)}`, "data-ids": idList(flow.ids) }, drawLines(lines, box, ""));
  }).filter(Boolean);
}

function beside(path, distance, size, away) {
  const here = pointAt(path, distance), next = pointAt(path, distance + 2), length = gap(here, next) || 1;
  const n = at(-(next.y - here.y) / length, (next.x - here.x) / length);
  const reach = away + Math.abs(n.x) * (size.w / 2 - 4) + Math.abs(n.y) * (size.h / 2 - 6);
  return [at(here.x + n.x * reach, here.y + n.y * reach), at(here.x - n.x * reach, here.y - n.y * reach)];
}

function drawFans(room, flows) {
  return planFans(flows).map((fan) => {
    const words = `${named("statusShort", fan.record.status)}: ${say(fan.record.destination_relation === "all_of" ? "together" : "alternatives")}`;
    const amountText = fan.record.quantity ? shortAmount(fan.record.quantity) + " · " : "";
    const lines = [lineOf(amountText + words, 11, 600, "number")], size = blockSize(lines);
    const spots = fan.points.flatMap((point) => [...around(point, size, 10), ...around(point, size, 26)]);
    const box = seek(room, spots, size, true) || seek(room, spots, size, false);
    if (box) room.take(box);
    return svg("g", { class: `fan tint-${tintOf(fan.record)}`, "data-ids": idList(fan.ids) },
      svg("path", { class: "bracket", d: trace(fan.points) }), box ? drawLines(lines, box, "") : null);
  });
}

// ---- what is pointed at and what is chosen

function idsUnder(target) {
  const holder = target.closest ? target.closest("[data-ids]") : null;
  return holder ? idsOf(holder) : [];
}

function highlight(ids) {
  const wanted = new Set(ids);
  layer.classList.toggle("has-hot", wanted.size > 0);
  for (const mark of layer.querySelectorAll("[data-ids]")) {
    mark.classList.toggle("hot", idsOf(mark).some((id) => wanted.has(id)));
  }
}

function markSelected() {
  highlight(chosen.selected ? [chosen.selected] : []);
}
