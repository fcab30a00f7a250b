// The time line: records by date as bars, two handles for the period, a tray for what has no date.
const DAY = 86400000;
const clock = { bins: [], unit: "day", playing: null };

const dayNumber = (text) => Math.round(Date.parse(text + "T00:00:00Z") / DAY);
const dayText = (number) => new Date(number * DAY).toISOString().slice(0, 10);

function binStart(text, unit) {
  const { year, month } = readDate(text);
  if (unit === "year") return `${String(year).padStart(4, "0")}-01-01`;
  if (unit === "month") return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-01`;
  return unit === "week" ? dayText(Math.floor((dayNumber(text) + 3) / 7) * 7 - 3) : text;
}

function nextBin(start, unit) {
  if (unit === "day") return dayText(dayNumber(start) + 1);
  if (unit === "week") return dayText(dayNumber(start) + 7);
  return binStart(dayText(dayNumber(start) + (unit === "month" ? 32 : 367)), unit);
}

function makeBins() {
  const spans = records.map(spanOf).filter(Boolean);
  if (!spans.length) return;
  const first = spans.reduce((low, [start]) => (start < low ? start : low), spans[0][0]), last = spans.reduce((high, [, end]) => (end > high ? end : high), spans[0][1]);
  const days = dayNumber(last) - dayNumber(first) + 1;
  clock.unit = days <= 120 ? "day" : days <= 800 ? "week" : days <= 4000 ? "month" : "year";
  for (let start = binStart(first, clock.unit); start <= last && clock.bins.length < 400; start = nextBin(start, clock.unit)) {
    const end = dayText(dayNumber(nextBin(start, clock.unit)) - 1);
    clock.bins.push({ start, end, count: 0 });
  }
  countBins(spans);
}

// A span counts in every bin that it touches: one more from its first, one less after its last.
function countBins(spans) {
  const numbers = new Map(), change = new Array(clock.bins.length + 1).fill(0), last = clock.bins.length - 1;
  const binOf = (date) => {
    if (!numbers.has(date)) numbers.set(date, clock.bins.findIndex((bin) => bin.end >= date));
    return numbers.get(date) < 0 ? last + 1 : numbers.get(date);
  };
  for (const [start, end] of spans) {
    change[binOf(start)] += 1;
    if (binOf(end) <= last) change[Math.max(binOf(end), binOf(start)) + 1] -= 1;
  }
  let count = 0;
  clock.bins.forEach((bin, i) => { bin.count = count += change[i]; });
}

const firstBin = () => (chosen.from ? Math.max(0, clock.bins.findIndex((bin) => bin.end >= chosen.from)) : 0);
const lastBin = () => (chosen.until ? clock.bins.filter((bin) => bin.start <= chosen.until).length - 1 : clock.bins.length - 1);

function drawTime() {
  const bar = byId("time"), undated = records.filter((record) => !spanOf(record)).length;
  const tray = el("label", { class: "tray chip" }, el("input", { type: "checkbox", checked: chosen.undated, "aria-label": say("undatedToggle", { n: undated }), onchange: (event) => { chosen.undated = event.target.checked; refresh(); } }),
    el("span", {}, say("undated"), " ", el("bdi", { dir: "ltr" }, DIGITS.format(undated))));
  bar.setAttribute("aria-label", say("histogram"));
  bar.setAttribute("role", "group");
  if (!clock.bins.length) {
    bar.replaceChildren(tray);
    return;
  }
  const play = el("button", { type: "button", class: "play", id: "play", onclick: togglePlay });
  bar.replaceChildren(...(clock.bins.length > 1 ? [play, brush()] : [brush()]), tray);
  updateTime();
}

function brush() {
  const top = Math.max(...clock.bins.map((bin) => bin.count)), n = clock.bins.length;
  const bars = clock.bins.map((bin) => el("span", { class: "bar", style: `block-size:${bin.count ? Math.max(8, Math.round((100 * bin.count) / top)) : 0}%` }));
  const handle = (which, value) => el("input", { type: "range", class: "handle handle-" + which, id: "time-" + which, min: 0, max: n - 1, step: 1, value, "aria-label": say(which), oninput: () => moveHandle(which) });
  const unit = { day: "recordsPer", week: "recordsPerWeek", month: "recordsPerMonth", year: "recordsPerYear" }[clock.unit];
  const handles = n > 1 ? [handle("from", firstBin()), handle("until", lastBin())] : [];
  return el("div", { class: "brush", style: `--bins:${n}` }, el("div", { class: "bars", "aria-hidden": "true" }, bars), handles,
    el("div", { class: "axis" }, el("span", { class: "axis-window", id: "time-window" }), el("span", { class: "axis-unit faint" }, say(unit))));
}

function binLabel(index) {
  const bin = clock.bins[index];
  return partsToText(clock.unit === "week" ? rangeParts(bin.start, bin.end, "day") : dateParts(bin.start, clock.unit));
}

function moveHandle(which) {
  const from = byId("time-from"), until = byId("time-until");
  if (Number(from.value) > Number(until.value)) (which === "from" ? from : until).value = (which === "from" ? until : from).value;
  setWindow(Number(from.value), Number(until.value));
}

function setWindow(first, last) {
  chosen.from = first <= 0 ? null : clock.bins[first].start;
  chosen.until = last >= clock.bins.length - 1 ? null : clock.bins[last].end;
  updateTime();
  refresh();
}

function updateTime() {
  const first = firstBin(), last = lastBin(), bars = byId("time").querySelectorAll(".bar");
  bars.forEach((bar, index) => bar.classList.toggle("out", index < first || index > last));
  for (const [which, value] of [["from", first], ["until", last]]) {
    const input = byId("time-" + which);
    if (!input) continue;
    input.value = value;
    input.setAttribute("aria-valuetext", plainText(binLabel(value)));
  }
  byId("time-window").replaceChildren(...windowNodes(first, last));
  const play = byId("play");
  if (play) {
    play.setAttribute("aria-label", say(clock.playing ? "pause" : "play"));
    play.replaceChildren(svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" }, svg("path", { d: clock.playing ? "M4 3H7V13H4ZM9 3H12V13H9Z" : "M4 2.5L13 8L4 13.5Z" })));
  }
}

function windowNodes(first, last) {
  const start = clock.bins[first].start, end = clock.bins[last].end, unit = clock.unit === "week" ? "day" : clock.unit;
  return partNodes(dateIsolate(rangeParts(start, unit === "day" ? end : clock.bins[last].start, unit)));
}

// ---- play: one step a second, the period grows from the start, stops at the end

function togglePlay() {
  if (clock.playing) return stopPlay();
  if (lastBin() >= clock.bins.length - 1) setWindow(firstBin(), firstBin());
  clock.playing = setInterval(stepPlay, 1000);
  return updateTime();
}

function stepPlay() {
  const next = lastBin() + 1;
  if (next >= clock.bins.length) return stopPlay();
  setWindow(firstBin(), next);
  byId("spoken").textContent = plainText(binLabel(next));
  return next === clock.bins.length - 1 ? stopPlay() : null;
}

function stopPlay() {
  clearInterval(clock.playing);
  clock.playing = null;
  updateTime();
}
