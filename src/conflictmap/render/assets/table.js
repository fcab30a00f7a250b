// The records as a table, in the place of the map: all that the map tells, in words and numbers, to sort and to print.
const ROWS = 200;
const sorting = { by: null, down: false, rows: ROWS };

const COLUMNS = [
  { name: "kind", cell: (record) => named("isOne", record.is) },
  { name: "what", cell: whatOf },
  { name: "who", cell: whoOf },
  { name: "from", cell: (record) => placeCell(record.origin || [], "and"), key: (record) => firstName(record.origin || []) },
  { name: "toOrAt", cell: destinationCell, key: (record) => firstName(record.is === "movement" ? record.destination : placeIds(record)) },
  { name: "howMany", cell: numberCell, key: (record) => numberOf(record) },
  { name: "when", cell: (record) => (spanOf(record) ? partNodes(dateIsolate(whenParts(record))) : el("span", { class: "faint" }, say("undated"))), key: (record) => (spanOf(record) || [null])[0] },
  { name: "status", cell: (record) => named("statusShort", statusOf(record)), key: (record) => STATUS_ORDER.indexOf(statusOf(record)) },
  { name: "certainty", cell: (record) => [...new Set(claimsOf(record).map((claim) => named("certainty", claim.certainty)))].join(isArabic() ? "، " : ", ") },
  { name: "source", cell: sourceCell },
];

const isTable = () => byId("page").classList.contains("as-table");

function drawTableSwitch() {
  byId("views").replaceChildren(el("button", { type: "button", id: "table-switch", "aria-pressed": String(isTable()), onclick: switchTable }, say("table")));
}

function switchTable() {
  closePopover();
  byId("page").classList.toggle("as-table");
  byId("table").hidden = !isTable();
  byId("table-switch").setAttribute("aria-pressed", String(isTable()));
  drawTable();
  if (!isTable()) drawOverlay();
}

function drawTable() {
  if (!isTable()) return;
  const shown = sorted(visibleRecords()), rest = shown.length - sorting.rows;
  const caption = el("caption", { id: "table-caption" }, el("span", { class: "caption" }, isolate(page.title), el("span", { class: "note" }, filled("shown", { n: [num(DIGITS.format(shown.length))], all: [num(DIGITS.format(records.length))] }), ". ", say("honesty"))));
  const more = () => {
    const next = sorting.rows;
    sorting.rows += ROWS;
    drawTable();
    byId("table").querySelectorAll("tbody button")[next].focus();
  };
  byId("table").setAttribute("aria-labelledby", "table-caption");
  byId("table").replaceChildren(el("table", {}, caption, el("thead", {}, el("tr", {}, COLUMNS.map(headCell))), el("tbody", {}, shown.slice(0, sorting.rows).map(row))),
    shown.length ? "" : el("p", { class: "empty" }, say("nothing")),
    rest > 0 ? el("button", { type: "button", class: "quiet", onclick: more }, say("more", { n: Math.min(ROWS, rest) })) : "");
}

// ---- order: what has no value comes last either way, equals stay as they are in the list

function sorted(shown) {
  const column = COLUMNS.find((one) => one.name === sorting.by);
  if (!column) return shown;
  const compare = new Intl.Collator(language, { numeric: true }).compare, way = sorting.down ? -1 : 1;
  const keyed = shown.map((record) => ({ record, key: column.key(record) }));
  const order = (a, b) => (typeof a === "number" ? a - b : compare(a, b)) * way;
  return keyed.sort((a, b) => (a.key === null || b.key === null ? Number(a.key === null) - Number(b.key === null) : order(a.key, b.key))).map(({ record }) => record);
}

function headCell({ name, key }) {
  if (!key) return el("th", { scope: "col" }, say(name));
  const state = sorting.by !== name ? "none" : sorting.down ? "descending" : "ascending";
  return el("th", { scope: "col", "aria-sort": state }, el("button", { type: "button", class: "sort", "data-sort": name, onclick: () => sortBy(name) }, say(name),
    svg("svg", { viewBox: "0 0 10 12", width: 10, height: 12, "aria-hidden": "true" }, svg("path", { class: "sort-up", d: "M5 0L9 5H1Z" }), svg("path", { class: "sort-down", d: "M5 12L1 7H9Z" }))));
}

function sortBy(name) {
  Object.assign(sorting, { by: name, down: sorting.by === name && !sorting.down });
  drawTable();
  [...byId("table").querySelectorAll(".sort")].find((button) => button.getAttribute("data-sort") === name).focus();
}

