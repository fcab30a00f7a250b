// The time line: each record once, as part of a column or as a line over its days; the period; a tray for what has no date.
const EDGE = 40, BREAK = 12, LANES_MOST = 5;
const clock = { unit: "day", bins: [], places: [], playing: null, counted: null };
const UNIT_WORDS = { day: "recordsPer", week: "recordsPerWeek", month: "recordsPerMonth", year: "recordsPerYear", decade: "recordsPerDecade", century: "recordsPerCentury" };

const daysOf = (record) => (spanOf(record) ? spanOf(record).map(dayNumber) : null);
const isOpen = (record) => Boolean(record.date_start) !== Boolean(record.date_end);

function makeBins() {
  const dated = records.filter(spanOf), telling = dated.filter((record) => statusOf(record) !== "historical");
  Object.assign(clock, binsFor(dated.map(daysOf), telling.map(daysOf)));
  for (const bin of clock.bins.filter((one) => one.edge)) {
    const held = dated.map(daysOf).filter((span) => span[0] <= bin.last && span[1] >= bin.first);
    bin.told = [Math.max(earliest(held), bin.first), Math.min(latest(held), bin.last)];
  }
}

const firstBin = () => (chosen.from ? binAt(clock.bins, dayNumber(chosen.from)) : 0);
const lastBin = () => Math.max(firstBin(), chosen.until ? binAt(clock.bins, dayNumber(chosen.until)) : clock.bins.length - 1);

function drawTime() {
  const bar = byId("time"), undated = records.filter((record) => !spanOf(record)).length;
  const tray = el("label", { class: "tray chip", id: "tray" }, el("input", { type: "checkbox", checked: chosen.undated, "aria-label": say("undatedToggle", { n: undated }), onchange: (event) => { chosen.undated = event.target.checked; refresh({ step: true }); } }),
    el("span", {}, say("undated"), " ", el("bdi", { dir: "ltr" }, DIGITS.format(undated))));
  bar.setAttribute("aria-label", say("histogram"));
  bar.setAttribute("role", "group");
  if (clock.bins.length) bar.setAttribute("aria-describedby", "time-how");
  const play = clock.bins.length > 1 ? el("button", { type: "button", class: "play", id: "play", onclick: togglePlay }) : null;
  const told = [el("span", { class: "time-window", id: "time-window" }), el("span", { class: "time-unit", id: "time-unit" }), el("span", { class: "spoken", id: "time-how" }, say("timeHow"))];
  bar.replaceChildren(...(clock.bins.length ? [play, el("p", { class: "time-told" }, told), brush(), tray].filter(Boolean) : [tray]));
  clock.counted = null; // laid out when all else is in its place: `refresh`
}

function brush() {
  const part = (name, ...inner) => el("div", { class: name, "aria-hidden": "true" }, ...inner);
  const box = el("div", { class: "brush", id: "brush" }, part("bars"), part("lanes"), part("ticks"), part("window"), ...(clock.bins.length > 1 ? handles() : []));
  if (clock.bins.length > 1) wireBrush(box);
  return box;
}

// ---- drawing

// Where each bin stands, from the start of the line in the direction of reading; folded ends have a width of their own.
function binPlaces(width) {
  const edges = clock.bins.filter((bin) => bin.edge).length, edge = Math.min(EDGE, width / 6), each = (width - edges * (edge + BREAK)) / (clock.bins.length - edges);
  let x = 0;
  return clock.bins.map((bin) => {
    if (bin.edge === "later") x += BREAK;
    const from = x;
    x += bin.edge ? edge : each;
    const until = x;
    if (bin.edge === "earlier") x += BREAK;
    return [from, until];
  });
}

// The drawing follows the choice (but for the period) and the width.
function layTime() {
  const box = byId("brush");
  if (!box) return;
  const width = box.clientWidth, key = [language, width, ...FACET_NAMES.map((name) => [...chosen[name]].join()), chosen.query].join("\n");
  if (clock.counted !== key) {
    clock.counted = key;
    clock.places = binPlaces(width);
    const dated = recordsOfAnyTime().filter(spanOf).map((record) => ({ span: daysOf(record), open: isOpen(record) }));
    drawBars(box, tally(clock.bins, dated));
    box.querySelector(".ticks").replaceChildren(...ticks(width), ...breaks());
  }
  showPeriod();
}

const stretch = (from, until, rest = "") => `inset-inline-start:${short(from)}px;inline-size:${short(Math.max(1, until - from))}px;${rest}`;

function drawBars(box, { columns, lines }) {
  const top = Math.max(1, ...columns.map((column) => column.sure + column.open));
  const laid = lanesOf(lines, LANES_MOST), cover = laid ? null : coverOf(lines, clock.bins.length);
  const columnOf = ({ sure, open }, index) => {
    const [from, until] = clock.places[index], slim = until - from > 3 ? 1 : 0;
    const bar = sure + open ? el("span", { class: "bar", "data-bin": index, style: stretch(from, until - slim, `block-size:max(4px, ${short((100 * (sure + open)) / top)}%)`) },
      open ? el("span", { class: "bar-open", style: `flex-grow:${open}` }) : null, sure ? el("span", { class: "bar-sure", style: `flex-grow:${sure}` }) : null) : null;
    return bar;
  };
  box.querySelector(".bars").replaceChildren(...columns.map(columnOf).filter(Boolean));
  box.querySelector(".lanes").replaceChildren(...(laid ? laid.laid.map((line) => laneLine(line, laid.lanes)) : cover.map(coverBar).filter(Boolean)));
  box.classList.toggle("no-lines", !lines.length);
  byId("time-unit").replaceChildren(...filled(UNIT_WORDS[clock.unit], { n: [num(DIGITS.format(top))] }));
}

