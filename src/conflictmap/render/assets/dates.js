// Dates of the time line in words.
const isoRange = (first, last, precision) => rangeParts(dayText(first), dayText(last), precision);

// Years stand for the bins of several years.
function binParts({ first, last, edge, told }) {
  if (edge) return [say(edge) + ": ", ...dateIsolate(isoRange(told[0], told[1], told[0] === told[1] ? "day" : "year"))];
  if (clock.unit === "month" || clock.unit === "year") return dateParts(dayText(first), clock.unit);
  return isoRange(first, last, STEPS[clock.unit] ? "year" : "day");
}

const binText = (index) => partsToText(binParts(clock.bins[index]));

function periodParts() {
  const bins = clock.bins, core = bins.filter((bin) => !bin.edge), first = bins[firstBin()], last = bins[lastBin()];
  const from = chosen.from ? dayNumber(chosen.from) : core[0].first, until = chosen.until ? dayNumber(chosen.until) : core[core.length - 1].last;
  const whole = (!chosen.from || from === first.first) && (!chosen.until || until === last.last);
  const precision = whole && !["day", "week"].includes(clock.unit) ? (clock.unit === "month" ? "month" : "year") : "day";
  const text = (parts) => dateIsolate(parts);
  if (!chosen.from && bins[0].edge && chosen.until) return withWord("untilWhen", text(dateParts(dayText(until), precision)));
  if (!chosen.until && bins[bins.length - 1].edge && chosen.from) return withWord("fromWhen", text(dateParts(dayText(from), precision)));
  const range = text(isoRange(Math.min(from, until), until, precision));
  return !chosen.from && !chosen.until && core.length < bins.length ? withWord("andBeyond", range) : range;
}

const withWord = (key, when) => say(key).split("{when}").flatMap((piece, index) => [...(index ? when : []), ...(piece ? [piece] : [])]);

// ---- under the bars: the day, with its month where that is new; the month, with its year where that is new

const shortMonth = (month) => (isArabic() ? MONTHS.ar[month - 1].split("/")[1] : MONTHS.en[month - 1].slice(0, 3));

function tickLabel(bin, before) {
  const { year, month, day } = readDate(dayText(bin.first)), earlier = before ? readDate(dayText(before.first)) : {};
  if (clock.unit === "month") return shortMonth(month) + (earlier.year === year ? "" : " " + year);
  if (clock.unit === "day" || clock.unit === "week") return earlier.month === month && earlier.year === year ? String(day) : `${day} ${shortMonth(month)}`;
  return String(year);
}

function edgeLabel({ edge, told }) {
  const years = told.map((day) => readDate(dayText(day)).year);
  return years[0] === years[1] ? String(years[0]) : say(edge);
}

// ---- the key

function timeEntries() {
  if (!clock.bins.length) return [];
  const dated = records.filter(spanOf), column = (name) => sample(svg("rect", { class: name, x: -4, y: -7, width: 8, height: 14 }));
  const overBins = ([from, until]) => from !== until && binAt(clock.bins, from) !== binAt(clock.bins, until);
  const has = { timeColumn: true, timeOpen: dated.some(isOpen), timeLine: dated.some((record) => overBins(daysOf(record))), timeEdge: clock.bins.some((bin) => bin.edge) };
  const pictures = { timeColumn: column("key-bar"), timeOpen: column("key-open"), timeLine: sample(svg("path", { class: "key-line", d: "M-15 0H15" })), timeEdge: sample(svg("path", { class: "key-break", d: "M-5 6L-1 -6M1 6L5 -6" })) };
  const entries = Object.keys(has).filter((name) => has[name]).map((name) => entry(pictures[name], say(name)));
  entries.forEach((one) => one.classList.add("key-time"));
  return entries;
}
