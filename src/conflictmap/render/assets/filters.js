// The filters: choices with how many records each would show, what is switched on as removable chips, and the count.
const VALUES_FIRST = 8, VALUES_MORE = 40;
const unfolded = new Map();
let countTimer = null, countTold = "";

function drawFilters() {
  const open = byId("filters").querySelector("details")?.open || false, held = byId("filters").contains(document.activeElement) ? document.activeElement : null;
  const search = el("input", { type: "search", id: "search", value: chosen.query, maxlength: LONGEST_QUERY, placeholder: say("search"), "aria-label": say("search"), dir: "auto", autocomplete: "off", spellcheck: "false", oninput: onSearch, onfocus: () => prepareSearch(0) });
  const copy = pageAddress() ? el("button", { type: "button", class: "quiet", id: "copy-link", onclick: copyLink }, say("copyLink")) : null;
  byId("filters").replaceChildren(el("div", { class: "count-row" }, el("p", { class: "count", id: "count" }), copy), el("div", { class: "link-box", id: "link" }), el("ul", { class: "active", id: "active", "aria-label": say("activeFilters") }),
    el("details", { open, "data-pane": "filters", ontoggle: (event) => fillFilters(event.target) }, el("summary", { id: "filters-summary" }, say("filters")), search));
  fillFilters(byId("filters").querySelector("details"));
  if (held) sameControl(held)?.focus({ preventScroll: true });
}

// The choices of many records are gathered when the filters are opened, for the map should not wait for that.
function fillFilters(pane) {
  if (pane.querySelector("fieldset") || (records.length > FEW && !pane.open)) return;
  pane.append(...FACET_NAMES.map(facet).filter(Boolean));
  updateFilters();
}

function sameControl({ id, dataset: { facet: name, value } }) {
  return id ? byId(id) : [...byId("filters").querySelectorAll("input[data-facet]")].find((input) => input.dataset.facet === name && input.dataset.value === value);
}

function facet(name) {
  const totals = totalsOf(name);
  if (totals.length < 2 && !chosen[name].size) return null;
  const reach = unfolded.get(name) || VALUES_FIRST, shown = totals.filter(([value], index) => index < reach || chosen[name].has(value)), rest = totals.length - shown.length;
  return el("fieldset", { class: "chips", "data-facet": name }, el("legend", {}, say(FACETS[name].title)), shown.map(([value]) => choiceChip(name, value)),
    rest ? el("button", { type: "button", class: "quiet", onclick: () => unfold(name, shown.length) }, say("more", { n: Math.min(rest, VALUES_MORE) })) : null);
}

// In the order of all records, so that choices do not jump about while others are made.
const totalsKept = new Map();
function totalsOf(name) {
  if (!totalsKept.has(name)) {
    const { ids, flat } = columnOf(name), totals = new Int32Array(ids.size);
    for (const id of flat) totals[id] += 1;
    totalsKept.set(name, [...ids].map(([value, id]) => [value, totals[id]]).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
  }
  return totalsKept.get(name);
}

function choiceChip(name, value) {
  return el("label", { class: "chip" }, el("input", { type: "checkbox", "data-facet": name, "data-value": value, onchange: (event) => toggle(name, value, event.target.checked) }),
    el("span", {}, isolate(FACETS[name].name(value)), " ", el("bdi", { dir: "ltr", class: "chip-count" })));
}

function unfold(name, first) {
  unfolded.set(name, first + VALUES_MORE);
  drawFilters();
  byId("filters").querySelectorAll(`input[data-facet="${name}"]`)[first]?.focus({ preventScroll: true });
}

function toggle(name, value, on) {
  if (on) chosen[name].add(value);
  else chosen[name].delete(value);
  refresh({ step: true });
}

function onSearch(event) {
  chosen.query = event.target.value;
  refresh();
}

// With many records their texts are made between two frames, before the first letter is typed.
function prepareSearch(from) {
  const until = performance.now() + 10;
  let next = from;
  for (; next < records.length && performance.now() < until; next += 1) searchText(records[next]);
  if (next < records.length) setTimeout(() => prepareSearch(next), 0);
}

function resetFilters() {
  clearChoice();
  drawFilters();
  refresh({ step: true });
}

// ---- what follows a change

function updateFilters() {
  const visible = visibleRecords();
  for (const input of byId("filters").querySelectorAll("input[data-facet]")) {
    const { facet: name, value } = input.dataset, n = countOf(name, value);
    input.checked = chosen[name].has(value);
    input.nextElementSibling.lastElementChild.textContent = DIGITS.format(n);
    input.parentNode.classList.toggle("none", !n);
  }
  const search = byId("search");
  if (search.value !== chosen.query) search.value = chosen.query;
  byId("count").replaceChildren(...countNodes(visible.length), ...unplacedNote(byMark(visible).unplaced.length));
  drawActive();
}

const countNodes = (n) => filled("shown", { n: [num(DIGITS.format(n))], all: [num(DIGITS.format(records.length))] });

// Spoken when the reader pauses, and only if it has changed.
function tellCountSoon() {
  clearTimeout(countTimer);
  countTimer = setTimeout(() => {
    const text = say("shown", { n: DIGITS.format(visibleRecords().length), all: DIGITS.format(records.length) });
    if (text !== countTold) speak(text);
    countTold = text;
  }, 700);
}

function speak(text) {
  byId("spoken").textContent = text;
}

// ---- what is switched on

function activeFilters() {
  const picked = FACET_NAMES.flatMap((name) => [...chosen[name]].map((value) => ({ words: [isolate(FACETS[name].name(value))], text: FACETS[name].name(value), drop: () => chosen[name].delete(value) })));
  const query = chosen.query.trim();
  if (query) picked.push({ words: ["“", isolate(query), "”"], text: query, drop: () => { chosen.query = ""; } });
  if ((chosen.from || chosen.until) && clock.bins.length) picked.push({ words: partNodes(periodParts()), text: partsToText(periodParts()), drop: () => Object.assign(chosen, { from: null, until: null }) });
  if (!chosen.undated) picked.push({ words: [say("undatedOff")], text: say("undatedOff"), drop: () => { chosen.undated = true; } });
  return picked;
}

function drawActive() {
  const list = byId("active"), buttons = activeFilters().map(({ words, text, drop }, index) => el("li", {},
    el("button", { type: "button", class: "drop", "aria-label": say("dropFilter", { what: plainText(text) }), onclick: () => dropFilter(drop, index) }, el("span", {}, words), el("span", { "aria-hidden": "true" }, "×"))));
  if (isNarrowed()) buttons.push(el("li", {}, el("button", { type: "button", class: "quiet", id: "show-all", onclick: showEverything }, say("reset"))));
  list.replaceChildren(...buttons);
  list.hidden = !buttons.length;
}

// The focus goes to the next of them, or to the filters when none is left.
function dropFilter(drop, index) {
  drop();
  refresh({ step: true });
  const left = byId("active").querySelectorAll(".drop");
  (left[Math.min(index, left.length - 1)] || byId("filters-summary")).focus({ preventScroll: true });
}

function showEverything() {
  resetFilters();
  byId("filters-summary").focus({ preventScroll: true });
}
