// Labels: in order of weight, each at the first free of eight places around its point.
const FONT = 'system-ui, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", "Geeza Pro", Tahoma, sans-serif';
const measurer = document.createElement("canvas").getContext("2d");
const measured = new Map();

function textWidth(text, size, weight) {
  const key = `${weight} ${size} ${text}`;
  if (!measured.has(key)) {
    measurer.font = `${weight} ${size}px ${FONT}`;
    measured.set(key, measurer.measureText(text).width);
  }
  return measured.get(key);
}

const hasArabic = (text) => /[\u0600-\u06ff]/.test(text);

function lineOf(text, size, weight, name, direction = null) {
  const grown = hasArabic(text) ? size + 1 : size;
  return { text, size: grown, weight, name, direction: direction || (hasArabic(text) ? "rtl" : "ltr"), width: textWidth(text, grown, weight) + 2, height: Math.round(grown * (hasArabic(text) ? 1.45 : 1.25)) };
}

function placeLines(place, rank) {
  const names = place.name, first = plainText(placeName(place.id));
  const other = plainText((isArabic() ? names.en : names.ar) || "");
  const size = rank === "focus" ? 15 : rank === "end" ? 13 : 12;
  const lines = [lineOf(first, size, rank === "focus" ? 700 : rank === "end" ? 600 : 400, rank)];
  if (other && other !== first && rank !== "context") lines.push(lineOf(other, 11, 400, "second"));
  return lines;
}

const blockSize = (lines) => ({ w: Math.max(...lines.map((line) => line.width)), h: lines.reduce((sum, line) => sum + line.height, 0) });

function around(centre, { w, h }, r) {
  const d = r * 0.75, { x, y } = centre;
  const right = [at(x + r + w / 2, y), at(x + d + w / 2, y - d - h / 2 + 4), at(x + d + w / 2, y + d + h / 2 - 4)];
  const left = right.map((p) => at(2 * x - p.x, p.y));
  const sides = isArabic() ? [left[0], right[0], left[1], right[1], left[2], right[2]] : [right[0], left[0], right[1], left[1], right[2], left[2]];
  return [sides[0], sides[1], at(x, y - r - h / 2), at(x, y + r + h / 2), ...sides.slice(2)];
}

function within(centre, { w, h }) {
  const { x, y } = centre;
  return [at(x, y), at(x, y - h), at(x, y + h), at(x - w / 2, y), at(x + w / 2, y), at(x, y - 2 * h), at(x, y + 2 * h), at(x - w * 0.7, y - h), at(x + w * 0.7, y + h)];
}

function seek(room, spots, size, strict) {
  return spots.map((spot) => boxAround(spot.x, spot.y, size.w, size.h)).find((box) => room.holds(box) && room.takes(box, strict)) || null;
}

// Both languages where there is room, else one; strictly off the arrows first, then over their shafts; then a leader.
function findBox(room, label) {
  return besideBox(room, label, true, 0) || besideBox(room, label, true, 12) || (label.leader && ledBox(room, label, true))
    || besideBox(room, label, false, 0) || (label.leader && ledBox(room, label, false)) || null;
}

function besideBox(room, label, strict, more) {
  const strip = label.lines.filter((line) => line.strip), words = label.lines.filter((line) => !line.strip);
  const tries = [label.lines, [words[0], ...strip], words.slice(0, 1)];
  for (const lines of tries) {
    const size = blockSize(lines), box = seek(room, label.spots(size, more), size, strict);
    if (box) return { lines, box };
  }
  return null;
}

function ledBox(room, label, strict) {
  const lines = label.lines.slice(0, 1), size = blockSize(lines);
  for (const far of strict ? [30, 44] : [34, 54, 76]) {
    const box = seek(room, around(label.centre, size, far), size, strict);
    if (box) return { lines, box, leader: true };
  }
  return null;
}

function drawLines(lines, box, name) {
  let y = box.y;
  return lines.map((line) => {
    y += line.height;
    if (line.strip) return null;
    return svg("text", { class: `label label-${line.name} ${name}`, x: short(box.x + box.w / 2), y: short(y - line.height * 0.28), "font-size": line.size, "font-weight": line.weight, direction: line.direction }, line.text);
  });
}

function leaderLine(label, box) {
  const near = at(clamp(label.centre.x, box.x, box.x + box.w), clamp(label.centre.y, box.y, box.y + box.h));
  return svg("path", { class: "leader", d: trace([label.centre, near]) });
}

function placeLabel(room, label) {
  const found = findBox(room, label);
  if (!found) return null;
  room.take(found.box);
  label.box = found.box;
  label.used = found.lines;
  return svg("g", { class: "label-block", "data-ids": idList(label.ids || []), "data-place": label.place || null },
    found.leader ? leaderLine(label, found.box) : null, drawLines(found.lines, found.box, label.name || ""));
}

function rankOf(place, ends, eventPlaces) {
  if (place.id === page.focus) return "focus";
  if (ends.has(place.id)) return "end";
  if (eventPlaces.has(place.id)) return "event";
  return "context";
}

function labelOf(place, rank, ids) {
  const centre = anchor(place), lines = placeLines(place, rank);
  if (isArea(place)) {
    if (place.kind === "control_area") lines.push(lineOf(asStated(place), 11, 400, "second", isArabic() ? "rtl" : "ltr"));
    return { centre, lines, ids, place: place.id, name: "label-area", spots: (size) => within(centre, size), leader: false };
  }
  const r = rank === "focus" ? 12 : glyphName(place) === "dot" ? 7 : 11;
  return { centre, lines, ids, place: place.id, spots: (size, more) => around(centre, size, r + more), leader: rank === "focus" || rank === "end" };
}

// Whose word it is that a party holds an area: the innermost source of the claims that name it.
function asStated(place) {
  const sources = new Set(records.filter((record) => placeIds(record).includes(place.id)).flatMap((record) => record.claims)
    .map((id) => page.claims[id]).filter(Boolean).map((claim) => claim.source_chain[0]).filter(Boolean));
  return sources.size === 1 ? say("asStatedBy", { who: FSI + plainText(actorName([...sources][0])) + PDI }) : say("asStated");
}
