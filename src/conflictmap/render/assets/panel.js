// Head, filters and list. The list is the map's other form: everything drawn can be read and reached here.
const CHUNK = 120;
const MANY = 2000; // records from which on a search waits for the end of a word
const SECTIONS = [["movement", "movements"], ["event", "events"], ["stock", "stocks"], ["control", "controls"]];
const listed = {};

function drawHead() {
  const head = byId("head");
  head.replaceChildren(
    el("div", { class: "head-row" }, el("p", { class: "byline" }, bylineNodes()), el("button", { type: "button", class: "quiet", id: "language", lang: isArabic() ? "en" : "ar", onclick: switchLanguage }, say("otherLanguage"))),
    el("h1", { dir: "auto", lang: titleLanguage() }, plainText(page.title)));
}

function titleLanguage() {
  return hasArabic(page.title) ? "ar" : page.documents[0].language;
}

function bylineNodes() {
  const [first] = page.documents, several = page.documents.length > 1;
  const dates = page.documents.map((report) => report.published).filter(Boolean).sort();
  const when = dates.length ? dateIsolate(several ? rangeParts(dates[0], dates[dates.length - 1], "day") : dateParts(dates[0], "day")) : [];
  if (several) return filled("several", { n: [num(DIGITS.format(page.documents.length))], when });
  const who = first.url ? link(first.url, first.publisher || say("unnamedOutlet")) : isolate(first.publisher || say("unnamedOutlet"));
  const words = filled("asReported", { who: [who] });
  return when.length ? [...words, isArabic() ? "، " : ", ", ...filled("asOf", { when })] : words;
}

// A phrase with nodes or parts in the place of its {names}.
function filled(key, values) {
  return WORDS[language][key].split(/(\{\w+\})/).filter(Boolean).flatMap((piece) => {
    const name = piece.slice(1, -1);
    if (piece[0] !== "{" || !values[name]) return [piece];
    return values[name].flatMap((value) => (value instanceof Node ? [value] : partNodes([value])));
  });
}

// ---- filters

function drawFilters() {
  const kinds = countBy((record) => record.is), groups = countBy((record) => record.group), statuses = countBy(statusOf);
  const open = byId("filters").querySelector("details")?.open || false;
  const search = el("input", { type: "search", id: "search", value: chosen.query, placeholder: say("search"), "aria-label": say("search"), dir: "auto", oninput: onSearch });
  byId("filters").replaceChildren(el("p", { class: "count", id: "count", role: "status" }),
    el("details", { open }, el("summary", {}, say("filters")), search,
      chips("is", say("kind"), kinds, "is"), chips("group", say("group"), groups, "group"), chips("status", say("status"), statuses, "statusShort"),
      el("button", { type: "button", class: "quiet", onclick: resetFilters }, say("reset"))));
}

