// From movements to arrows: which ends are known, what runs side by side, what is bundled.
const LANES = 4;
const STUBS = 3;
const NEAR = 40;

function drawable(id) {
  const place = places.get(id), where = place && place.kind === "country" ? countryName(place) : place;
  return Boolean(where) && where.lon !== null;
}

function flowsOf(record) {
  const from = record.origin.filter(drawable).slice(0, 3), to = record.destination.filter(drawable).slice(0, 8);
  if (from.length && to.length) return from.flatMap((a) => to.filter((b) => b !== a).map((b) => ({ record, from: a, to: b, fan: to.length })));
  return [...from.map((a) => ({ record, at: a, direction: "out" })), ...to.map((b) => ({ record, at: b, direction: "in" }))];
}

const certainFirst = (a, b) => STATUS_ORDER.indexOf(statusOf(a.record)) - STATUS_ORDER.indexOf(statusOf(b.record))
  || widths(b.record.quantity).core - widths(a.record.quantity).core || (a.record.id < b.record.id ? -1 : 1);

function grouped(items, key) {
  const groups = new Map();
  for (const item of items) {
    const name = key(item), group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return [...groups.values()];
}

function shapesOf(ids) {
  return new Map([...ids].map((id) => {
    const place = places.get(id);
    return [id, { place, centre: anchor(place), rings: isArea(place) ? ringsOf(place) : [] }];
  }));
}

function firstDistance(path, test) {
  const total = lengthOf(path), step = Math.max(2, total / 120);
  for (let d = 0; d <= total; d += step) if (test(pointAt(path, d))) return d;
  return null;
}

function startOf(path, from, total) {
  if (!from.rings.length) return 9;
  const out = firstDistance(path, (point) => !inside(point, from.rings));
  return out === null ? total * 0.3 : Math.max(9, out - 24);
}

// Where an arrow ends: off a point, or a little way into an area; never at the middle of an area as if it were a point.
function endOf(path, to, start, total) {
  if (!to.rings.length) return total - 10;
  const edge = firstDistance(path, (point) => inside(point, to.rings));
  if (edge === null) return total - 10;
  if (edge <= start) return start + clamp((total - start) * 0.45, 48, 120);
  return Math.min(total, Math.max(edge + Math.min(36, (total - edge) * 0.4), start + 56));
}

function route(flow, ends, side) {
  const from = ends.get(flow.from), to = ends.get(flow.to);
  const stops = [from.centre, ...flow.record.via.filter(drawable).map((id) => anchor(places.get(id))), to.centre];
  const path = stops.slice(1).flatMap((stop, i) => curve(stops[i], stop, stops.length > 2 ? 0.06 : 0.15, side).slice(i ? 1 : 0));
  const total = lengthOf(path), start = startOf(path, from, total), end = endOf(path, to, start, total);
  return end - start < 14 ? null : slice(path, start, end);
}

function laneSide(index, width) {
  return Math.ceil(index / 2) * (index % 2 ? 1 : -1) * Math.max(14, width * 1.5);
}

function bundle(flows, ends) {
  const sorted = [...flows].sort(certainFirst), first = sorted[0];
  const close = gap(ends.get(first.from).centre, ends.get(first.to).centre) < NEAR;
  const lanes = close ? sorted.slice(0, 1) : sorted.slice(0, LANES);
  return lanes.map((flow, index) => {
    const last = index === lanes.length - 1, rest = last ? sorted.slice(index + 1) : [];
    const size = fanWidths(flow);
    return { ...flow, path: route(flow, ends, laneSide(index, size.core)), size, ids: [flow, ...rest].map((item) => item.record.id), more: rest.length };
  }).filter((flow) => flow.path);
}

// Of several destinations none is known to have taken all: each arm of a fan is thin.
function fanWidths(flow) {
  const size = widths(flow.record.quantity);
  return flow.fan > 1 ? { core: Math.min(3, size.core), band: 0 } : size;
}

// ---- arrows with one end

function freeAngle(taken) {
  const angles = Array.from({ length: 16 }, (_, i) => (i * Math.PI) / 8 + Math.PI / 16);
  const room = (angle) => Math.min(Math.PI, ...taken.map((other) => Math.abs(Math.atan2(Math.sin(angle - other), Math.cos(angle - other)))));
  return angles.reduce((best, angle) => (room(angle) > room(best) + 0.01 ? angle : best));
}

function angleAt(place, flow, ends) {
  const path = flow.path, leaves = flow.from === place;
  const near = leaves ? pointAt(path, 20) : pointAt(path, lengthOf(path) - 20), centre = ends.get(place).centre;
  return Math.atan2(near.y - centre.y, near.x - centre.x);
}

function stubPath(centre, angle, direction, rings, wide) {
  const clear = rings.length ? 22 : 10, long = 46 + 1.6 * wide;
  const a = at(centre.x + Math.cos(angle) * clear, centre.y + Math.sin(angle) * clear);
  const b = at(centre.x + Math.cos(angle) * (clear + long), centre.y + Math.sin(angle) * (clear + long));
  return direction === "out" ? curve(a, b, 0.08, 0, 12) : curve(b, a, 0.08, 0, 12);
}

function stubsAt(place, stubs, ends, taken) {
  const bundles = grouped(stubs, (stub) => [stub.direction, tintOf(stub.record), DASHES[statusOf(stub.record)] || ""].join("|"));
  const sorted = bundles.map((items) => [...items].sort(certainFirst)).sort((a, b) => certainFirst(a[0], b[0]));
  const kept = sorted.slice(0, STUBS), rest = sorted.slice(STUBS).flat();
  return kept.map((items, index) => {
    const all = index === kept.length - 1 ? [...items, ...rest] : items, angle = freeAngle(taken), { centre, rings } = ends.get(place);
    taken.push(angle);
    const size = widths(all[0].record.quantity);
    return { ...all[0], path: stubPath(centre, angle, all[0].direction, rings, Math.max(size.core, size.band)), size, ids: all.map((item) => item.record.id), more: all.length - 1 };
  });
}

// Everything that is drawn for movements: {record, path, size, ids, more, fan?, direction?}.
function planFlows(shown) {
  const flows = shown.filter((record) => record.is === "movement" && record.status !== "denied").flatMap(flowsOf);
  const ends = shapesOf(new Set(flows.flatMap((flow) => [flow.from, flow.to, flow.at].filter(Boolean))));
  const arrows = grouped(flows.filter((flow) => flow.from), (flow) => flow.from + ">" + flow.to).flatMap((items) => bundle(items, ends));
  const stubs = grouped(flows.filter((flow) => flow.at), (flow) => flow.at).flatMap((items) => {
    const place = items[0].at;
    const taken = arrows.filter((flow) => flow.from === place || flow.to === place).map((flow) => angleAt(place, flow, ends));
    return stubsAt(place, items, ends, taken);
  });
  return [...arrows, ...stubs];
}

// The bracket across a fan, near its origin, and where its label goes.
function planFans(flows) {
  const fans = grouped(flows.filter((flow) => flow.fan > 1), (flow) => flow.record.id + "|" + flow.from).filter((arms) => arms.length > 1);
  return fans.map((arms) => {
    const reach = Math.min(58, ...arms.map((arm) => lengthOf(arm.path) * 0.45));
    const points = arms.map((arm) => pointAt(arm.path, reach)), centre = anchor(places.get(arms[0].from));
    return { record: arms[0].record, points: arc(inTurn(points, centre), centre), ids: arms[0].ids };
  });
}

// Points in order around a centre, beginning after the widest gap, so that a line through them does not cross itself.
function inTurn(points, centre) {
  const angle = (p) => Math.atan2(p.y - centre.y, p.x - centre.x);
  const sorted = [...points].sort((a, b) => angle(a) - angle(b));
  const gaps = sorted.map((p, i) => (i ? angle(p) - angle(sorted[i - 1]) : angle(p) - angle(sorted[sorted.length - 1]) + 2 * Math.PI));
  const first = gaps.indexOf(Math.max(...gaps));
  return [...sorted.slice(first), ...sorted.slice(0, first)];
}

// Points on a circle around the centre, from the first to the last of some points.
function arc(points, centre) {
  const angles = points.map((p) => Math.atan2(p.y - centre.y, p.x - centre.x)), r = points.reduce((sum, p) => sum + gap(p, centre), 0) / points.length;
  const turn = (angles[angles.length - 1] - angles[0] + 4 * Math.PI) % (2 * Math.PI), out = 5 / r;
  return Array.from({ length: 25 }, (_, i) => {
    const angle = angles[0] - out + ((turn + 2 * out) * i) / 24;
    return at(centre.x + Math.cos(angle) * r, centre.y + Math.sin(angle) * r);
  });
}