function laneLine({ from, until, lane, count }, lanes) {
  const size = 10 / Math.max(3, lanes);
  return el("span", { class: "line", "data-from": from, "data-until": until, "data-count": count, style: stretch(clock.places[from][0], clock.places[until][1] - 1, `top:${short(lane * size)}px;block-size:${size > 3 ? 2 : 1}px`) });
}

// Too many to draw each: how many cover the day, hanging from the line.
function coverBar(n, index, cover) {
  const most = Math.max(...cover), [from, until] = clock.places[index];
  return n ? el("span", { class: "cover", style: stretch(from, until, `block-size:${short(1 + (9 * n) / most)}px`) }) : null;
}

function breaks() {
  return clock.bins.flatMap((bin, index) => (bin.edge ? [el("span", { class: "break", style: `inset-inline-start:${short(bin.edge === "earlier" ? clock.places[index][1] + 2 : clock.places[index][0] - BREAK + 2)}px` })] : []));
}

// A few dates: the closest that leave room between them, and beside the years of folded ends.
const TICK_STEPS = { month: [1, 2, 3, 6, 12, 24, 60, 120] };

function ticks(width) {
  const inner = clock.bins.map((_, index) => index).filter((index) => !clock.bins[index].edge);
  const ends = clock.bins.flatMap((bin, index) => (bin.edge ? [{ ...tickAt(edgeLabel(bin), middleOf(index), width), edge: bin.edge }] : []));
  const low = ends.find((one) => one.edge === "earlier")?.until ?? -Infinity, high = ends.find((one) => one.edge === "later")?.from ?? Infinity;
  for (const every of TICK_STEPS[clock.unit] || [1, 2, 5, 10, 15, 30, 60, 120]) {
    const placed = placeTicks(inner.filter((_, i) => i % every === 0), width, low + 6, high - 6);
    if (placed) return [...placed, ...ends].map(({ node }) => node);
  }
  return ends.map(({ node }) => node);
}

const middleOf = (index) => (clock.places[index][0] + clock.places[index][1]) / 2;

function placeTicks(indexes, width, low, high) {
  let end = -Infinity, before = null;
  const placed = [];
  for (const index of indexes) {
    const tick = tickAt(tickLabel(clock.bins[index], before), middleOf(index), width);
    if (tick.from < low || tick.until > high) continue;
    if (tick.from < end + 10) return null;
    [end, before] = [tick.until, clock.bins[index]];
    placed.push(tick);
  }
  return placed;
}

function tickAt(text, middle, width) {
  const wide = textWidth(text, 12, 400) + 2, from = clamp(middle - wide / 2, 0, Math.max(0, width - wide));
  return { from, until: from + wide, node: el("span", { class: "tick", dir: isArabic() ? "rtl" : "ltr", style: `inset-inline-start:${short(from)}px;--stem:${short(middle - from)}px` }, text) };
}

// ---- the period

function showPeriod() {
  const box = byId("brush");
  if (!box) return;
  const first = firstBin(), last = lastBin(), whole = !chosen.from && !chosen.until;
  box.querySelectorAll(".bar").forEach((bar) => bar.classList.toggle("out", Number(bar.dataset.bin) < first || Number(bar.dataset.bin) > last));
  box.querySelectorAll(".line").forEach((line) => line.classList.toggle("out", Number(line.dataset.until) < first || Number(line.dataset.from) > last));
  box.querySelector(".window").setAttribute("style", stretch(clock.places[first][0], clock.places[last][1]));
  box.classList.toggle("whole", whole);
  showHandles(first, last);
  byId("time-window").replaceChildren(...partNodes(periodParts()));
  byId("tray").querySelector("input").checked = chosen.undated;
  const play = byId("play");
  if (play) {
    play.setAttribute("aria-label", say(clock.playing ? "pause" : "play"));
    play.replaceChildren(svg("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" }, svg("path", { d: clock.playing ? "M4 3H7V13H4ZM9 3H12V13H9Z" : "M4 2.5L13 8L4 13.5Z" })));
  }
}

// A period of whole bins; a link may also hold any other days.
function setPeriod(first, last) {
  const bins = clock.bins;
  chosen.from = first <= 0 ? null : dayText(bins[first].first);
  chosen.until = last >= bins.length - 1 ? null : dayText(bins[last].last);
  refresh({ quiet: true });
}

// ---- play: one step a second, the end of the period moves on, and stops at the end

function togglePlay() {
  if (clock.playing) return stopPlay();
  clock.playing = setInterval(stepPlay, 1000);
  if (lastBin() >= clock.bins.length - 1) setPeriod(firstBin(), firstBin());
  return showPeriod();
}

function stepPlay() {
  const next = lastBin() + 1;
  if (next >= clock.bins.length) return stopPlay();
  setPeriod(firstBin(), next);
  speak(plainText(binText(next)));
  return next === clock.bins.length - 1 ? stopPlay() : null;
}

function stopPlay() {
  clearInterval(clock.playing);
  clock.playing = null;
  showPeriod();
}
