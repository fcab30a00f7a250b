// The records as files, made here from the data of the page: the columns of docs/data.md, all records whatever is filtered.
const CELL_LIST = "; ", CELL_CHAIN = " > ";
const manyReports = page.merged.length > 1;

const joinedCell = (values) => [...new Set(values.filter(Boolean))].join(CELL_LIST);
const reportOf = (record) => (manyReports ? Number(record.id.slice(0, record.id.indexOf("."))) : 0);
const ownId = (id) => (manyReports ? id.slice(id.indexOf(".") + 1) : id);
const fiveDecimals = (degrees) => Number(degrees.toFixed(5)) + 0;

// An id that holds across documents; those of a merged report do already.
function lastingId(record, id) {
  return page.merged[reportOf(record)] ? ownId(id) : page.documents[record.document].id + "#" + ownId(id);
}

function tellersOf(record) {
  const numbers = page.merged[reportOf(record)] ? claimsOf(record).map((claim) => claim.document) : [record.document];
  return [...new Set(numbers)].map((number) => page.documents[number]);
}

const dateCells = (record) => ({ date_start: record.date_start, date_end: record.date_end, time_precision: record.time_precision });

function placeCells(prefix, id) {
  const place = (id && places.get(id)) || null, name = place ? place.name : {};
  return {
    [prefix]: id, [prefix + "_name_en"]: name.en ?? null, [prefix + "_name_ar"]: name.ar ?? null, [prefix + "_country"]: place && place.country,
    [prefix + "_admin1"]: place && place.admin1, [prefix + "_kind"]: place && place.kind, [prefix + "_precision"]: place && place.precision,
    [prefix + "_uncertainty_km"]: place && place.radius,
  };
}

function quantityCells(prefix, quantity) {
  const cell = (key) => [prefix + "_" + key, quantity ? quantity[key] : null];
  return Object.fromEntries(["min", "max", "best", "unit", "approx", "text"].map(cell));
}

function evidenceCells(record) {
  const claims = claimsOf(record), [first] = claims;
  return {
    n_claims: record.claims.length, claims: joinedCell(record.claims.map(ownId)), n_sources: record.sources.length,
    independent_sources: joinedCell(record.sources), sources: joinedCell(claims.map((claim) => claim.source_chain.join(CELL_CHAIN))),
    quote: first ? first.quote : "", certainty: first ? first.certainty : null, modality: first ? first.modality : null,
    polarity: first ? first.polarity : null, proposed_by: joinedCell(claims.map((claim) => claim.proposed_by)),
  };
}

function publicationCells(record) {
  const tellers = tellersOf(record), all = (key) => joinedCell(tellers.map((report) => report[key]));
  return {
    publisher: all("publisher") || null, title: all("title") || null, url: all("url") || null,
    published: tellers.map((report) => report.published).filter(Boolean).sort()[0] ?? null, language: all("language"),
  };
}

const documentIds = (record) => joinedCell(tellersOf(record).map((report) => report.id));

// ---- features

function featureOf(id, geometry, properties) {
  return { type: "Feature", id, geometry, properties };
}

function eventFeatures(record) {
  const id = lastingId(record, record.id), at = lonLatOf(record.place);
  return [featureOf(id, at && pointShape(at), {
    id, document: documentIds(record), type: record.type, status: record.status, ...dateCells(record), ...placeCells("place", record.place),
    place_explicit: record.place_explicit, actors: joinedCell(record.actors), ...quantityCells("fatalities", record.fatalities),
    ...quantityCells("injured", record.injured), ...quantityCells("missing", record.missing), ...quantityCells("captured", record.captured),
    ...quantityCells("quantity", record.quantity), ...evidenceCells(record), review: record.review, ...publicationCells(record),
  })];
}

// A feature for each pair of ends; all of them repeat the quantity of the movement.
function legFeatures(record) {
  const from = record.origin.length ? record.origin : [null], to = record.destination.length ? record.destination : [null];
  const legs = from.flatMap((origin) => to.map((destination) => [origin, destination])), movement = lastingId(record, record.id);
  const open = record.origin.length > 1 && record.destination.length > 1;
  const pairing = record.origin.length && record.destination.length ? (open ? "open" : "stated") : null;
  return legs.map(([origin, destination], number) => {
    const [geometry, end] = legShape(lonLatOf(origin), lonLatOf(destination)), id = legs.length > 1 ? `${movement}/${number + 1}` : movement;
    return featureOf(id, geometry, {
      id, movement, leg: number + 1, legs: legs.length, pairing, end, document: documentIds(record), mode: record.mode, term: record.term,
      group: record.group, agent: record.agent, cargo: record.cargo, status: record.status, ...dateCells(record), ...placeCells("origin", origin),
      origin_explicit: record.origin_explicit, ...placeCells("destination", destination), destination_relation: record.destination_relation,
      ...viaCells(record), ...quantityCells("quantity", record.quantity), quantity_status: record.quantity_status,
      relations: joinedCell(record.relations.map((one) => `${one.type} ${lastingId(record, one.target)}`)), ...evidenceCells(record),
      review: record.review, ...publicationCells(record),
    });
  });
}

