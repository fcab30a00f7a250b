// The key: only signs that this page uses; and the lines on sources.
function drawFoot() {
  const open = byId("foot").querySelector("details")?.open || false;
  byId("foot").replaceChildren(el("details", { class: "legend", open }, el("summary", {}, say("legend")), el("ul", {}, legendEntries())),
    el("p", {}, say("honesty")), el("p", {}, say("ground") + " " + say("endorse")), ...page.credits.map((credit) => el("p", { dir: "auto" }, plainText(credit))), sourcesBlock(), el("p", { class: "faint" }, filled("made", { version: [num(page.version)] })));
  byId("ground-note").replaceChildren(el("span", { class: "wide-only" }, say("honesty"), el("br")), say("groundShort"));
}

function sourcesBlock() {
  const line = (report) => {
    const name = report.publisher || say("unnamedOutlet"), date = report.published ? dateIsolate(dateParts(report.published, "day")) : [];
    return el("li", {}, isolate(name), date.length ? [isArabic() ? "، " : ", ", ...partNodes(date)] : "", report.title ? [isArabic() ? "، " : ", ", isolate(report.title, report.language)] : "", " ", sourceLink(report) || "");
  };
  return el("div", {}, el("h2", {}, say("source")), el("ul", { class: "sources" }, page.documents.map(line)));
}

function sample(...shapes) {
  return svg("svg", { class: "sample", viewBox: "-20 -9 40 18", width: 40, height: 18, "aria-hidden": "true" }, ...shapes);
}

const entry = (picture, text) => el("li", {}, picture, el("span", {}, text));
const miniPath = () => [at(-15, 0), at(0, 0), at(15, 0)];

function miniArrow(group, status, quantity = null, open = false) {
  const record = { group, status, id: "" };
  return sample(drawArrow(record, miniPath(), quantity || { core: 3, band: 0 }, [], { open }));
}

function legendEntries() {
  const greyName = () => sample(svg("text", { class: "label label-context", "text-anchor": "middle", y: 4, "font-size": 11 }, isArabic() ? "اسم" : "Name"));
  return [...movementEntries(), ...eventEntries(), ...placeEntries(), ...(page.context.length ? [entry(greyName(), say("context"))] : [])];
}

function movementEntries() {
  const moves = records.filter((record) => record.is === "movement" && hasMark(record)), out = [];
  const tints = grouped(moves.filter((record) => record.status !== "denied"), tintOf);
  for (const items of tints) {
    const groups = [...new Set(items.map((record) => record.group))];
    out.push(entry(miniArrow(groups[0], "happened"), groups.map((group) => named("group", group)).join(isArabic() ? "، " : ", ")));
  }
  const has = (test) => moves.some(test), ends = (record) => [record.origin.some(drawable), record.destination.some(drawable)];
  if (has((r) => r.quantity)) out.push(entry(sample(drawArrow({ group: "mixed", status: "happened" }, miniPath(), { core: 8, band: 0 }, [])), say("width")));
  if (has((r) => widths(r.quantity).band)) out.push(entry(miniArrow("mixed", "happened", { core: 4, band: 12 }), say("range")));
  if (has((r) => !r.quantity)) out.push(entry(sample(svg("text", { class: "label label-number", "text-anchor": "middle", y: 5, "font-size": 13 }, "?")), say("unknownNumber")));
  if (has((r) => ["agreed", "planned", "predicted"].includes(r.status))) out.push(entry(miniArrow("mixed", "agreed"), say("dashedAgreed")));
  if (has((r) => r.status === "alleged")) out.push(entry(miniArrow("mixed", "alleged"), say("dashedAlleged")));
  if (has((r) => ends(r)[0] && !ends(r)[1])) out.push(entry(sample(drawStub({ group: "mixed", status: "happened" }, miniPath(), "out", { core: 3, band: 0 }, [])), say("outflow")));
  if (has((r) => !ends(r)[0] && ends(r)[1])) out.push(entry(sample(drawStub({ group: "mixed", status: "happened" }, miniPath(), "in", { core: 3, band: 0 }, [])), say("inflow")));
  if (has((r) => r.destination_relation === "any_of" && r.destination.length > 1)) out.push(entry(sample(svg("path", { class: "bracket", d: "M-2 -8Q3 0 -2 8" }), svg("path", { class: "bracket", d: "M-14 0L12 -7M-14 0L14 0M-14 0L12 7" })), say("fan")));
  return out;
}

function eventEntries() {
  const events = records.filter((record) => record.is === "event"), out = [];
  for (const items of grouped(events, familyOf)) out.push(entry(sample(eventShape(familyOf(items[0]), "filled")), named("family", familyOf(items[0]))));
  const styles = new Set(events.map(eventStyle));
  for (const is of ["stock", "control"]) if (records.some((record) => record.is === is)) out.push(entry(sample(eventShape(is, "filled")), named("is", is)));
  if (styles.has("hollow")) out.push(entry(sample(eventShape("violence", "hollow")), say("hollow")));
  if (styles.has("denied")) out.push(entry(sample(eventShape("violence", "denied")), say("struck")));
  return out;
}

function placeEntries() {
  const used = [...places.values()].filter((place) => place.used && place.lon !== null), out = [];
  for (const name of new Set(used.filter((place) => !isArea(place)).map(glyphName))) {
    const text = ENUMS[language].feature[name] || (name === "dot" ? named("kind", "settlement") : named("kind", name));
    out.push(entry(sample(glyph(name, false)), text));
  }
  if (used.some((place) => !isArea(place) && place.radius > 1)) out.push(entry(sample(svg("circle", { class: "disc", r: 8 })), say("uncertain")));
  const styles = new Set(used.filter(isArea).map(areaStyle)), box = "M-14 -7H14V7H-14Z";
  for (const [style, text] of [["vague", "vague"], ["held", "held"]]) {
    if (styles.has(style)) out.push(entry(sample(svg("g", { class: `area area-${style}` }, svg("path", { class: "area-fill", d: box }))), say(text)));
  }
  if (styles.has("outline")) out.push(entry(sample(svg("g", { class: "area area-outline" }, svg("path", { class: "area-line", d: box }))), say("outline")));
  return out;
}