function countBy(value) {
  const counts = new Map();
  for (const record of records) if (value(record)) counts.set(value(record), (counts.get(value(record)) || 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function chips(set, title, counts, list) {
  if (counts.length < 2) return null;
  return el("fieldset", { class: "chips" }, el("legend", {}, title), counts.map(([value, n]) => el("label", { class: "chip" },
    el("input", { type: "checkbox", checked: chosen[set].has(value), onchange: (event) => toggle(set, value, event.target.checked) }),
    el("span", {}, named(list, value), " ", el("bdi", { dir: "ltr", class: "faint" }, DIGITS.format(n))))));
}

function toggle(set, value, on) {
  if (on) chosen[set].add(value);
  else chosen[set].delete(value);
  refresh();
}

function onSearch(event) {
  chosen.query = event.target.value;
  clearTimeout(onSearch.waiting);
  if (records.length < MANY) refresh();
  else onSearch.waiting = setTimeout(refresh, 200);
}

// The sentences that a search looks through are made while nothing else is to be done, some at a time.
function prepareSearch(next = 0) {
  const until = Math.min(records.length, next + 500);
  for (let i = next; i < until; i += 1) searchText(records[i]);
  if (until < records.length) later(() => prepareSearch(until));
}

const later = window.requestIdleCallback || ((work) => setTimeout(work, 50));

function resetFilters() {
  for (const set of ["is", "group", "status"]) chosen[set].clear();
  Object.assign(chosen, { query: "", from: null, until: null, undated: true });
  drawFilters();
  drawTime();
  refresh();
}

// ---- list

const hasMark = (record) => placeIds(record).some(drawable);

function drawList() {
  const shown = visibleRecords(), placed = shown.filter(hasMark), unplaced = shown.filter((record) => !hasMark(record));
  const sections = SECTIONS.map(([is, title]) => section(title, placed.filter((record) => record.is === is)));
  byId("list").replaceChildren(...[...sections, section("unplaced", unplaced)].filter(Boolean), shown.length ? "" : el("p", { class: "empty" }, say("nothing")));
  byId("count").replaceChildren(...filled("shown", { n: [num(DIGITS.format(shown.length))], all: [num(DIGITS.format(records.length))] }), ...unplacedNote(unplaced));
}

function unplacedNote(unplaced) {
  if (!unplaced.length) return [];
  const go = () => byId("section-unplaced").scrollIntoView({ block: "start" });
  return [" · ", el("button", { type: "button", class: "link", onclick: go }, filled("unplacedNote", { n: [num(DIGITS.format(unplaced.length))] }))];
}

function section(title, items) {
  if (!items.length) return null;
  const { from, until } = listedPart(title, items), rest = items.length - until;
  return el("section", { "aria-labelledby": "section-" + title }, el("h2", { id: "section-" + title }, say(title), " ", el("bdi", { dir: "ltr", class: "faint" }, DIGITS.format(items.length))),
    from > 0 ? el("button", { type: "button", class: "quiet", onclick: () => showPart(title, from - CHUNK, until) }, say("earlier", { n: CHUNK })) : null,
    el("ul", { class: "records" }, items.slice(from, until).map(recordItem)),
    rest > 0 ? el("button", { type: "button", class: "quiet", onclick: () => showPart(title, from, until + CHUNK) }, say("more", { n: Math.min(CHUNK, rest) })) : null);
}

// The part of a section that is written out: its first chunk, what the reader asked for, or the chunk of what is chosen.
function listedPart(title, items) {
  const part = listed[title] || { from: 0, until: CHUNK };
  const place = chosen.selected ? items.indexOf(recordById.get(chosen.selected)) : -1;
  if ((place >= 0 && (place < part.from || place >= part.until)) || part.from >= items.length) {
    const from = Math.floor(Math.max(0, place) / CHUNK) * CHUNK;
    Object.assign(part, { from, until: from + CHUNK });
    listed[title] = part;
  }
  return { from: part.from, until: Math.min(part.until, items.length) };
}

function showPart(title, from, until) {
  listed[title] = { from: Math.max(0, from), until };
  drawList();
}

function itemOf(id) {
  return [...byId("list").querySelectorAll("li.record")].find((item) => item.getAttribute("data-id") === id) || null;
}

function wireList() {
  const list = byId("list"), idOf = (event) => event.target.closest("li.record")?.getAttribute("data-id") || null;
  list.addEventListener("click", (event) => {
    const button = event.target.closest(".record-button");
    if (button) choose(button.getAttribute("data-id") === chosen.selected ? null : button.getAttribute("data-id"), true);
  });
  list.addEventListener("mouseover", (event) => highlight(idOf(event) ? [idOf(event)] : []));
  list.addEventListener("mouseleave", markSelected);
  list.addEventListener("focusin", (event) => highlight(idOf(event) ? [idOf(event)] : []));
  list.addEventListener("keydown", stepList);
}

function stepList(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !event.target.classList.contains("record-button")) return;
  const buttons = [...byId("list").querySelectorAll(".record-button")], next = buttons[buttons.indexOf(event.target) + step];
  if (next) next.focus();
  event.preventDefault();
}