function viaCells(record) {
  const names = (key) => joinedCell(record.via.map((id) => places.get(id)).map((place) => place && place.name[key]));
  return { via: joinedCell(record.via), via_name_en: names("en"), via_name_ar: names("ar") };
}

// ---- geometry (RFC 7946: five decimals, lines cut at the antimeridian)

function lonLatOf(id) {
  const place = id && places.get(id);
  return place && place.lon !== null ? [place.lon, place.lat] : null;
}

const pointShape = ([lon, lat]) => ({ type: "Point", coordinates: [fiveDecimals(lon), fiveDecimals(lat)] });

function legShape(start, end) {
  if (start && end && (start[0] !== end[0] || start[1] !== end[1])) return [lineShape(start, end), null];
  if (start) return [pointShape(start), end ? "both" : "origin"];
  return end ? [pointShape(end), "destination"] : [null, null];
}

// 180 and -180 are the same meridian: each end takes the sign of the other one.
const sameMeridian = (one, other) => (Math.abs(one[0]) === 180 && other[0] !== 0 ? [other[0] > 0 ? 180 : -180, one[1]] : one);

function lineShape(a, b) {
  const start = sameMeridian(a, b), end = sameMeridian(b, a), round = (...points) => points.map((point) => point.map(fiveDecimals));
  if (Math.abs(end[0] - start[0]) <= 180) return { type: "LineString", coordinates: round(start, end) };
  const edge = start[0] > 0 ? 180 : -180, unwrapped = end[0] + 2 * edge;
  const cut = start[1] + ((end[1] - start[1]) * (edge - start[0])) / (unwrapped - start[0]);
  return { type: "MultiLineString", coordinates: [round(start, [edge, cut]), round([-edge, cut], end)] };
}

// ---- files

const FILE_LAYERS = { events: ["event", eventFeatures], movements: ["movement", legFeatures] };

function layerFeatures(layer) {
  const [is, features] = FILE_LAYERS[layer];
  return records.filter((record) => record.is === is).flatMap(features);
}

function geojsonText(layer) {
  const attribution = [...new Set(page.layers.map((one) => one.attribution).filter(Boolean))].join(CELL_LIST);
  return JSON.stringify({ type: "FeatureCollection", ...(attribution ? { attribution } : {}), features: layerFeatures(layer) });
}

// Text that begins like a formula gets an apostrophe, so that no spreadsheet calculates what an article says.
function csvCell(value) {
  if (value === null || value === undefined) return "";
  const text = typeof value === "string" && /^[=+\-@\t\r\n]/.test(value) ? "'" + value : String(value);
  return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
}

function csvText(layer) {
  const rows = layerFeatures(layer).map((one) => ({ ...one.properties, ...coordinateCells(one) }));
  const lines = [Object.keys(rows[0]), ...rows.map(Object.values)].map((cells) => cells.map(csvCell).join(",") + "\r\n");
  return "\ufeff" + lines.join("");
}

function coordinateCells({ geometry, properties }) {
  const parts = { Point: (c) => [c], LineString: (c) => c, MultiLineString: (c) => c.flat() };
  const at = geometry ? parts[geometry.type](geometry.coordinates) : [];
  const [lon, lat] = at[0] || [null, null];
  if (!("movement" in properties)) return { longitude: lon, latitude: lat };
  const start = properties.end === "destination" ? [null, null] : [lon, lat];
  const end = (properties.end !== "origin" && at.at(-1)) || [null, null];
  return { origin_longitude: start[0], origin_latitude: start[1], destination_longitude: end[0], destination_latitude: end[1] };
}

// ---- buttons

const FILE_KINDS = { geojson: ["application/geo+json", geojsonText], csv: ["text/csv;charset=utf-8", csvText] };

function saveFile(layer, ending) {
  const [type, written] = FILE_KINDS[ending];
  const address = URL.createObjectURL(new Blob([written(layer)], { type }));
  const anchor = el("a", { href: address, download: `${layer}.${ending}`, hidden: true });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

// The buttons of the foot, unless whoever embeds the page has switched them off, or there is nothing to save.
function downloadBlock() {
  const layers = Object.keys(FILE_LAYERS).filter((layer) => records.some((record) => record.is === FILE_LAYERS[layer][0]));
  if (!layers.length || document.querySelector('meta[name="conflictmap:downloads"][content="no"]')) return null;
  const button = (layer, ending) => el("button", { type: "button", class: "download", "aria-label": `${say(layer)}: ${say(ending)}`, onclick: () => saveFile(layer, ending) }, say(ending));
  return el("section", { class: "downloads", "aria-labelledby": "downloads" }, el("h2", { id: "downloads" }, say("downloads")),
    layers.map((layer) => el("p", {}, el("span", {}, say(layer)), button(layer, "geojson"), button(layer, "csv"))), el("p", {}, say("downloadNote")));
}
