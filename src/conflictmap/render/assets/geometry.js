// Geometry in pixels: points are {x, y}, boxes {x, y, w, h}.
const at = (x, y) => ({ x, y });
const gap = (a, b) => Math.hypot(b.x - a.x, b.y - a.y);
const between = (a, b, t) => at(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t);
const clamp = (value, low, high) => Math.max(low, Math.min(high, value));

// A quadratic curve that bulges to the right of its way; `side` moves its middle further, in pixels.
function curve(a, b, bulge, side = 0, steps = 40) {
  const length = gap(a, b) || 1;
  const normal = at(-(b.y - a.y) / length, (b.x - a.x) / length);
  const height = (bulge * length + side) * 2;
  const c = at((a.x + b.x) / 2 + normal.x * height, (a.y + b.y) / 2 + normal.y * height);
  return Array.from({ length: steps + 1 }, (_, i) => {
    const t = i / steps, u = 1 - t;
    return at(u * u * a.x + 2 * u * t * c.x + t * t * b.x, u * u * a.y + 2 * u * t * c.y + t * t * b.y);
  });
}

function lengthOf(path) {
  return path.slice(1).reduce((sum, point, i) => sum + gap(path[i], point), 0);
}

function pointAt(path, distance) {
  let left = distance;
  for (let i = 1; i < path.length; i += 1) {
    const step = gap(path[i - 1], path[i]);
    if (left <= step && step > 0) return between(path[i - 1], path[i], left / step);
    left -= step;
  }
  return path[path.length - 1];
}

// The part of a path between two distances along it.
function slice(path, from, to) {
  const out = [pointAt(path, from)];
  let walked = 0;
  for (let i = 1; i < path.length; i += 1) {
    walked += gap(path[i - 1], path[i]);
    if (walked > from && walked < to) out.push(path[i]);
  }
  out.push(pointAt(path, to));
  return out;
}

function inside(point, rings) {
  let odd = false;
  for (const ring of rings) {
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const a = ring[i], b = ring[j];
      if (a.y > point.y !== b.y > point.y && point.x < ((b.x - a.x) * (point.y - a.y)) / (b.y - a.y) + a.x) odd = !odd;
    }
  }
  return odd;
}

// The same for many points in rows: what a row crosses is found once.
function insideOf(rings) {
  const rows = new Map();
  const crossed = (y) => rings.flatMap((ring) => {
    const xs = [];
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const a = ring[i], b = ring[j];
      if (a.y > y !== b.y > y) xs.push(((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x);
    }
    return xs;
  });
  return ({ x, y }) => {
    if (!rows.has(y)) rows.set(y, crossed(y));
    return rows.get(y).filter((edge) => x < edge).length % 2 === 1;
  };
}

function normals(path) {
  return path.map((_, i) => {
    const a = path[Math.max(0, i - 1)], b = path[Math.min(path.length - 1, i + 1)], length = gap(a, b) || 1;
    return at(-(b.y - a.y) / length, (b.x - a.x) / length);
  });
}

// The outline of a path that is `wide(t)` pixels wide at share t of its length.
function ribbon(path, wide) {
  const total = lengthOf(path) || 1, sides = normals(path);
  let walked = 0;
  const left = [], right = [];
  path.forEach((point, i) => {
    if (i) walked += gap(path[i - 1], point);
    const half = wide(walked / total) / 2;
    left.push(at(point.x + sides[i].x * half, point.y + sides[i].y * half));
    right.push(at(point.x - sides[i].x * half, point.y - sides[i].y * half));
  });
  return [...left, ...right.reverse()];
}

const short = (value) => Math.round(value * 10) / 10;
const outline = (points) => "M" + points.map((p) => short(p.x) + " " + short(p.y)).join("L") + "Z";
const trace = (points) => "M" + points.map((p) => short(p.x) + " " + short(p.y)).join("L");

const boxAround = (x, y, w, h) => ({ x: x - w / 2, y: y - h / 2, w, h });
const meets = (a, b) => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

// What is taken on the map: `hard` may never be covered, `soft` only when nothing else is left.
class Room {
  constructor(width, height) {
    this.view = { x: 0, y: 0, w: width, h: height };
    this.hard = [];
    this.soft = [];
  }
  take(box) { this.hard.push(box); }
  shade(box) { this.soft.push(box); }
  shaded(box) { return this.soft.filter((other) => meets(box, other)).length; }
  takes(box, strict) {
    return !this.hard.some((other) => meets(box, other)) && !(strict && this.soft.some((other) => meets(box, other)));
  }
  holds(box) {
    const v = this.view;
    return box.x >= v.x + 2 && box.y >= v.y + 2 && box.x + box.w <= v.x + v.w - 2 && box.y + box.h <= v.y + v.h - 2;
  }
}
