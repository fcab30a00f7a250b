// One record in the list: the sentence, and what stands behind it when it is opened.
function recordIcon(record) {
  const icon = svg("svg", { class: `icon tint-${tintOf(record)} is-${statusOf(record)}`, viewBox: "-9 -9 18 18", width: 18, height: 18, "aria-hidden": "true" });
  if (record.is === "movement") {
    icon.append(svg("path", { class: "icon-line", d: isArabic() ? "M8 0H-3" : "M-8 0H3" }), svg("path", { class: "icon-head", d: isArabic() ? "M-8 0L-2 -4.5V4.5Z" : "M8 0L2 -4.5V4.5Z" }));
    if (record.status === "denied") icon.append(svg("path", { class: "sign-strike", d: "M-8 7L8 -7" }));
  } else icon.append(...eventShape(familyOf(record), eventStyle(record)).filter(Boolean));
  return icon;
}

function statusLine(record) {
  const claims = claimsOf(record), words = [named("statusShort", statusOf(record))];
  const certainties = [...new Set(claims.map((claim) => named("certainty", claim.certainty)))].slice(0, 2);
  const sources = [...new Set(claims.map((claim) => claim.source_chain[claim.source_chain.length - 1]).filter(Boolean))];
  const parts = [[...new Set([...words, ...certainties])].join(" · ")];
  if (sources.length) parts.push(" · ", ...joinedPlainly(sources.slice(0, 2)), sources.length > 2 ? ` +${sources.length - 2}` : "");
  return parts.filter(Boolean);
}

const claimsOf = (record) => record.claims.map((id) => page.claims[id]).filter(Boolean);

function recordItem(record) {
  const open = chosen.selected === record.id, id = "detail-" + records.indexOf(record);
  const button = el("button", { type: "button", class: "record-button", "data-id": record.id, "aria-expanded": String(open), "aria-controls": id },
    recordIcon(record), el("span", { class: "record-words" }, el("span", { class: "record-sentence" }, partNodes(sentence(record))), el("span", { class: "record-status" }, partNodes(statusLine(record)))));
  return el("li", { class: `record tint-${tintOf(record)} ${open ? "open" : ""}`, "data-id": record.id }, button, el("div", { id, class: "detail", hidden: !open }, open ? detail(record) : []));
}

function detail(record) {
  return [
    figures(record), ...TOLLS.map((of) => tollFigures(record, of)), ...claimsOf(record).map(claimBlock), impliedNote(record),
    whereBlock(record), spanOf(record) ? null : el("p", { class: "note" }, say("nodate")), relatedBlock(record),
    el("p", { class: "note faint" }, named("review", record.review)),
  ].filter(Boolean);
}

// An end or a place that its own sentence does not name is shown as what it is: understood, not said.
function impliedNote(record) {
  const isImplied = record.is === "movement" ? !record.origin_explicit && record.origin.length : record.is === "event" && !record.place_explicit && record.place;
  return isImplied ? el("p", { class: "note" }, say(record.is === "movement" ? "impliedOrigin" : "impliedPlace")) : null;
}

// ---- the claim: quote, who says it, how sure

function claimBlock(claim, index, claims) {
  const report = page.documents[claim.document], last = !claims[index + 1] || claims[index + 1].document !== claim.document;
  return el("figure", { class: "claim" }, claim.quote ? el("blockquote", { lang: report.language, dir: "auto" }, quoteNodes(claim)) : null,
    el("figcaption", {}, chainNodes(claim), el("span", { class: "claim-how" }, claimWords(claim)), last ? sourceLink(report) : null));
}

// The words of the number are underlined in the quote.
function quoteNodes(claim) {
  const text = plainText(claim.quote), words = claim.quantity ? plainText(claim.quantity.text) : "";
  const found = words ? text.indexOf(words) : -1;
  return found < 0 ? [text] : [text.slice(0, found), el("mark", {}, words), text.slice(found + words.length)];
}

