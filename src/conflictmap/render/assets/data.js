// The data island, indexes over it, and what the reader has chosen to see.
const page = JSON.parse(document.getElementById("data").textContent);
Object.setPrototypeOf(page.claims, null); // an id may be "constructor"
const places = new Map([...page.context, ...page.places].map((place) => [place.id, place]));
const records = page.records;
const recordById = new Map(records.map((record) => [record.id, record]));

const FAMILY = {
  armed_clash: "violence", air_strike: "violence", shelling: "violence", ground_explosive: "violence", suicide_attack: "violence",
  chemical_attack: "violence", attack_on_civilians: "violence", looting_or_destruction: "violence", abduction: "custody", arrest: "custody",
  release: "custody", surrender: "custody", agreement: "accord", ceasefire: "accord", withdrawal: "motion", deployment: "motion",
  aid_or_evacuation: "motion", territory_change: "motion", protest: "other", other: "other",
};
const TINT = {
  civilians: "civ", families: "civ", wounded: "civ", displaced: "disp", returnees: "disp", refugees: "disp", fighters: "fight", troops: "fight",
  "fighters+families": "both", detainees: "held", prisoners: "held", hostages: "host", cargo: "cargo", vehicles: "cargo", aid: "cargo", mixed: "mixed",
};
const HOLLOW = new Set(["planned", "predicted", "agreed"]);
const STATUS_ORDER = ["happened", "ongoing", "agreed", "planned", "predicted", "alleged", "historical", "denied"];

const chosen = { is: new Set(), group: new Set(), status: new Set(), query: "", from: null, until: null, undated: true, selected: null };

const tintOf = (record) => TINT[record.group] || "mixed";
const statusOf = (record) => record.status || "happened";

function placeIds(record) {
  return record.is === "movement" ? [...record.origin, ...record.destination, ...record.via] : record.place ? [record.place] : [];
}

function isLocated(id) {
  const place = places.get(id);
  return Boolean(place) && place.lon !== null && (place.kind !== "country" || countryShown(place));
}

// A country is a place on the map only where its name stands in the view; an arrow to its middle would be false precision.
function countryShown(place) {
  return page.ground.names.some((name) => name.name.en === place.name.en);
}

function hasPlace(record) {
  return placeIds(record).some((id) => places.get(id) && places.get(id).lon !== null);
}

function spanOf(record) {
  const start = record.date_start || record.as_of || record.date_end || null;
  return start ? [start, record.date_end || record.as_of || record.date_start] : null;
}

function inTime(record) {
  const span = spanOf(record);
  if (!span) return chosen.undated;
  return (!chosen.from || span[1] >= chosen.from) && (!chosen.until || span[0] <= chosen.until);
}

function inChoice(record) {
  const matches = (set, value) => !set.size || set.has(value);
  return matches(chosen.is, record.is) && matches(chosen.status, statusOf(record)) && (!chosen.group.size || (record.group && chosen.group.has(record.group)));
}

function inSearch(record) {
  const query = searchable(chosen.query).trim();
  return !query || searchText(record).includes(query);
}

// A field holds no line ends, and quotes do.
const searchable = (text) => plainText(text).replace(/\s+/g, " ").toLocaleLowerCase();

function searchText(record) {
  const quotes = record.claims.map((id) => (page.claims[id] ? page.claims[id].quote : ""));
  const names = placeIds(record).flatMap((id) => (places.get(id) ? Object.values(places.get(id).name) : []));
  return searchable([sentenceText(record), ...names, ...quotes].join(" "));
}

function isVisible(record) {
  return inTime(record) && inChoice(record) && inSearch(record);
}

const visibleRecords = () => records.filter(isVisible);
