// One sentence for a record, as parts: plain strings, {text, as, dir} for what is isolated from its surroundings, or
// {parts, as: "amount", of} for the words of a number, `of` being what it counts.
const DIGITS = new Intl.NumberFormat("en");
const PLURAL_AR = new Intl.PluralRules("ar");
const UNIT_GROUPS = new Set(["cargo", "vehicles", "aid"]);
const LRI = "\u2066", FSI = "\u2068", PDI = "\u2069";

const num = (text) => ({ text, as: "num", dir: "ltr" });

// Without what could turn the words around it, or write over them: directional controls, floods of combining marks.
const plainText = (text) => String(text).replace(/[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "").replace(/(\p{M}{8})\p{M}+/gu, "$1");

function partsToText(parts) {
  return parts.map((part) => (typeof part === "string" ? part : part.parts ? partsToText(part.parts) : (part.dir === "ltr" ? LRI : FSI) + plainText(part.text) + PDI)).join("");
}

function placeName(id) {
  const place = places.get(id);
  if (!place) return plainText(id);
  return place.name[language] || place.name.en || place.name.ar || Object.values(place.name)[0] || id;
}

function actorName(key) {
  return Object.hasOwn(page.actors, key) ? page.actors[key][language] : key;
}

function placePart(id) {
  return { text: placeName(id), as: "place", dir: "auto", place: id };
}

function joined(items, word) {
  const parts = [];
  items.forEach((item, index) => {
    if (index && isArabic()) parts.push(word === "or" ? " أو " : " و");
    else if (index) parts.push(index === items.length - 1 ? (word === "or" ? " or " : " and ") : ", ");
    parts.push(...[item].flat());
  });
  return parts;
}

function nounsFor(group, unit, arabic) {
  const byUnit = arabic ? UNITS_AR : UNITS_EN;
  const byGroup = arabic ? NOUNS_AR : NOUNS_EN;
  if (unit && unit !== "persons") return byUnit[unit];
  if (!group || (unit === "persons" && UNIT_GROUPS.has(group))) return byUnit.persons;
  return byGroup[group];
}

function ofGroup(group, unit) {
  if (!unit || unit === "persons" || !group || group === "families" || group === "vehicles" || group === "cargo") return "";
  return isArabic() ? " من " + NOUNS_AR[group].definite + (NOUNS_AR[group].tail || "") : " of " + NOUNS_EN[group][1] + (NOUNS_EN[group][2] || "");
}

function vagueWord(quantity) {
  if (quantity.best !== null) return null;
  return VAGUE.find(([min, max]) => quantity.min === min && quantity.max === max) || null;
}

function countedArabic(nouns, n) {
  const tail = nouns.tail || "";
  if (n === 1 || n === 2) return [(n === 1 ? nouns.one : nouns.two) + (nouns.tails ? nouns.tails[n - 1] : tail)];
  return [num(DIGITS.format(n)), " " + (nouns[PLURAL_AR.select(n)] || nouns.other) + tail];
}

function amountArabic(quantity, nouns) {
  const { min, max, best, approx } = quantity, tail = nouns.tail || "";
  const vague = vagueWord(quantity);
  if (vague) return [vague[3] + " " + nouns.definite + tail];
  if (best !== null) return [...(approx ? ["نحو "] : []), ...countedArabic(nouns, best)];
  if (min !== null && max !== null) return ["بين ", num(DIGITS.format(min)), " و", num(DIGITS.format(max)), " " + (nouns[PLURAL_AR.select(max)] || nouns.other) + tail];
  if (approx && min === 2) return ["عدد من " + nouns.definite + tail];
  if (approx && min === 3) return ["عدة " + nouns.few + tail];
  if (min !== null) return ["ما لا يقل عن ", ...countedArabic(nouns, min)];
  if (max !== null) return ["ما لا يزيد على ", ...countedArabic(nouns, max)];
  return [nouns.plural + tail];
}

function amountEnglish(quantity, nouns) {
  const { min, max, best, approx } = quantity, tail = nouns[2] || "";
  const many = " " + nouns[1] + tail, one = " " + nouns[0] + (nouns[3] || tail);
  const counted = (n) => [num(DIGITS.format(n)), n === 1 ? one : many];
  const vague = vagueWord(quantity);
  if (vague) return [vague[2] + many];
  if (best !== null) return [...(approx ? ["about "] : []), ...counted(best)];
  if (min !== null && max !== null) return [num(DIGITS.format(min) + "–" + DIGITS.format(max)), many];
  if (approx && min === 2) return ["a number of" + many];
  if (approx && min === 3) return ["several" + many];
  if (min !== null) return ["at least ", ...counted(min)];
  if (max !== null) return ["at most ", ...counted(max)];
  return [nouns[1] + tail];
}

function amount(quantity, group) {
  const unit = quantity ? quantity.unit : null;
  const nouns = nounsFor(group, unit, isArabic());
  const parts = isArabic()
    ? (quantity ? amountArabic(quantity, nouns) : [nouns.plural + (nouns.tail || "")])
    : (quantity ? amountEnglish(quantity, nouns) : [nouns[1] + (nouns[2] || "")]);
  const of = ofGroup(group, unit);
  return of ? [...parts, of] : parts;
}

const counting = (of, parts) => ({ parts, as: "amount", of });

function shortAmount(quantity) {
  if (!quantity) return "?";
  const { min, max, best, approx } = quantity;
  if (best !== null) return (approx ? "~" : "") + DIGITS.format(best);
  if (min !== null && max !== null) return DIGITS.format(min) + "–" + DIGITS.format(max);
  if (min !== null) return "≥" + DIGITS.format(min);
  return max !== null ? "≤" + DIGITS.format(max) : "?";
}

// ---- dates

function readDate(text) {
  const [year, month, day] = text.split("-").map(Number);
  return { year, month, day };
}

function dateParts(text, precision) {
  const { year, month, day } = readDate(text);
  if (precision === "year") return [num(String(year))];
  const name = MONTHS[language][month - 1];
  return precision === "month" ? [name + " ", num(String(year))] : [num(String(day)), " " + name + " ", num(String(year))];
}

function rangeParts(start, end, precision) {
  const a = readDate(start), b = readDate(end);
  if (start === end || (precision === "year" && a.year === b.year) || (precision === "month" && a.year === b.year && a.month === b.month)) return dateParts(start, precision);
  if (precision === "year" || precision === "month" || a.year !== b.year) return [...dateParts(start, precision), " – ", ...dateParts(end, precision)];
  if (a.month !== b.month) return [num(String(a.day)), " " + MONTHS[language][a.month - 1] + " – ", ...dateParts(end, precision)];
  return [num(a.day + "–" + b.day), " " + MONTHS[language][a.month - 1] + " ", num(String(a.year))];
}

function whenParts(record) {
  const start = record.date_start || (record.as_of ?? null), end = record.date_end || (record.as_of ?? null);
  if (start && end) return rangeParts(start, end, record.time_precision);
  if (end) return [isArabic() ? "حتى " : "by ", ...dateParts(end, record.time_precision)];
  if (start) return [isArabic() ? "منذ " : "since ", ...dateParts(start, record.time_precision)];
  return [];
}

const dateIsolate = (parts) => (parts.length ? [{ text: partsToText(parts), as: "date", dir: isArabic() ? "rtl" : "ltr" }] : []);

function withDate(parts, record) {
  const date = dateIsolate(whenParts(record));
  return date.length ? [...parts, isArabic() ? "، " : ", ", ...date] : parts;
}

// ---- movements

// "Returnees returned" says it twice.
const SAME = { displaced: "displaced", returned: "returnees", detained: "detainees" };
const groupIn = (record) => (SAME[record.mode] === record.group ? "mixed" : record.group);

function endsOf(record) {
  const word = record.destination_relation === "any_of" ? "or" : "and";
  return [joined(record.origin.map(placeParts), "and"), joined(record.destination.map(placeParts), word)];
}

function verbEnglish(verb, status, plural) {
  const [past, going, base] = verb.forms;
  if (["agreed", "planned", "predicted"].includes(status)) return verb.be ? "to be " + past : "to " + base;
  if (status === "ongoing") return (plural ? "are " : "is ") + (verb.be ? "being " + past : going);
  return verb.be ? (plural ? "were " : "was ") + past : past;
}

function toEnglish(verb, status) {
  if (!Array.isArray(verb.to)) return verb.to;
  return verb.to[["agreed", "planned", "predicted"].includes(status) ? 2 : status === "ongoing" ? 1 : 0];
}

function movementEnglish(record) {
  const verb = VERBS_EN[record.mode], [from, to] = endsOf(record);
  const { quantity } = record, single = quantity ? quantity.best === 1 : ["cargo", "aid"].includes(record.group), plural = !single;
  const origin = !from.length ? [] : verb.alone && verb.from !== "from" ? placedParts(record.origin, verb.from) : [" " + (verb.from ? verb.from + " " : ""), ...from];
  const alone = !from.length && verb.alone, words = toEnglish(verb, record.status);
  const destination = !to.length ? [] : alone ? placedParts(record.destination, verb.alone) : [" " + (words ? words + " " : ""), ...to];
  const via = record.via.length ? [" via ", ...joined(record.via.map(placeParts), "and")] : [];
  const agent = record.agent && verb.be ? [" by ", { text: actorName(record.agent), as: "actor", dir: "auto" }] : [];
  const ends = verb.toFirst ? [...destination, ...origin] : [...origin, ...destination];
  return [STATUS_EN[record.status], counting("quantity", amount(record.quantity, groupIn(record))), " " + verbEnglish(verb, record.status, plural), ...agent, ...ends, ...via];
}

function movementArabic(record) {
  const verb = VERBS_AR[record.mode], [from, to] = endsOf(record);
  const origin = !from.length ? [] : verb.alone ? placedParts(record.origin, verb.from) : [" " + (verb.from || "من") + " ", ...from];
  const things = UNIT_GROUPS.has(record.group);
  const then = from.length && verb.then ? (things ? verb.then.replace("هم", "ها") : verb.then) : verb.then ? verb.alone : verb.to || "إلى";
  const destination = !to.length ? [] : then === verb.alone ? placedParts(record.destination, then) : [" " + then + " ", ...to];
  const via = record.via.length ? [" عبر ", ...joined(record.via.map(placeParts), "and")] : [];
  const agent = record.agent ? [" على يد ", { text: actorName(record.agent), as: "actor", dir: "auto" }] : [];
  const passive = VERBS_EN[record.mode].be ? agent : [];
  return [headArabic(record.status, verb.noun) + " ", counting("quantity", amount(record.quantity, groupIn(record))), ...passive, ...origin, ...destination, ...via];
}

// "خطة لإجلاء", "خطة للإفراج": the preposition joins the noun, and swallows the alef of its article.
function headArabic(status, noun) {
  if (status !== "planned") return STATUS_AR[status] + noun;
  return "خطة " + (noun.startsWith("ال") ? "لل" + noun.slice(2) : "ل" + noun);
}

// ---- events, stocks, control

// The dead, the injured, the missing and the captured, each with its number.
const TOLLS = { fatalities: ["killed", "ومقتل"], injured: ["injured", "وإصابة"], missing: ["missing", "وفقدان"], captured: ["captured", "وأسر"] };

function tollParts(record) {
  return Object.entries(TOLLS).filter(([of]) => record[of]).flatMap(([of, [after, before]]) => (isArabic()
    ? ["، " + before + " ", counting(of, amountArabic(record[of], UNITS_AR.persons))]
    : [", ", counting(of, amountEnglish(record[of], UNITS_EN.persons)), " " + after]));
}

function eventQuantity(record) {
  if (!record.quantity) return [];
  return [isArabic() ? "، " : ", ", counting("quantity", amount(record.quantity, null))];
}

function eventParts(record) {
  const at = record.place ? whereParts(record.place) : [], type = named("type", record.type);
  const actors = record.actors.length ? [isArabic() ? " (" : " (", ...joinedPlainly(record.actors), ")"] : [];
  const status = record.status === "ongoing" ? (isArabic() ? "مستمر: " : "Ongoing: ") : isArabic() ? statusPrefixArabic(record.status) : STATUS_EN[record.status];
  return [status + (status ? type.charAt(0).toLowerCase() + type.slice(1) : type), ...at, ...actors, ...eventQuantity(record), ...tollParts(record)];
}

function joinedPlainly(keys) {
  const parts = [];
  keys.forEach((key, index) => {
    if (index) parts.push(isArabic() ? "، " : ", ");
    parts.push({ text: actorName(key), as: "actor", dir: "auto" });
  });
  return parts;
}

function statusPrefixArabic(status) {
  const words = { agreed: "متفق عليه: ", planned: "مزمع: ", alleged: "مزعوم: ", predicted: "متوقع: ", historical: "سابقا: ", denied: "منفي: " };
  return words[status] || "";
}

// "Displaced people said to be displaced" says it twice.
const SAME_STATE = { displaced: "displaced", returned: "returnees" };

function stockParts(record) {
  if (Object.hasOwn(LOST_HOMES, record.term)) return homesParts(record, record.place ? whereParts(record.place) : []);
  const doubled = SAME_STATE[record.term] === record.group && record.place, known = Object.hasOwn(STATES, record.term) && !doubled;
  const [english, arabic, to, ila] = known ? STATES[record.term] : ["be", ""];
  const at = record.place ? whereParts(record.place, isArabic() ? ila : to) : [], who = counting("quantity", amount(record.quantity, record.group));
  return isArabic() ? ["وجود ", who, arabic && " " + arabic, ...at] : [who, " said to " + english, ...at];
}

function homesParts(record, at) {
  const [english, arabic, tail] = LOST_HOMES[record.term];
  if (isArabic()) return [arabic + " ", counting("quantity", record.quantity ? amountArabic(record.quantity, HOMES_AR) : [HOMES_AR.plural]), tail, ...at];
  return [counting("quantity", record.quantity ? amountEnglish(record.quantity, ["home", "homes"]) : ["homes"]), " said to be " + english, ...at];
}

function controlParts(record) {
  const who = { text: actorName(record.controller), as: "actor", dir: "auto" };
  const where = record.place ? placeParts(record.place) : ["—"];
  return isArabic() ? ["سيطرة ", who, " على ", ...where] : [who, " said to hold ", ...where];
}

const SENTENCES = {
  movement: (record) => (isArabic() ? movementArabic(record) : movementEnglish(record)),
  event: eventParts, stock: stockParts, control: controlParts,
};

function sentence(record) {
  const parts = withDate(SENTENCES[record.is](record), record).filter((part) => part !== "");
  return capitalised(parts);
}

function capitalised([first, ...others]) {
  if (typeof first === "string") return [first.charAt(0).toUpperCase() + first.slice(1), ...others];
  return first.parts ? [{ ...first, parts: capitalised(first.parts) }, ...others] : [first, ...others];
}

const sentenceText = (record) => partsToText(sentence(record));
