// Movements of which one end is not given, and the bracket over several possible ends.
const STUBS = 3;

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
  const clear = rings.length ? 22 : 11, long = 40 + 1.4 * wide;
  const a = moved(centre, angle, clear), b = moved(centre, angle, clear + long);
  return direction === "out" ? curve(a, b, 0.08, 12) : curve(b, a, 0.08, 12);
}

const lineStyle = (record) => String(DASHES[statusOf(record)] || "");

// The surest and broadest have arrows; where there are many, the others are signs under the name of the place.
function stubsAt(place, items, ends, taken) {
  const bundles = merged(items, (stub) => [stub.direction, tintOf(stub.record), lineStyle(stub.record)].join("|"));
  const few = bundles.length <= STUBS ? bundles.length : taken.length > 4 ? 1 : 2, { centre, rings } = ends.get(place);
  const stubs = bundles.slice(0, few).map((stub) => {
    const angle = freeAngle(taken), size = widths(stub.record.quantity), ids = flowIds([stub]);
    taken.push(angle);
    return { ...stub, path: stubPath(centre, angle, stub.direction, rings, Math.max(size.core, size.band)), size, ids, more: ids.length - 1 };
  });
  return { stubs, rest: bundles.slice(few) };
}

// The bracket across a fan, near its origin, and where its label goes. Arms that two reports share are in both fans.
function planFans(flows) {
  const arms = flows.filter((flow) => flow.fan > 1), fans = new Map();
  for (const id of new Set(arms.flatMap((arm) => arm.items.map((item) => item.record.id)))) {
    for (const own of grouped(arms.filter((arm) => arm.items.some((item) => item.record.id === id)), (arm) => arm.from)) {
      const name = own.map((arm) => arm.to + arm.from).join("|") + statusOf(own[0].record) + tintOf(own[0].record);
      if (own.length > 1) fans.set(name, { arms: own, ids: [...(fans.get(name)?.ids || []), id] });
    }
  }
  return [...fans.values()].map(({ arms: own, ids }) => {
    const reach = Math.min(58, ...own.map((arm) => lengthOf(arm.path) * 0.45));
    const points = own.map((arm) => pointAt(arm.path, reach)), centre = anchor(places.get(own[0].from));
    return { record: own[0].record, points: arc(inTurn(points, centre), centre), ids, more: ids.length - 1 };
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
  return Array.from({ length: 25 }, (_, i) => moved(centre, angles[0] - out + ((turn + 2 * out) * i) / 24, r));
}
