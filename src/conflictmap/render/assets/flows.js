// From movements to arrows: which ends are known, what is one arrow, what runs side by side.
const LANES = 4;
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

// What two reports say of one movement is one arrow, with the number of the surest; numbers are never added up.
function merged(flows, key) {
  return grouped(flows, key).map((items) => {
    const sorted = [...items].sort(certainFirst);
    return { ...sorted[0], items: sorted };
  }).sort(certainFirst);
}

const flowIds = (flows) => [...new Set(flows.flatMap((flow) => flow.items).map((item) => item.record.id))];

function shapesOf(ids) {
  return new Map([...ids].map((id) => {
    const place = places.get(id);
    return [id, { place, centre: anchor(place), rings: isArea(place) ? ringsOf(place) : [] }];
  }));
}

function firstDistance(path, test) {
  const step = Math.max(2, lengthOf(path) / 120), points = walk(path, step), index = points.findIndex(test);
  return index < 0 ? null : index * step;
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

// Places close together are joined by a higher arch, or there would be no room for a head.
const bulgeOf = (length, via) => Math.max(via ? 0.06 : 0.15, clamp(34 - length * 0.4, 0, 24) / length);

function route(flow, ends, side) {
  const from = ends.get(flow.from), to = ends.get(flow.to);
  const stops = [from.centre, ...flow.record.via.filter(drawable).map((id) => anchor(places.get(id))), to.centre];
  const length = gap(from.centre, to.centre);
  if (length < 5) return null;
  const x = -(to.centre.y - from.centre.y) / length, y = (to.centre.x - from.centre.x) / length;
  // Lanes begin close together and end side by side.
  const lane = stops.map((stop, i) => at(stop.x + x * side * (i ? 1 : 0.5), stop.y + y * side * (i ? 1 : 0.5)));
  const path = lane.slice(1).flatMap((stop, i) => curve(lane[i], stop, bulgeOf(gap(lane[i], stop), stops.length > 2)).slice(i ? 1 : 0));
  const total = lengthOf(path), start = startOf(path, from, total), end = endOf(path, to, start, total);
  return end - start < 12 ? null : slice(path, start, end);
}

const roomOf = ({ core, band }) => Math.max(core, band, 6.5);

// Offsets of lanes from the middle one, which is the surest: by turns to its right and left, 1.5 widths and more apart.
function laneSides(sizes) {
  const edge = { right: 0, left: 0 }, outer = { right: sizes[0], left: sizes[0] };
  return sizes.map((size, index) => {
    if (!index) return 0;
    const side = index % 2 ? "right" : "left";
    edge[side] += 0.85 * (roomOf(outer[side]) + roomOf(size));
    outer[side] = size;
    return side === "right" ? edge.right : -edge.left;
  });
}

function bundle(flows, ends) {
  const all = merged(flows, (flow) => [tintOf(flow.record), statusOf(flow.record), flow.fan > 1].join("|")), [first] = all;
  const close = gap(ends.get(first.from).centre, ends.get(first.to).centre) < NEAR;
  const lanes = all.slice(0, close ? 1 : LANES), sizes = lanes.map(fanWidths), sides = laneSides(sizes);
  return lanes.map((flow, index) => {
    const rest = index === lanes.length - 1 ? all.slice(index + 1) : [], ids = flowIds([flow, ...rest]);
    return { ...flow, path: route(flow, ends, sides[index]), size: sizes[index], ids, more: ids.length - 1 };
  }).filter((flow) => flow.path);
}

// Of several destinations none is known to have taken all: each arm of a fan is thin.
function fanWidths(flow) {
  const size = widths(flow.record.quantity);
  return flow.fan > 1 ? { core: Math.min(3, size.core), band: 0 } : size;
}

// Everything that is drawn for movements: `flows` are arrows {record, path, size, ids, more, fan?, direction?}, `crowded`
// what has only one end and no room for an arrow of its own, by place.
function planFlows(shown) {
  const flows = shown.filter((record) => record.is === "movement" && record.status !== "denied").flatMap(flowsOf);
  const ends = shapesOf(new Set(flows.flatMap((flow) => [flow.from, flow.to, flow.at].filter(Boolean))));
  const arrows = grouped(flows.filter((flow) => flow.from), (flow) => flow.from + ">" + flow.to).flatMap((items) => bundle(items, ends));
  const crowded = new Map(), stubs = grouped(flows.filter((flow) => flow.at), (flow) => flow.at).flatMap((items) => {
    const place = items[0].at, taken = arrows.filter((flow) => flow.from === place || flow.to === place).map((flow) => angleAt(place, flow, ends));
    const plan = stubsAt(place, items, ends, taken);
    if (plan.rest.length) crowded.set(place, plan.rest);
    return plan.stubs;
  });
  return { flows: [...arrows, ...stubs], crowded };
}
