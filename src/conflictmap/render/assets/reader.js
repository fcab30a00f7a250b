// The articles beside the map, where the page holds them: what was read in them is marked, and tied to list and map.
const withText = page.documents.map((report, number) => ({ report, number })).filter(({ report }) => report.text);
const reading = { open: false, document: withText.length ? withText[0].number : 0 };

function drawTabs() {
  const bar = byId("tabs");
  bar.hidden = !withText.length;
  if (bar.hidden) return;
  const tab = (id, panel, word, open, show) => el("button", { type: "button", role: "tab", id, class: "tab", "aria-controls": panel, "aria-selected": String(open), tabindex: open ? 0 : -1, onclick: show }, say(word));
  const focused = bar.contains(document.activeElement);
  bar.setAttribute("aria-label", say("views"));
  bar.replaceChildren(tab("tab-list", "body", "panel", !reading.open, showList), tab("tab-text", "reader", "text", reading.open, showReader));
  for (const [panel, label] of [["body", "tab-list"], ["reader", "tab-text"]]) {
    byId(panel).setAttribute("role", "tabpanel");
    byId(panel).setAttribute("aria-labelledby", label);
  }
  byId("body").hidden = reading.open;
  byId("reader").hidden = !reading.open;
  if (focused) byId(reading.open ? "tab-text" : "tab-list").focus();
}

