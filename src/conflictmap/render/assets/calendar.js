// From the dates of records to the bins of the time line. Days are whole numbers since 1970; spans are [first, last].
const DAY = 86400000;
const STEPS = { year: 1, decade: 10, century: 100 };
const LAST_DAY = Date.UTC(9999, 11, 31) / DAY;

const daysKnown = new Map(); // many records share few days, and reading a date is slow

function dayNumber(text) {
  if (!daysKnown.has(text)) daysKnown.set(text, Math.round(Date.parse(text + "T00:00:00Z") / DAY));
  return daysKnown.get(text);
}

const dayText = (number) => new Date(Math.min(number, LAST_DAY) * DAY).toISOString().slice(0, 10);

function dayOf(year, month) {
  const date = new Date(0);
  date.setUTCFullYear(year, month, 1);
  return Math.round(date.getTime() / DAY);
}

// The first day of the bin that a day lies in; `ahead` gives the bin so many after it. Weeks begin on a Monday.
function binDay(day, unit, ahead = 0) {
  if (unit === "day") return day + ahead;
  if (unit === "week") return Math.floor((day + 3) / 7) * 7 - 3 + 7 * ahead;
  const date = new Date(day * DAY), year = date.getUTCFullYear();
  if (unit === "month") return dayOf(year, date.getUTCMonth() + ahead);
  return dayOf(year - (year % STEPS[unit]) + ahead * STEPS[unit], 0);
}

function unitFor(days) {
  if (days <= 120) return "day";
  if (days <= 800) return "week";
  if (days <= 4000) return "month";
  return days <= 55000 ? "year" : days <= 550000 ? "decade" : "century";
}

const earliest = (spans) => spans.reduce((day, span) => Math.min(day, span[0]), Infinity);
const latest = (spans) => spans.reduce((day, span) => Math.max(day, span[1]), -Infinity);

// The stretch that the axis shows. A few records far off (a war of 1915 in a week of 2019) would squeeze the rest into one
// bar: what lies behind a gap of over two months and four times the rest is cut off, if four fifths of the records stay.
function coreOf(spans) {
  const n = spans.length, least = n < 3 ? n : Math.min(n - 1, 0.8 * n);
  let kept = [...spans].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  for (let cut = withoutEnd(kept, least); cut; cut = withoutEnd(kept, least)) kept = cut;
  return [kept[0][0], latest(kept)];
}

function withoutEnd(sorted, least) {
  const first = sorted[0][0], last = latest(sorted), isFar = (gap, days) => gap > 60 && gap > 4 * days;
  let reached = sorted[0][1];
  for (let i = 1; i < sorted.length; i += 1) {
    const gap = sorted[i][0] - reached;
    if (sorted.length - i >= least && isFar(gap, last - sorted[i][0] + 1)) return sorted.slice(i);
    if (i >= least && isFar(gap, reached - first + 1)) return sorted.slice(0, i);
    reached = Math.max(reached, sorted[i][1]);
  }
  return null;
}

// Bins {first, last, edge}: `edge` marks what is folded in before or after the axis, which `telling` records set.
function binsFor(spans, telling) {
  if (!spans.length) return { unit: "day", bins: [] };
  const [first, last] = coreOf(telling.length ? telling : spans), unit = unitFor(last - first + 1), bins = [];
  for (let start = binDay(first, unit); start <= last; start = binDay(start, unit, 1)) bins.push({ first: start, last: binDay(start, unit, 1) - 1, edge: null });
  const low = earliest(spans), high = latest(spans), end = bins[bins.length - 1].last;
  if (low < bins[0].first) bins.unshift({ first: low, last: bins[0].first - 1, edge: "earlier" });
  if (high > end) bins.push({ first: end + 1, last: high, edge: "later" });
  return { unit, bins };
}

function binAt(bins, day) {
  let low = 0, high = bins.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bins[middle].last < day) low = middle + 1;
    else high = middle;
  }
  return low;
}

// Each record once: in the column of its bin, or as a line if it goes over several. "By" and "since" a date count apart.
function tally(bins, dated) {
  const columns = bins.map(() => ({ sure: 0, open: 0 })), lines = new Map();
  for (const { span, open } of dated) {
    const from = binAt(bins, span[0]), until = binAt(bins, span[1]), key = `${from} ${until}`;
    if (from === until) columns[from][open ? "open" : "sure"] += 1;
    else lines.set(key, { from, until, count: (lines.has(key) ? lines.get(key).count : 0) + 1 });
  }
  return { columns, lines: [...lines.values()].sort((a, b) => a.from - b.from || b.until - a.until) };
}

// Lines laid out in as few lanes as do not touch; null if that takes more than `most`.
function lanesOf(lines, most) {
  const ends = [];
  const laid = lines.map((line) => {
    const free = ends.findIndex((end) => end < line.from), lane = free < 0 ? ends.length : free;
    ends[lane] = line.until;
    return { ...line, lane };
  });
  return ends.length <= most ? { laid, lanes: ends.length } : null;
}

function coverOf(lines, size) {
  const steps = new Array(size + 1).fill(0);
  for (const { from, until, count } of lines) {
    steps[from] += count;
    steps[until + 1] -= count;
  }
  let sum = 0;
  return steps.slice(0, size).map((step) => (sum += step));
}
