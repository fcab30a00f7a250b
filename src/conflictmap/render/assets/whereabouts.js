// Places in a sentence. Some names bring a preposition of their own: "at near X" is nobody's language.

// Names that computed places have: "near X", "3 km east of X", "X – Y" for a stretch, and those that begin so by themselves.
const BESIDE = /^(near|outside|around|off|between|along|قرب|بالقرب|حول|خارج|بين|عند|قبالة)\s/i;
const AWAY = /^(\d[\d.,]* km |على بعد )/;

// A place as an adverb of place, with the preposition that its name leaves to us: "in", "at", or the one of the verb.
function whereParts(id, preposition = null) {
  const name = placeName(id), place = places.get(id), ends = stretchParts(id);
  if (ends) return [isArabic() ? " بين " : " between ", ...ends];
  if (BESIDE.test(name) || AWAY.test(name)) return [" ", placePart(id)];
  const isPoint = !place || ["camp", "site", "facility", "water", "other"].includes(place.kind);
  return [" " + (preposition || (isArabic() ? "في" : isPoint ? "at" : "in")) + " ", placePart(id)];
}

// Where a verb that names a place of its own ("surrendered at") has it; with several places, as a list.
function placedParts(ids, preposition) {
  return ids.length === 1 ? whereParts(ids[0], preposition) : [" " + preposition + " ", ...joined(ids.map(placeParts), "and")];
}

// A place as a noun, to leave, to reach or to hold: "the area near X", "a point 3 km east of X".
function placeParts(id) {
  const name = placeName(id), ends = stretchParts(id);
  if (ends) return [isArabic() ? "المنطقة بين " : "the area between ", ...ends];
  if (AWAY.test(name)) return [isArabic() ? "نقطة " : "a point ", placePart(id)];
  return BESIDE.test(name) ? [isArabic() ? "مكان " : "the area ", placePart(id)] : [placePart(id)];
}

function stretchParts(id) {
  const place = places.get(id), ends = placeName(id).split(" – ");
  if (!place || place.feature !== "between" || ends.length !== 2) return null;
  return [{ ...placePart(id), text: ends[0] }, isArabic() ? " و" : " and ", { ...placePart(id), text: ends[1] }];
}
