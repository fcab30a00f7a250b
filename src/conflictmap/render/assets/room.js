// What is taken on the map. Boxes lie in a grid, so that asking costs little however many there are.
class Grid {
  constructor() {
    this.step = 64;
    this.cells = new Map();
  }

  each(box, act) {
    for (let i = Math.floor(box.x / this.step); i <= Math.floor((box.x + box.w) / this.step); i += 1) {
      for (let j = Math.floor(box.y / this.step); j <= Math.floor((box.y + box.h) / this.step); j += 1) act(i * 100003 + j);
    }
  }

  add(box) {
    this.each(box, (key) => {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    });
  }

  meeting(box) {
    const found = new Set();
    this.each(box, (key) => {
      for (const other of this.cells.get(key) || []) if (meets(box, other)) found.add(other);
    });
    return found;
  }
}

// `hard` boxes may never be covered (words, signs, heads, tools); `soft` ones (shafts, leaders) cost.
class Room {
  constructor(width, height) {
    this.view = { x: 0, y: 0, w: width, h: height };
    this.hard = new Grid();
    this.soft = new Grid();
  }

  take(box) { if (meets(box, this.view)) this.hard.add(box); }
  shade(box, owner = null) { if (meets(box, this.view)) this.soft.add({ ...box, owner }); }
  takes(box) { return this.hard.meeting(box).size === 0; }
  free(box) { return this.holds(box) && this.takes(box); }
  sees(point) { return meets(boxAround(point.x, point.y, 1, 1), this.view); }

  // How many soft pieces a box covers that are not its owner's.
  shaded(box, owner = null) {
    let n = 0;
    for (const piece of this.soft.meeting(box)) if (!owner || piece.owner !== owner) n += 1;
    return n;
  }

  holds(box) {
    const v = this.view;
    return box.x >= v.x + 3 && box.y >= v.y + 3 && box.x + box.w <= v.x + v.w - 3 && box.y + box.h <= v.y + v.h - 3;
  }

  // Whether a straight line from a point runs over nothing hard, once it has left the mark it begins at.
  open(from, to, clear) {
    return walk([from, to], 4).every((point) => gap(point, from) < clear || gap(point, to) < 4 || this.takes(boxAround(point.x, point.y, 2, 2)));
  }

  crossed(from, to) {
    return walk([from, to], 8).filter((point) => this.shaded(boxAround(point.x, point.y, 2, 2))).length;
  }

  // Nothing later may be written over a line.
  line(from, to) {
    for (const point of walk([from, to], 4)) this.take(boxAround(point.x, point.y, 3, 3));
  }
}
