// The numbers of arrows. One that might be another arrow's is not written: it appears when the map is zoomed.

// "agreed · ~1,000 +1": what is not simply said to have happened says so; +1 is one more record, never a sum.
function numberWords(flow, bare) {
  const { quantity } = flow.record, status = statusOf(flow.record), unit = quantity && quantity.unit !== "persons" ? unitWord(quantity) : "";
  const figure = LRI + shortAmount(quantity) + PDI + (unit ? " " + unit : "") + (flow.more ? ` ${LRI}+${flow.more}${PDI}` : "");
  return bare || ["happened", "ongoing"].includes(status) ? figure : `${named("statusShort", status)} · ${figure}`;
}

function unitWord(quantity) {
  const n = quantity.best ?? quantity.max ?? quantity.min ?? 2, words = (isArabic() ? UNITS_AR : UNITS_EN)[quantity.unit];
  // Behind a figure no dual is written: "2" with the plural.
  return isArabic() ? words[n === 2 ? "few" : PLURAL_AR.select(n)] || words.other : words[n === 1 ? 0 : 1];
}

// Beside its arrow, or on it with the line broken by the halo; a short arrow has it beyond its end.
function numberSpots(flow, size) {
  const total = lengthOf(flow.path), away = roomOf(flow.size) / 2 + 2, spots = [];
  for (const share of [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.82]) {
    const cost = Math.abs(share - 0.5) * 24, here = pointAt(flow.path, total * share);
    for (const spot of beside(flow.path, total * share, size, away)) spots.push({ ...spot, cost });
    if (total > size.w * 1.6 + 20) spots.push({ ...here, cost: cost + 12 });
  }
  if (flow.direction === "in") spots.push(...beyond(flow.path[0], flow.path[1], size, 4));
  else if (flow.direction || isArea(places.get(flow.to))) spots.push(...beyond(flow.path[flow.path.length - 1], flow.path[flow.path.length - 2], size, flow.direction ? 4 : 10));
  return spots;
}

// Ahead of an end of an arrow, where no point stands.
function beyond(end, before, size, cost) {
  const angle = Math.atan2(end.y - before.y, end.x - before.x), x = Math.cos(angle), y = Math.sin(angle);
  const ahead = [8, 14].map((far) => ({ x: end.x + x * (far + size.w / 2), y: end.y + y * (far + size.h / 2), cost: cost + far / 4 }));
  return [...ahead, ...ahead.flatMap((spot) => [-1, 1].map((side) => ({ x: spot.x - y * side * size.w * 0.4, y: spot.y + x * side * size.h * 0.6, cost: spot.cost + 5 })))];
}

function beside(path, distance, size, away) {
  const here = pointAt(path, distance), next = pointAt(path, distance + 2), length = gap(here, next) || 1;
  const n = at(-(next.y - here.y) / length, (next.x - here.x) / length);
  const reach = away + Math.abs(n.x) * (size.w / 2) + Math.abs(n.y) * (size.h / 2 - 2);
  return [at(here.x + n.x * reach, here.y + n.y * reach), at(here.x - n.x * reach, here.y - n.y * reach)];
}

// A number has the colour of its arrow, and of the arrows in that colour it is nearest to its own.
function isOwn(flow, flows, spot, size) {
  const box = boxAround(spot.x, spot.y, size.w, size.h), off = (other) => Math.min(...other.trail.map((point) => gap(point, nearestOf(box, point)))) - roomOf(other.size) / 2;
  const own = Math.max(off(flow), 0), alike = flows.filter((other) => other !== flow && tintOf(other.record) === tintOf(flow.record));
  return alike.every((other) => off(other) > own + 2);
}

const isNumbered = (flow) => shortAmount(flow.record.quantity) !== "?";

// `known` numbers are written first, each broad arrow before the narrow ones; the question marks find room or not.
function drawNumbers(room, flows, known) {
  const trails = flows.map((flow) => ({ ...flow, trail: walk(flow.path, 8) }));
  const own = trails.filter((flow) => !(flow.fan > 1) && isNumbered(flow) === known).sort((a, b) => b.size.core - a.size.core || certainFirst(a, b));
  return own.map((flow) => flowNumber(room, flow, trails)).filter(Boolean);
}

function flowNumber(room, flow, flows) {
  for (const bare of [false, true]) {
    const lines = [lineOf(numberWords(flow, bare), 12, 600, "number", { direction: isArabic() ? "rtl" : "ltr" })], size = blockSize(lines);
    const spots = numberSpots(flow, size).filter((spot) => room.sees(spot) && isOwn(flow, flows, spot, size));
    const found = cheapest(room, spots, size, { owner: flow.ids[0], limit: 60, shade: 25 });
    if (!found) continue;
    room.take(found.box);
    return svg("g", { class: `mark-number tint-${tintOf(flow.record)} ${isNumbered(flow) ? "" : "number-unknown"} ${flow.more ? "number-more" : ""}`, "data-ids": idList(flow.ids) }, drawLines(lines, lineBoxes(lines, found.box)));
  }
  return null;
}

function drawFans(room, flows) {
  return planFans(flows).map((fan) => {
    const relation = { all_of: "together", any_of: "alternatives" }[fan.record.destination_relation];
    const words = named("statusShort", fan.record.status) + (relation ? ": " + say(relation) : "");
    const amountText = fan.record.quantity ? `${LRI}${shortAmount(fan.record.quantity)}${PDI} · ` : "";
    const lines = [lineOf(amountText + words + (fan.more ? ` ${LRI}+${fan.more}${PDI}` : ""), 11, 600, "number", { direction: isArabic() ? "rtl" : "ltr" })], size = blockSize(lines);
    const spots = fan.points.flatMap((point, index) => [10, 26, 44].flatMap((r) => priced(around(point, size, r), r + Math.abs(index - 12) * 0.4, 1)));
    const found = cheapest(room, spots.filter((spot) => room.sees(spot)), size, { limit: 90 });
    if (found) room.take(found.box);
    return svg("g", { class: `fan fan-${fan.record.destination_relation} tint-${tintOf(fan.record)} ${fan.more ? "number-more" : ""}`, "data-ids": idList(fan.ids) },
      svg("path", { class: "bracket", d: trace(fan.points) }), found ? drawLines(lines, lineBoxes(lines, found.box)) : null);
  });
}
