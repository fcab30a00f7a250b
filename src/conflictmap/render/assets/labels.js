// Labels: in order of weight, each at the place around its point that costs least.
const FONT = 'system-ui, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", "Geeza Pro", Tahoma, sans-serif';
const measurer = document.createElement("canvas").getContext("2d");
const measured = new Map();

// The box of a text: its width, and how far it reaches above and below its base line, whatever font writes it.
function textBox(text, size, weight) {
  const key = `${weight} ${size} ${text}`;
  if (!measured.has(key)) {
    measurer.font = `${weight} ${size}px ${FONT}`;
    const box = measurer.measureText(text), most = (least, ...sides) => Math.max(size * least, ...sides.filter(Number.isFinite));
    measured.set(key, {
      width: box.width, up: most(0.92, box.fontBoundingBoxAscent, box.actualBoundingBoxAscent), down: most(0.24, box.fontBoundingBoxDescent, box.actualBoundingBoxDescent),
    });
  }
  return measured.get(key);
}

const textWidth = (text, size, weight) => textBox(text, size, weight).width;
const hasArabic = (text) => /[\u0600-\u06ff]/.test(text);

// One line of a label. `spaced` are pixels between its letters.
function lineOf(text, size, weight, name, { direction = null, spaced = 0 } = {}) {
  const arabic = hasArabic(text), grown = arabic ? size + 1 : size, box = textBox(text, grown, weight);
  return {
    text, size: grown, weight, name, direction: direction || (arabic ? "rtl" : "ltr"), up: box.up,
    width: Math.ceil(box.width + (arabic ? 0 : spaced * text.length)) + 5, height: Math.ceil(box.up + box.down) + 1,
  };
}

