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

// ---- what records say of themselves, gathered once

// The values of a facet as numbers: those of record i are flat[starts[i]] to flat[starts[i + 1] - 1].
const columns = new Map();
function columnOf(name) {
  if (!columns.has(name)) {
    const ids = new Map(), starts = new Int32Array(records.length + 1), flat = [];
    records.forEach((record, i) => {
      for (const value of new Set(FACETS[name].values(record))) {
        if (!ids.has(value)) ids.set(value, ids.size);
        flat.push(ids.get(value));
      }
      starts[i + 1] = flat.length;
    });
    columns.set(name, { ids, starts, flat: Int32Array.from(flat) });
  }
  return columns.get(name);
}

const searchKept = new Map();
let searchLanguage = null;

// Words of the record in the language of the page, its quotes, and its names in both languages.
function searchText(record) {
  if (searchLanguage !== language) searchKept.clear();
  searchLanguage = language;
  if (!searchKept.has(record)) {
    const names = placeIds(record).flatMap((id) => (places.get(id) ? Object.values(places.get(id).name) : [id]));
    const who = [...FACETS.source.values(record), ...(record.actors || []), record.agent, record.controller].filter(Boolean)
      .flatMap((actor) => [actor, ...(Object.hasOwn(page.actors, actor) ? Object.values(page.actors[actor]) : [])]);
    searchKept.set(record, fold([...new Set([sentenceText(record), ...names, ...who, ...claimsOf(record).map((claim) => claim.quote)])].join(" ")));
  }
  return searchKept.get(record);
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

const chosenWords = () => searchWords(chosen.query.slice(0, LONGEST_QUERY));
const inSearch = (record, words) => words.every((word) => searchText(record).includes(word));

function isVisible(record) {
  const inFacet = (name) => !chosen[name].size || FACETS[name].values(record).some((value) => chosen[name].has(value));
  return FACET_NAMES.every(inFacet) && inTime(record) && inSearch(record, chosenWords());
}

// One pass over all records: `nearly` are those that fail in one facet only, [number of the record, facet].
function survey() {
  const words = chosenWords(), visible = [], timely = [], nearly = [];
  const active = FACET_NAMES.filter((name) => chosen[name].size).map((name) => {
    const column = columnOf(name);
    return { ...column, name, wanted: Uint8Array.from(column.ids.keys(), (value) => Number(chosen[name].has(value))) };
  });
  const fails = ({ wanted, starts, flat }, i) => {
    for (let k = starts[i]; k < starts[i + 1]; k += 1) if (wanted[flat[k]]) return false;
    return true;
  };
  records.forEach((record, i) => {
    const failed = active.filter((facet) => fails(facet, i)), dated = inTime(record);
    if (failed.length > 1 || (failed.length && !dated) || (words.length && !inSearch(record, words))) return;
    if (!failed.length) timely.push(record);
    if (!dated) return;
    if (failed.length) nearly.push([i, failed[0].name]);
    else visible.push(record);
  });
  return { visible, timely, nearly, counts: null };
}

// How many records each value of each facet would show: one that fails in one facet still counts for the choices of that one.
function countValues({ visible, nearly }) {
  const counts = new Map(FACET_NAMES.map((name) => [name, new Int32Array(columnOf(name).ids.size)]));
  const count = (name, i) => {
    const { starts, flat } = columnOf(name), own = counts.get(name);
    for (let k = starts[i]; k < starts[i + 1]; k += 1) own[flat[k]] += 1;
  };
  for (const name of FACET_NAMES) for (const record of visible) count(name, orderOf.get(record));
  for (const [i, name] of nearly) count(name, i);
  return counts;
}

let surveyed = null;
const surveyNow = () => (surveyed ??= survey());
const visibleRecords = () => surveyNow().visible;
// Those that the time line counts: all choices hold but that of time.
const recordsOfAnyTime = () => surveyNow().timely;

function countOf(name, value) {
  const now = surveyNow();
  now.counts ??= countValues(now);
  return now.counts.get(name)[columnOf(name).ids.get(value)] || 0;
}

function choiceChanged() {
  surveyed = null;
}
