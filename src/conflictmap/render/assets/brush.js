// The period of the time line, chosen by hand or key: two ends, the stretch between them, and a new stretch on the bars.
const PAGES = { day: 7, week: 4, month: 12, year: 10, decade: 10, century: 5 };
const REACH = { mouse: 10, pen: 12, touch: 20 };
let grip = null;

// A native slider for each part, so that every screen reader knows how to move it; its look is ours.
function handles() {
  const n = clock.bins.length;
  const handle = (which, label, onInput) => el("div", { class: "handle handle-" + which },
    el("input", { type: "range", id: "time-" + which, min: 0, max: n - 1, step: 1, "aria-label": say(label), oninput: onInput, onkeydown: turnPage }), el("span", { class: "grip" }));
  return [handle("from", "from", () => moveEnd("from")), handle("move", "movePeriod", movePeriod), handle("until", "until", () => moveEnd("until"))];
}

const valueOf = (which) => Number(byId("time-" + which).value);

function moveEnd(which) {
  const value = valueOf(which);
  stopPlayFirst();
  if (which === "from") setPeriod(value, Math.max(value, lastBin()));
  else setPeriod(Math.min(value, firstBin()), value);
}

function movePeriod() {
  stopPlayFirst();
  shiftTo(valueOf("move"), firstBin(), lastBin());
}

function shiftTo(wanted, first, last) {
  const start = clamp(wanted, 0, clock.bins.length - 1 - (last - first));
  setPeriod(start, start + last - first);
}

function stopPlayFirst() {
  if (clock.playing) stopPlay();
}

function turnPage(event) {
  const way = { PageUp: 1, PageDown: -1 }[event.key];
  if (!way) return;
  event.preventDefault();
  event.target.value = Number(event.target.value) + way * PAGES[clock.unit];
  event.target.dispatchEvent(new Event("input"));
}

function showHandles(first, last) {
  const at = { from: [clock.places[first][0], first, binText(first)], until: [clock.places[last][1], last, binText(last)] };
  for (const [which, [x, value, text]] of Object.entries(at)) {
    const input = byId("time-" + which);
    if (!input) return;
    input.value = value;
    input.setAttribute("aria-valuetext", plainText(text));
    input.parentNode.setAttribute("style", `inset-inline-start:${short(x)}px`);
  }
  const move = byId("time-move"), room = clock.bins.length - 1 - (last - first);
  Object.assign(move, { max: Math.max(room, first), disabled: !room });
  move.value = first;
  move.setAttribute("aria-valuetext", plainText(partsToText(periodParts())));
  move.parentNode.setAttribute("style", stretch(clock.places[first][0], clock.places[last][1]));
}

// ---- by hand

function inlineX(box, event) {
  const { left, right } = box.getBoundingClientRect();
  return isArabic() ? right - event.clientX : event.clientX - left;
}

function binUnder(x) {
  const found = clock.places.findIndex(([, until]) => x < until);
  return found < 0 ? clock.places.length - 1 : found;
}

function nearestBin(x, side) {
  return clock.places.reduce((best, place, index) => (Math.abs(place[side] - x) < Math.abs(clock.places[best][side] - x) ? index : best), 0);
}

// An end is taken from near by; between two ends that are close, the outer half belongs to each.
function partUnder(x, reach) {
  const from = clock.places[firstBin()][0], until = clock.places[lastBin()][1];
  const near = [["from", Math.abs(x - from)], ["until", Math.abs(x - until)]].filter(([, far]) => far <= reach).sort((a, b) => a[1] - b[1]);
  if (near.length === 2) return x < (from + until) / 2 ? "from" : "until";
  if (near.length) return near[0][0];
  return (chosen.from || chosen.until) && x > from && x < until ? "move" : "new";
}

function wireBrush(box) {
  box.addEventListener("pointerdown", (event) => {
    if (event.button || !event.isPrimary) return;
    stopPlayFirst();
    const x = inlineX(box, event);
    grip = { part: partUnder(x, REACH[event.pointerType] || REACH.mouse), x, bin: binUnder(x), first: firstBin(), last: lastBin(), from: chosen.from, until: chosen.until, moved: false };
    box.setPointerCapture(event.pointerId);
    byId("time-" + ({ new: "until" }[grip.part] || grip.part)).focus({ preventScroll: true });
    event.preventDefault();
  });
  box.addEventListener("pointermove", (event) => { if (grip) dragTo(inlineX(box, event)); });
  box.addEventListener("pointerup", letGo);
  box.addEventListener("pointercancel", dropGrip);
}

function dragTo(x) {
  grip.moved ||= Math.abs(x - grip.x) > 3;
  if (!grip.moved) return;
  const { part, bin, first, last } = grip, here = binUnder(x);
  const wanted = {
    from: () => [Math.min(nearestBin(x, 0), last), last], until: () => [first, Math.max(nearestBin(x, 1), first)],
    new: () => [Math.min(bin, here), Math.max(bin, here)],
    move: () => { const start = clamp(first + here - bin, 0, clock.bins.length - 1 - (last - first)); return [start, start + last - first]; },
  }[part]();
  if (wanted[0] !== firstBin() || wanted[1] !== lastBin()) setPeriod(...wanted);
}

// A press without a drag shows the day under it, and all days again where it alone was shown.
function letGo() {
  if (!grip) return;
  const { part, moved, bin, first, last } = grip;
  grip = null;
  if (moved || part === "from" || part === "until") return;
  if (first === bin && last === bin) setPeriod(0, clock.bins.length - 1);
  else setPeriod(bin, bin);
}

// Escape, or a finger that turns out to scroll the page: as it was.
function dropGrip() {
  if (!grip) return false;
  Object.assign(chosen, { from: grip.from, until: grip.until });
  grip = null;
  refresh({ quiet: true });
  return true;
}
