// What a record says, one fact a line: each can be pointed at and shows its words in the quote and its mark on the map.
const ROLES = { movement: [["origin", "from"], ["destination", "to"], ["via", "via"]], other: [["place", "at"]] };

function factsBlock(record) {
  const rows = [...placeFacts(record), ...numberFacts(record), ...agentFacts(record), ...dateFacts(record)];
  return rows.length ? el("dl", { class: "facts" }, rows) : null;
}

function fact(record, title, key, nodes, more, act = null) {
  const words = claimsOf(record).map((claim) => wordsFor(claim, key)).find(Boolean);
  return el("div", { class: "fact" }, el("dt", {}, title), el("dd", {}, el("button", { type: "button", class: "fact-value", "data-word": key, onclick: act }, nodes),
    more, words ? el("span", { class: "faint" }, " ", el("q", { dir: "auto" }, words)) : null));
}

function placeFacts(record) {
  return (ROLES[record.is] || ROLES.other).flatMap(([role, title]) => [record[role]].flat().filter(Boolean).map((id) => fact(
    record, say(title), "place:" + id, isolate(placeName(id)), partNodes([": ", ...precisionOf(id)]), () => showPlace(id))));
}

function numberFacts(record) {
  const of = ["quantity", ...Object.keys(TOLLS)].filter((name) => record[name]);
  return of.map((name) => fact(record, say(name === "quantity" ? "howMany" : name + "Toll"), "number:" + name, partNodes([num(shortAmount(record[name]))]),
    name === "quantity" && record.quantity_status ? ": " + named("quantityStatus", record.quantity_status) : null));
}

// Whoever carried a movement out, where its sentence has no room to say so.
function agentFacts(record) {
  const silent = record.is === "movement" && record.agent && !VERBS_EN[record.mode].be;
  return silent ? [el("div", { class: "fact" }, el("dd", {}, filled("carriedBy", { who: [isolate(actorName(record.agent))] })))] : [];
}

function dateFacts(record) {
  if (!spanOf(record)) return [el("div", { class: "fact" }, el("dt", {}, say("when")), el("dd", {}, say("nodate")))];
  const precision = record.time_precision && record.time_precision !== "unknown" ? ": " + named("timePrecision", record.time_precision) : null;
  return [fact(record, say("when"), "time", partNodes(dateIsolate(whenParts(record))), precision)];
}

function showPlace(id) {
  const place = places.get(id);
  if (place && place.lon !== null && !map.getBounds().pad(-0.05).contains([place.lat, place.lon])) map.panTo([place.lat, place.lon], { animate: !prefersStill() });
}

// ---- how exactly a place is known, in words

const precisionOf = (id) => (places.get(id) ? precisionParts(places.get(id)) : [say("notInGazetteer")]);

function precisionParts(place) {
  const kind = ENUMS[language].feature[FEATURES[place.feature]] || named("kind", place.kind), ar = isArabic();
  if (place.lon === null) return [kind, ar ? "، لم يُحدد موقعه" : ", not located"];
  if (place.kind === "country") return [kind, ar ? "، لا موضع أدق من ذلك" : ", nothing more exact"];
  const km = place.radius ? num(DIGITS.format(Math.round(place.radius))) : null;
  if (isArea(place) || ["area", "admin1", "admin2", "admin3", "country"].includes(place.precision)) {
    const vague = place.extent === "vague" ? (ar ? " بلا حدود ثابتة" : " without a fixed outline") : "";
    return km ? [kind + vague + (ar ? "، تمتد نحو " : ", about "), km, ar ? " كم حول وسطها" : " km around its middle"] : [kind + vague];
  }
  return km ? [kind + (ar ? "، والموقع صحيح في حدود " : ", right to within "), km, ar ? " كم" : " km"] : [kind];
}