function switchTab(event) {
  if (!["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return;
  event.preventDefault();
  (reading.open ? showList : showReader)();
}

function showList() {
  reading.open = false;
  drawTabs();
}

function showReader() {
  reading.open = true;
  drawTabs();
  drawReader();
  if (chosen.selected) followInText(chosen.selected);
}

// ---- the text: cut wherever something begins or ends, so that what overlaps can be marked

function drawReader() {
  if (!reading.open) return;
  const report = page.documents[reading.document], ids = new Set(visibleRecords().map((record) => record.id));
  const said = report.said.map(([start, end, claim], number) => ({ start, end, number, records: recordsOf(claim).filter((record) => ids.has(record.id)) })).filter(({ records: own }) => own.length);
  const article = el("article", { class: "article", lang: report.language, dir: directionOf(report.language) }, paragraphsOf(report.text).map(([start, end]) => el("p", {}, pieces(report, said, start, end))));
  byId("reader").replaceChildren(chooser() || "", el("p", { class: "note" }, sourceWords(report)), el("p", { class: "note faint" }, say("textNote")), article);
}

function chooser() {
  if (withText.length < 2) return null;
  const select = el("select", { id: "reader-document", onchange: (event) => { reading.document = Number(event.target.value); drawReader(); byId("reader-document").focus(); } },
    withText.map(({ report, number }) => el("option", { value: number, selected: number === reading.document }, plainText(report.title || report.publisher || report.id))));
  return el("label", { class: "chooser" }, el("span", {}, say("chooseText")), select);
}

function sourceWords(report) {
  const date = report.published ? partNodes(dateIsolate(dateParts(report.published, "day"))) : [];
  return [isolate(report.publisher || say("unnamedOutlet")), date.length ? [isArabic() ? "، " : ", ", ...date] : [], el("span", { class: "claim-links" }, sourceLinks(report))].flat();
}

let byClaim = null;

function recordsOf(claim) {
  if (!byClaim) {
    byClaim = new Map();
    for (const record of records) for (const id of record.claims) addTo(byClaim, id, record);
  }
  return byClaim.get(claim) || [];
}

// A text with empty lines has its paragraphs between them, and its other line ends only wrap.
function paragraphsOf(text) {
  const gaps = [...text.matchAll(/\n\s*\n/.test(text) ? /\n\s*\n/g : /\n+/g)], starts = [0, ...gaps.map((gapHere) => gapHere.index + gapHere[0].length)];
  return starts.map((start, i) => [start, i < gaps.length ? gaps[i].index : text.length]).filter(([start, end]) => text.slice(start, end).trim());
}

function pieces(report, said, start, end) {
  const here = said.filter((one) => one.start < end && one.end > start).map((one) => ({ ...one, note: noteAt(report.text, one.end, end) })), words = wordsIn(report, here, start, end);
  const cuts = [...new Set([start, end, ...[...here, ...words].flatMap((one) => [one.start, one.end, one.note ?? end])])].filter((cut) => cut >= start && cut <= end).sort((a, b) => a - b);
  return cuts.slice(0, -1).flatMap((cut, i) => {
    const next = cuts[i + 1], over = (one) => one.start <= cut && one.end >= next, told = here.filter(over);
    const keys = [...new Set(words.filter(over).flatMap((one) => one.keys))], text = plainText(report.text.slice(cut, next));
    const node = keys.length ? el("mark", { class: wordClass(keys[0]), "data-word": keys.join(" ") }, text) : text;
    const ends = here.filter((one) => one.note === next);
    return [told.length ? saidNode(told, node) : node, ...ends.flatMap(noteMarks)];
  });
}

// The signs of a claim stand behind the stop or bracket that closes it; null in a paragraph that it goes on after.
function noteAt(text, claimEnd, end) {
  const closed = claimEnd + /^[\p{Pe}\p{Pf}\p{Po}"]*/u.exec(text.slice(claimEnd, claimEnd + 4))[0].length;
  return closed <= end ? closed : text.slice(end, claimEnd).trim() ? null : end;
}

// Places everywhere, numbers and dates where a claim is about them.
function wordsIn(report, here, start, end) {
  const named = report.named.filter(([from, until]) => from < end && until > start).map(([from, until, key]) => ({ start: from, end: until, keys: [key] }));
  const marked = here.flatMap((one) => (page.claims[report.said[one.number][2]].marks || []).map(([from, until, keys]) => ({ start: one.start + from, end: one.start + until, keys: keys.split(" ") })));
  return [...named, ...marked];
}

function saidNode(told, node) {
  const [nearest] = [...told].sort((a, b) => a.end - a.start - (b.end - b.start));
  return el("span", { class: `said tint-${tintOf(nearest.records[0])}${told.length > 1 ? " said-more" : ""}`, "data-said": told.map((one) => one.number).join(" "), "data-nearest": nearest.number }, node);
}

// Behind each claim the sign of each of its records, as a note behind a sentence.
function noteMarks(one) {
  return one.records.map((record) => {
    const title = sentenceText(record);
    return el("button", { type: "button", class: `note-mark tint-${tintOf(record)}`, "data-note": record.id, "data-said-by": one.number, "aria-label": title, title, "aria-pressed": String(chosen.selected === record.id) }, recordIcon(record));
  });
}

// ---- from the text to list and map, and back

function wireReader() {
  const pane = byId("reader");
  byId("tabs").addEventListener("keydown", switchTab);
  for (const kind of ["mouseover", "focusin"]) pane.addEventListener(kind, (event) => lightUp(event.target));
  pane.addEventListener("mouseleave", () => { lightUp(pane); markSelected(); });
  pane.addEventListener("click", (event) => {
    const note = event.target.closest("[data-note]"), span = event.target.closest(".said");
    if (note) openFromText(note.getAttribute("data-note"), event.detail === 0);
    else if (span) openFromText(recordsOf(page.documents[reading.document].said[Number(span.getAttribute("data-nearest"))][2])[0].id, false);
  });
}

// The pieces of the text that a claim was read from, by its number in the document.
const saidBy = (number) => [...byId("reader").querySelectorAll(`.said[data-said~="${number}"]`)];

function lightUp(target) {
  const note = target.closest("[data-note]"), span = target.closest(".said");
  const number = note ? note.getAttribute("data-said-by") : span ? span.getAttribute("data-nearest") : null;
  for (const node of byId("reader").querySelectorAll(".lit")) node.classList.remove("lit");
  for (const node of number === null ? [] : saidBy(number)) node.classList.add("lit");
  if (note) highlight([note.getAttribute("data-note")]);
  else if (span) highlight(recordsOf(page.documents[reading.document].said[Number(number)][2]).map((record) => record.id));
  else markSelected();
}

function openFromText(id, byKeyboard) {
  const record = recordById.get(id), centre = () => placeIds(record).filter(drawable).map((place) => anchor(places.get(place)))[0] || null;
  const size = map.getSize(), before = centre(), seen = before && before.x > 0 && before.y > 0 && before.x < size.x && before.y < size.y;
  if (before && !seen) map.panBy([before.x - size.x / 2, before.y - size.y / 2], { animate: false });
  choose(id);
  openPopover([id], centre() || at(size.x / 2, size.y / 3), byKeyboard);
  for (const note of byId("reader").querySelectorAll("[data-note]")) note.setAttribute("aria-pressed", String(note.getAttribute("data-note") === id));
}

// A record that is chosen elsewhere is looked up in the text that is open, or in the first that tells it.
function followInText(id) {
  const record = recordById.get(id), told = record.claims.filter((claim) => page.claims[claim] && page.documents[page.claims[claim].document].text);
  const claim = told.find((one) => page.claims[one].document === reading.document) || told[0];
  if (reading.open && claim) scrollToClaim(claim, false, "nearest");
}

function showInText(claim) {
  closePopover();
  reading.document = page.claims[claim].document;
  reading.open = true;
  drawTabs();
  drawReader();
  if (matchMedia("(max-width: 899px)").matches && !byId("page").classList.contains("pulled")) byId("pull").click();
  scrollToClaim(claim, true, "center");
}

function scrollToClaim(claim, focus, block) {
  if (page.claims[claim].document !== reading.document) {
    reading.document = page.claims[claim].document;
    drawReader();
  }
  const number = String(page.documents[reading.document].said.findIndex(([, , key]) => key === claim)), pane = byId("reader");
  const spans = saidBy(number);
  for (const node of pane.querySelectorAll(".found")) node.classList.remove("found");
  for (const node of spans) node.classList.add("found");
  if (spans.length) spans[0].scrollIntoView({ block, behavior: prefersStill() ? "auto" : "smooth" });
  if (focus) pane.querySelector(`[data-said-by="${number}"]`)?.focus({ preventScroll: true });
}
