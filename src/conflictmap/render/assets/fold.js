// Spelling folded for the search, as `conflictmap.text.fold` does it: what is written one way is found the other way.
const FOLDED = new Map([
  ..."أإآٱ".split("").map((letter) => [letter, "ا"]), ..."یېے".split("").map((letter) => [letter, "ي"]),
  ..."ہھە".split("").map((letter) => [letter, "ه"]), ["ى", "ي"], ["ة", "ه"], ["ؤ", "و"], ["ئ", "ي"], ["ک", "ك"], ["ڪ", "ك"], ["گ", "ك"],
  ["ı", "i"], ["ø", "o"], ["ł", "l"], ["đ", "d"], ["ß", "ss"], ["æ", "ae"], ["œ", "oe"], ["ð", "d"], ["þ", "th"],
]);
const LEFT_OUT = /[\u064b-\u065f\u0670\u0640\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff'’‘ʼʿʾ`´ʹ\u02bb]/g;
const FOLDABLE = /[أإآٱیېےہھەىةؤئکڪگıøłđßæœðþ]/g;

// Arabic-Indic digits of both rows stand in Unicode in the order of their values.
const asDigit = (digit) => String((digit.charCodeAt(0) - (digit < "\u06f0" ? 0x660 : 0x6f0)) % 10);

// Words taken apart against filters: قـ ـصف, قـ.ـصف, ق*صف.
const joinedAgain = (text) => text.replace(/\u0640(?:[ .*](?=\u0640)|[.*])/g, "").replace(/([\u0621-\u064a])\*(?=[\u0621-\u064a])/g, "$1");

// Letters are folded before they are taken apart (آ would become an alef anyway), and again for what comes apart into them.
function fold(text) {
  const letters = (from) => from.replace(FOLDABLE, (letter) => FOLDED.get(letter));
  const apart = letters(joinedAgain(String(text)).replace(LEFT_OUT, "")).normalize("NFKD").toLowerCase().replace(/\p{M}/gu, "");
  return letters(apart.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, asDigit).replace(LEFT_OUT, ""));
}

const searchWords = (query) => fold(query).split(/\s+/).filter(Boolean);
