// What the reader has chosen to see, and which records that leaves.
const FACETS = {
  is: { title: "kind", values: (record) => [record.is], name: (value) => named("is", value) },
  family: { title: "family", values: (record) => (record.is === "event" ? [familyOf(record)] : []), name: (value) => named("family", value) },
  type: { title: "type", values: (record) => (record.type ? [record.type] : []), name: (value) => named("type", value) },
  group: { title: "group", values: (record) => (record.group ? [record.group] : []), name: (value) => named("group", value) },
  status: { title: "status", values: (record) => [statusOf(record)], name: (value) => named("statusShort", value) },
  certainty: { title: "certainty", values: (record) => claimsOf(record).map((claim) => claim.certainty), name: (value) => named("certainty", value) },
  source: { title: "whoSays", values: (record) => claimsOf(record).flatMap((claim) => claim.source_chain), name: (value) => plainText(actorName(value)) },
  place: { title: "place", values: (record) => placeIds(record), name: (value) => plainText(placeName(value)) },
  review: { title: "review", values: (record) => [record.review], name: (value) => named("review", value) },
};
const FACET_NAMES = Object.keys(FACETS);
const chosen = {
  ...Object.fromEntries(FACET_NAMES.map((name) => [name, new Set()])),
  query: "", from: null, until: null, undated: true, selected: null, view: null,
};
const LONGEST_QUERY = 200;

function clearChoice() {
  for (const name of FACET_NAMES) chosen[name].clear();
  Object.assign(chosen, { query: "", from: null, until: null, undated: true });
}

const isNarrowed = () => FACET_NAMES.some((name) => chosen[name].size) || Boolean(chosen.query.trim() || chosen.from || chosen.until || !chosen.undated);

// ---- what a record says of itself, made once

const valuesKept = new Map(FACET_NAMES.map((name) => [name, new Map()]));
const searchKept = new Map();

function valuesOf(name, record) {
  const kept = valuesKept.get(name);
  if (!kept.has(record)) kept.set(record, [...new Set(FACETS[name].values(record))]);
  return kept.get(record);
}

// Words of the record in the language of the page, its quotes, and its names in both languages.
function searchText(record) {
  const key = language + record.id;
  if (!searchKept.has(key)) {
    const names = placeIds(record).flatMap((id) => (places.get(id) ? Object.values(places.get(id).name) : [id]));
    const who = [...valuesOf("source", record), ...(record.actors || []), record.agent, record.controller].filter(Boolean)
      .flatMap((actor) => [actor, ...(Object.hasOwn(page.actors, actor) ? Object.values(page.actors[actor]) : [])]);
    searchKept.set(key, fold([sentenceText(record), ...names, ...who, ...claimsOf(record).map((claim) => claim.quote)].join(" ")));
  }
  return searchKept.get(key);
}

// ---- which records are left

function spanOf(record) {
  const start = record.date_start || record.as_of || record.date_end || null;
  return start ? [start, record.date_end || record.as_of || record.date_start] : null;
}

function inTime(record) {
  const span = spanOf(record);
  if (!span) return chosen.undated;
  return (!chosen.from || span[1] >= chosen.from) && (!chosen.until || span[0] <= chosen.until);
}

const inFacet = (name, record) => !chosen[name].size || valuesOf(name, record).some((value) => chosen[name].has(value));

function inSearch(record) {
  const words = searchWords(chosen.query.slice(0, LONGEST_QUERY));
  return !words.length || words.every((word) => searchText(record).includes(word));
}

function isVisible(record) {
  return FACET_NAMES.every((name) => inFacet(name, record)) && inTime(record) && inSearch(record);
}

// One pass for all counts: a record that fails in one respect only still counts for the choices of that one.
function survey() {
  const counts = Object.fromEntries(FACET_NAMES.map((name) => [name, new Map()])), active = FACET_NAMES.filter((name) => chosen[name].size);
  const words = searchWords(chosen.query.slice(0, LONGEST_QUERY)), visible = [], timely = [];
  const count = (name, record) => { for (const value of valuesOf(name, record)) counts[name].set(value, (counts[name].get(value) || 0) + 1); };
  for (const record of records) {
    const failed = active.filter((name) => !inFacet(name, record)), dated = inTime(record);
    if (failed.length > 1 || (failed.length && !dated) || (words.length && !words.every((word) => searchText(record).includes(word)))) continue;
    if (!failed.length) timely.push(record);
    if (!dated) continue;
    if (failed.length) count(failed[0], record);
    else {
      visible.push(record);
      for (const name of FACET_NAMES) count(name, record);
    }
  }
  return { counts, visible, timely };
}

let surveyed = null;
const surveyNow = () => (surveyed ??= survey());
const visibleRecords = () => surveyNow().visible;
// Those that the time line counts: all choices hold but that of time.
const recordsOfAnyTime = () => surveyNow().timely;

function choiceChanged() {
  surveyed = null;
}
