// Head and list. The list is the map's other form: everything drawn can be read and reached here.
const CHUNK = 120;
const SECTIONS = [["movement", "movements"], ["event", "events"], ["stock", "stocks"], ["control", "controls"]];
const listed = {};

function drawHead() {
  const other = el("button", { type: "button", class: "quiet", id: "language", lang: isArabic() ? "en" : "ar", onclick: switchLanguage }, say("otherLanguage"));
  byId("head").replaceChildren(
    el("div", { class: "head-row" }, el("p", { class: "byline" }, bylineNodes()), other),
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

// ---- list

const hasMark = (record) => placeIds(record).some(drawable);
const partedByMark = new WeakMap();

// The records of a choice that have a place on the map, and those that have none; found once for each choice.
function byMark(shown) {
  if (!partedByMark.has(shown)) {
    const parts = { placed: [], unplaced: [] };
    for (const record of shown) (hasMark(record) ? parts.placed : parts.unplaced).push(record);
    partedByMark.set(shown, parts);
  }
  return partedByMark.get(shown);
}

function drawList() {
  const shown = visibleRecords(), { placed, unplaced } = byMark(shown);
  const sections = SECTIONS.map(([is, title]) => section(title, placed.filter((record) => record.is === is)));
  byId("list").replaceChildren(page.quotes ? "" : el("p", { class: "note no-quotes" }, say("noQuotes")), ...[...sections, section("unplaced", unplaced)].filter(Boolean), shown.length ? "" : el("p", { class: "empty" }, say("nothing")));
}

// Of the list only what closes and what opens is written anew, unless it has to show another part of a section.
function drawOpened(ids) {
  const items = ids.map((id) => id && itemOf(id));
  if (chosen.selected && !itemOf(chosen.selected)) drawList();
  else for (const item of new Set(items.filter(Boolean))) item.replaceWith(recordItem(recordById.get(item.getAttribute("data-id"))));
}

function unplacedNote(n) {
  if (!n) return [];
  const go = () => {
    scrollPanelTo(byId("section-unplaced"), true);
    byId("list").focus({ preventScroll: true });
  };
  return [" · ", el("button", { type: "button", class: "link", onclick: go }, filled("unplacedNote", { n: [num(DIGITS.format(n))] }))];
}

function section(title, items) {
  if (!items.length) return null;
  const { from, until } = printing ? { from: 0, until: items.length } : listedPart(title, items), rest = items.length - until;
  return el("section", { "aria-labelledby": "section-" + title }, el("h2", { id: "section-" + title }, say(title), " ", el("bdi", { dir: "ltr", class: "faint" }, DIGITS.format(items.length))),
    from > 0 ? el("button", { type: "button", class: "quiet", onclick: () => showPart(title, from - CHUNK, until) }, say("earlierOnes", { n: CHUNK })) : null,
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
  if (next) {
    next.focus({ preventScroll: true });
    scrollPanelTo(next);
  }
  event.preventDefault();
}