function firstName(ids) {
  return ids.length ? plainText(placeName(ids[0])) : null;
}

// The number to sort by: the best, else the lowest that is given; the dead where an event has no other.
function numberOf(record) {
  const quantity = record.quantity || record.fatalities || record.injured || record.missing || record.captured;
  return quantity ? quantity.best ?? quantity.min ?? quantity.max ?? null : null;
}

// ---- cells

function row(record) {
  const [kind, what, ...others] = COLUMNS.map(({ cell }) => cell(record));
  return el("tr", { "data-id": record.id, class: chosen.selected === record.id ? "selected" : null }, el("td", {}, kind),
    el("th", { scope: "row" }, el("button", { type: "button", class: "link", "aria-label": sentenceText(record), onclick: () => readMore(record.id) }, what)), others.map((content) => el("td", {}, content)));
}

function whatOf(record) {
  if (record.is === "event") return named("type", record.type);
  if (record.is === "movement") return isArabic() ? VERBS_AR[record.mode].noun.replace(/ عن$/, "") : capitalised([VERBS_EN[record.mode].forms[0]])[0];
  if (record.is === "control") return say("holds");
  const homes = LOST_HOMES[record.term], state = STATES[record.term];
  if (homes) return say("homesWere", { state: homes[isArabic() ? 1 : 0] });
  return state ? capitalised([state[isArabic() ? 1 : 0].replace(/^(be|have) /, "")])[0] : say("present");
}

function whoOf(record) {
  const actors = record.is === "event" ? record.actors : record.is === "control" ? [record.controller] : [];
  const group = record.group && !Object.hasOwn(LOST_HOMES, record.term) ? named("group", record.group) : null;
  const agent = record.agent ? filled("carriedBy", { who: [isolate(actorName(record.agent))] }) : [];
  return [group, group && agent.length ? (isArabic() ? "، " : ", ") : null, ...agent, ...partNodes(joinedPlainly(actors))];
}

// A name, and within how many kilometres it is right.
function placeCell(ids, word) {
  const one = (id) => {
    const place = places.get(id), km = place && place.radius && place.kind !== "country" ? Math.round(place.radius) : 0;
    return el("span", {}, isolate(placeName(id)), km ? [" ", el("bdi", { dir: isArabic() ? "rtl" : "ltr", class: "faint within" }, filled("withinKm", { n: [num("±" + DIGITS.format(km))] }))] : "");
  };
  return joined(ids.map(one), word);
}

function destinationCell(record) {
  if (record.is !== "movement") return placeCell(placeIds(record), "and");
  const via = record.via.length ? [isArabic() ? " عبر " : " via ", ...placeCell(record.via, "and")] : [];
  return [...placeCell(record.destination, record.destination_relation === "any_of" ? "or" : "and"), ...via];
}

function numberCell(record) {
  const homes = Object.hasOwn(LOST_HOMES, record.term);
  const own = record.quantity ? [partNodes(homes ? (isArabic() ? amountArabic(record.quantity, HOMES_AR) : amountEnglish(record.quantity, ["home", "homes"])) : amount(record.quantity, record.is === "event" ? null : record.group))] : [];
  const tolls = Object.keys(TOLLS).filter((of) => record[of]).map((of) => [say(of + "Toll") + ": ", el("bdi", { dir: "ltr" }, shortAmount(record[of]))]);
  if (!own.length && !tolls.length) return record.is === "movement" ? el("span", { class: "faint" }, say("unknownNumber")) : "";
  const contested = record.quantity_status === "contested" ? [el("span", { class: "faint" }, named("quantityStatus", "contested"))] : [];
  return [...own, ...tolls, ...contested].map((nodes) => el("span", { class: "cell-line" }, nodes));
}

function sourceCell(record) {
  const claims = claimsOf(record), who = [...new Set(claims.map((claim) => claim.source_chain[claim.source_chain.length - 1]).filter(Boolean))];
  const first = claims[0] || null, report = page.documents[first ? first.document : record.document], others = new Set(claims.map((claim) => claim.document)).size - 1;
  const name = plainText(report.publisher || say("unnamedOutlet")), address = atSentence(report.url, first ? first.quote : "");
  return [el("span", { class: "cell-line" }, partNodes(joinedPlainly(who))), el("span", { class: "cell-line" }, link(address, name), others > 0 ? ` +${others}` : "")];
}