// A long name breaks between words, so that a label is never broader than some share of the map.
function wrapped(text, most, make) {
  const words = text.split(/\s+/), lines = [];
  for (const word of words) {
    const longer = lines.length ? lines[lines.length - 1] + " " + word : word;
    if (lines.length && make(longer).width <= most) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map(make);
}

// What is longer than any name is cut on the map; the list has all of it.
const LONGEST_NAME = 120;
const nameOnMap = (text) => plainText(text.length > LONGEST_NAME ? text.replace(/^([^]{119}).*$/su, "$1…") : text);

function placeLines(place, rank, wide) {
  const names = place.name, first = nameOnMap(placeName(place.id)), most = Math.min(230, wide * 0.5);
  const other = nameOnMap((isArabic() ? names.en : names.ar) || "");
  const size = rank === "focus" ? 15 : rank === "end" ? 13 : 12, weight = rank === "focus" ? 700 : rank === "end" ? 600 : 400;
  const lines = wrapped(first, most, (text) => lineOf(text, size, weight, rank));
  if (other && other !== first && rank !== "context" && !(wide < NARROW && rank !== "focus")) lines.push(...wrapped(other, most, (text) => lineOf(text, 11, 400, "second")));
  return lines;
}

// On a phone the second language is for the main place; the list has both.
const NARROW = 600;

const blockSize = (lines) => ({ w: Math.max(...lines.map((line) => line.width)), h: lines.reduce((sum, line) => sum + line.height, 0) });

// ---- where a label may stand: {x, y, cost, side?, led?}, from best to worst. Its lines are flush with the side (-1 left,
// 1 right) that is turned to its point.

function around(centre, { w, h }, r) {
  const d = r * 0.75, { x, y } = centre;
  const right = [at(x + r + w / 2, y), at(x + d + w / 2, y - d - h / 2 + 4), at(x + d + w / 2, y + d + h / 2 - 4)].map((p) => ({ ...p, side: -1 }));
  const left = right.map((p) => ({ x: 2 * x - p.x, y: p.y, side: 1 }));
  const sides = isArabic() ? [left[0], right[0], left[1], right[1], left[2], right[2]] : [right[0], left[0], right[1], left[1], right[2], left[2]];
  return [sides[0], sides[1], at(x, y - r - h / 2), at(x, y + r + h / 2), ...sides.slice(2)];
}

const priced = (spots, base, each) => spots.map((spot, index) => ({ ...spot, cost: base + index * each }));

// Rings of spots further off, which need a line back to their point.
function farSpots(centre, { w, h }, reaches) {
  return reaches.flatMap((far) => Array.from({ length: 16 }, (_, i) => {
    const angle = (i * Math.PI) / 8 + (isArabic() ? Math.PI : 0), x = Math.cos(angle), y = Math.sin(angle);
    return { x: centre.x + x * (far + w / 2), y: centre.y + y * (far + h / 2), cost: 16 + far * 0.4 + i * 0.05, led: true, side: Math.abs(x) < 0.5 ? 0 : -Math.sign(x) };
  }));
}

function pointSpots(centre, size, r, reaches) {
  return [...priced(around(centre, size, r), 0, 1), ...priced(around(centre, size, r + 9), 9, 1), ...farSpots(centre, size, reaches)];
}

// In the part of an area that is in view, near its middle; a grid that is fixed to the ground keeps it from jumping about.
function areaSpots(room, centre, rings, size) {
  const steps = (middle, step, long) => Array.from({ length: Math.ceil(long / step) + 1 }, (_, i) => (((middle % step) + step) % step) + i * step);
  const [wide, high] = room.view.w < NARROW ? [20, 16] : [40, 26], third = size.w / 3, spots = [], near = rings.filter((ring) => meets(boundsOf(ring), room.view));
  const rows = near.length ? steps(centre.y, high, room.view.h).map((y) => ({ y, cuts: crossings(y, near) })) : [];
  for (const x of steps(centre.x, wide, room.view.w)) {
    for (const { y, cuts } of rows) {
      const isIn = (point) => cuts.filter((cut) => point < cut).length % 2 === 1;
      if (isIn(x - third) && isIn(x) && isIn(x + third)) spots.push({ x, y, cost: Math.min(60, gap(at(x, y), centre) * 0.15) });
    }
  }
  return spots;
}

function within(centre, { w, h }) {
  const { x, y } = centre;
  return priced([at(x, y), at(x, y - h), at(x, y + h), at(x - w / 2, y), at(x + w / 2, y), at(x, y - 2 * h), at(x, y + 2 * h), at(x - w * 0.7, y - h), at(x + w * 0.7, y + h)], 30, 2);
}

// ---- placing

const SHADE = 11;

// The cheapest free box of some spots, or null: {box, cost, side, lead}. `from` is the point that a line leads back to.
function cheapest(room, spots, size, { owner = null, from = null, clear = 9, limit = Infinity, shade = SHADE } = {}) {
  let best = null;
  for (const spot of spots) {
    if (spot.cost >= (best ? best.cost : limit)) continue;
    const box = boxAround(spot.x, spot.y, size.w, size.h), lead = spot.led && from ? leadOf(room, from, box, clear) : null;
    if (!room.free(box) || (spot.led && !lead)) continue;
    const cost = spot.cost + shade * room.shaded(box, owner) + (lead ? 3 * room.crossed(from, lead) : 0);
    if (cost < (best ? best.cost : limit)) best = { box, cost, side: spot.side || 0, lead };
  }
  return best;
}

// Where a line from a point may touch a box: nearest, or along the side turned to it. It may begin across the tails there.
function leadOf(room, from, box, clear) {
  const near = nearestOf(box, from), along = [0.5, 0.2, 0.8];
  const ends = near.y === box.y || near.y === box.y + box.h ? along.map((t) => at(box.x + t * box.w, near.y)) : along.map((t) => at(near.x, box.y + t * box.h));
  return [near, ...ends].find((end) => room.open(from, end, clear + 8)) || null;
}

// Both languages where there is room, else one. The signs of a place stay under its name, if only as their number, or
// they would seem another's.
function findBox(room, label, most = Infinity) {
  const strip = label.lines.filter((line) => line.strip), words = label.lines.filter((line) => !line.strip), first = words.filter((line) => line.name !== "second");
  const tries = [[label.lines, 0], [[...first, ...strip], 18]];
  if (strip.length && strip[0].cells.length > 1) tries.push([[...first, stripLine([badge(strip[0].cells)])], 100]);
  if (strip.length) tries.push([words, 140], [first, 150]);
  let best = null;
  for (const [lines, extra] of tries) {
    const size = blockSize(lines), limit = (best ? best.cost : most) - extra;
    const found = cheapest(room, label.spots(size), size, { from: label.centre, clear: label.clear, limit });
    if (found) best = { ...found, cost: found.cost + extra, lines };
  }
  return best;
}

// The box of each line: a line to a label ends at its words, not at the corner of the block.
function lineBoxes(lines, box, side = 0) {
  let y = box.y;
  return lines.map((line) => {
    y += line.height;
    return { x: box.x + ((box.w - line.width) * (1 + side)) / 2, y: y - line.height, w: line.width, h: line.height };
  });
}

function leadTo(lead, boxes) {
  return boxes.map((box) => nearestOf(box, lead)).reduce((best, point) => (gap(point, lead) < gap(best, lead) ? point : best));
}

function drawLines(lines, boxes, name = "") {
  return lines.map((line, i) => (line.strip ? null : svg("text", {
    class: `label label-${line.name} ${name}`, x: short(boxes[i].x + line.width / 2), y: short(boxes[i].y + line.up), "font-size": line.size, "font-weight": line.weight, direction: line.direction,
  }, line.text)));
}

function leaderLine(centre, end, clear) {
  const angle = Math.atan2(end.y - centre.y, end.x - centre.x);
  return svg("path", { class: "leader", d: trace([moved(centre, angle, Math.min(clear, gap(centre, end) / 2)), end]) });
}

const grown = (box, by) => ({ x: box.x - by, y: box.y - by, w: box.w + 2 * by, h: box.h + 2 * by });

function placeLabel(room, label, most) {
  const found = findBox(room, label, most);
  if (!found) return null;
  const boxes = lineBoxes(found.lines, found.box, found.side), signed = found.lines.some((line) => line.strip);
  const lead = found.lead && leadTo(found.lead, boxes);
  room.take(signed ? grown(found.box, 4) : found.box);
  if (lead) room.line(label.centre, lead);
  label.strip = found.lines.flatMap((line, i) => (line.strip ? [{ ...line, box: boxes[i], side: found.side }] : []))[0];
  return svg("g", { class: "label-block", "data-ids": idList(label.ids || []), "data-place": label.place || null },
    lead ? leaderLine(label.centre, lead, label.clear - 1) : null, drawLines(found.lines, boxes, label.name));
}

function rankOf(place, ends, eventPlaces) {
  if (place.id === page.focus) return "focus";
  if (ends.has(place.id)) return "end";
  if (eventPlaces.has(place.id)) return "event";
  return "context";
}

const LEADS = { focus: [24, 38, 56, 80, 110], end: [24, 38, 56, 80], event: [24, 38, 56, 80], context: [] };

// A name keeps off the disc of its place while that is small. A place whose mark is under another's always has a line.
function labelOf(room, place, rank, ids, hidden = false) {
  const centre = anchor(place), lines = placeLines(place, rank, room.view.w);
  if (isArea(place)) {
    if (place.kind === "control_area") lines.push(lineOf(asStated(place), 11, 400, "second", { direction: isArabic() ? "rtl" : "ltr" }));
    const rings = ringsOf(place);
    return { centre, lines, ids, place: place.id, name: "label-area", spots: (size) => [...areaSpots(room, centre, rings, size), ...(room.sees(centre) ? within(centre, size) : [])] };
  }
  const disc = rank === "context" ? 0 : discRadius(place), r = Math.max(rank === "focus" ? 11 : glyphName(place) === "dot" ? 6 : 10, disc < 36 ? disc + 1 : 0);
  const spots = (size) => (hidden ? farSpots(centre, size, [20, ...LEADS[rank]]) : pointSpots(centre, size, r, LEADS[rank].map((far) => far + Math.max(0, r - 11))));
  return { centre, lines, ids, place: place.id, clear: hidden ? 4 : Math.min(r, 11) + 1, spots: (size) => (room.sees(centre) ? spots(size) : []) };
}

// Whose word it is that a party holds an area: the innermost source of the claims that name it.
function asStated(place) {
  const sources = new Set(records.filter((record) => placeIds(record).includes(place.id)).flatMap((record) => record.claims)
    .map((id) => page.claims[id]).filter(Boolean).map((claim) => claim.source_chain[0]).filter(Boolean));
  return sources.size === 1 ? say("asStatedBy", { who: FSI + nameOnMap(actorName([...sources][0])) + PDI }) : say("asStated");
}