function chainNodes(claim) {
  const nodes = [];
  claim.source_chain.forEach((source, index) => {
    if (index) nodes.push(el("span", { class: "chain-step", "aria-hidden": "true" }, isArabic() ? " ← " : " → "));
    nodes.push(isolate(actorName(source)));
  });
  return nodes.length ? el("span", { class: "chain" }, el("span", { class: "faint" }, say("chain") + ": "), nodes) : null;
}

function claimWords(claim) {
  const words = [named("certainty", claim.certainty)];
  if (claim.modality !== "asserted") words.push(named("modality", claim.modality));
  if (claim.polarity === "negative") words.push(named("polarity", "negative"));
  if (claim.proposed_by) words.push(say("proposed"));
  return [...new Set(words)].join(" · ");
}

function sourceLink(report) {
  const nodes = [];
  if (report.url) nodes.push(link(report.url, say("open")));
  if (report.archived_url) nodes.push(link(report.archived_url, say("archived")));
  return nodes.length ? el("span", { class: "claim-links" }, nodes) : null;
}

// ---- figures that differ: one mark for each claim on a common scale, never a sum

function figures(record) {
  const given = claimsOf(record).map((claim) => claim.quantity).filter((quantity) => quantity && (quantity.best ?? quantity.min ?? quantity.max) !== null);
  const own = record.quantity, contested = record.quantity_status === "contested";
  if (!own || (!contested && (own.min === null || own.max === null))) return null;
  const shown = given.length ? given : [own], top = Math.max(...shown.concat(own).map((q) => q.max ?? q.best ?? q.min));
  return el("div", { class: "figures" }, el("p", { class: "note" }, contested ? say("contested") : say("figures")), shown.map((quantity) => figureBar(quantity, top)));
}

// The dead, the injured, the missing and the captured, as each source gives them; what a later figure has replaced is fainter.
const TOLLS = Object.keys(TOLL_WORDS);

function tollFigures(record, of) {
  const told = (record.figures || []).filter((figure) => figure.of === of);
  if (told.length < 2) return null;
  const top = Math.max(...told.map(({ quantity: q }) => q.max ?? q.best ?? q.min ?? 0));
  return el("div", { class: "figures" }, el("p", { class: "note" }, say(of)), told.map((figure) => {
    const bar = figureBar(figure.quantity, top), who = joinedPlainly(figure.sources);
    if (figure.superseded) bar.classList.add("faint");
    bar.append(el("span", { class: "figure-who" }, partNodes([...who, ...(figure.superseded ? [" · " + say("superseded")] : [])])));
    return bar;
  }));
}

function figureBar(quantity, top) {
  const low = quantity.min ?? quantity.best ?? 0, high = quantity.max ?? quantity.best ?? top;
  const share = (n) => `${(100 * n) / (top || 1)}%`;
  return el("div", { class: "figure" }, el("span", { class: "figure-track", "aria-hidden": "true" },
    el("span", { class: "figure-span", style: `inset-inline-start:${share(low)};inline-size:max(4px, ${share(Math.max(0, high - low))})` })),
    el("bdi", { dir: "ltr", class: "figure-number" }, shortAmount(quantity)), el("bdi", { dir: "auto", class: "figure-text" }, plainText(quantity.text)));
}

// ---- where, in words

function whereBlock(record) {
  const ids = [...new Set(placeIds(record))];
  if (!ids.length) return null;
  return el("ul", { class: "where" }, ids.map((id) => el("li", {}, el("bdi", { dir: "auto", class: "where-name" }, plainText(placeName(id))), whereNodes(places.get(id)))));
}

const whereNodes = (place) => partNodes([": ", ...(place ? precisionParts(place) : [isArabic() ? "لا موقع له في المعجم" : "not in the gazetteer"])]);

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

// ---- other records

function relatedBlock(record) {
  const relations = (record.relations || []).filter((relation) => recordById.has(relation.target));
  if (!relations.length) return null;
  return el("ul", { class: "related" }, relations.map((relation) => el("li", {}, named("relation", relation.type) + ": ",
    el("button", { type: "button", class: "link", onclick: () => choose(relation.target, true) }, partNodes(sentence(recordById.get(relation.target)))))));
}
