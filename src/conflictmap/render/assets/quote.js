// A claim as its source put it: the quote with its words marked, who says it, how sure, and the way back to the report.
const MASK = "\u2588";
const EDGE_WORDS = 6;
const RTL = new Set(["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"]);

const directionOf = (code) => (RTL.has(code) ? "rtl" : /^[a-z]{2,3}$/.test(code) && code !== "und" ? "ltr" : "auto");
const claimsOf = (record) => record.claims.map((id) => page.claims[id]).filter(Boolean);

function claimBlock(id) {
  const claim = page.claims[id], report = page.documents[claim.document];
  return el("figure", { class: "claim" }, claim.quote ? el("blockquote", { lang: report.language, dir: directionOf(report.language) }, markedNodes(claim.quote, claim.marks)) : null,
    el("figcaption", {}, chainNodes(claim), el("span", { class: "claim-how" }, claimWords(claim)), claimLinks(id)));
}

// Text with the words for place, number and time marked: [start, end, what for] in order, as render/reading.py gives them.
function markedNodes(text, marks = []) {
  let done = 0;
  const nodes = marks.flatMap(([start, end, words]) => {
    const before = plainText(text.slice(done, start));
    done = end;
    return [before, el("mark", { class: wordClass(words), "data-word": words }, plainText(text.slice(start, end)))];
  });
  return [...nodes, plainText(text.slice(done))];
}

const wordClass = (words) => "word word-" + words.split(":")[0];

// The words of a quote that are marked for something, or null.
function wordsFor(claim, key) {
  const mark = (claim.marks || []).find(([, , words]) => words.split(" ").includes(key));
  return mark && claim.quote ? plainText(claim.quote.slice(mark[0], mark[1])) : null;
}

function chainNodes(claim) {
  const nodes = claim.source_chain.flatMap((source, index) => [
    index ? el("span", { class: "chain-step", "aria-hidden": "true" }, isArabic() ? " ← " : " → ") : null, isolate(actorName(source)),
  ]);
  return nodes.length ? el("span", { class: "chain" }, el("span", { class: "faint" }, say("chain") + ": "), nodes) : null;
}

function claimWords(claim) {
  const words = [named("certainty", claim.certainty)];
  if (claim.modality !== "asserted") words.push(named("modality", claim.modality));
  if (claim.polarity === "negative") words.push(named("polarity", "negative"));
  if (claim.proposed_by) words.push(say("proposed"));
  return [...new Set(words)].join(" · ");
}

function claimLinks(id) {
  const claim = page.claims[id], report = page.documents[claim.document];
  const shown = report.text ? el("button", { type: "button", class: "link", onclick: () => showInText(id) }, say("inText")) : null;
  const nodes = [shown, ...sourceLinks(report, claim.quote)].filter(Boolean);
  return nodes.length ? el("span", { class: "claim-links" }, nodes) : null;
}

function sourceLinks(report, quote = "") {
  const name = report.publisher || report.title || report.id;
  const one = (address, word) => (safeAddress(address) ? el("a", { href: atSentence(address, quote), rel: "noopener noreferrer nofollow", target: "_blank" },
    say(word), el("span", { class: "spoken" }, " ", isolate(name))) : null);
  return [one(report.url, "open"), one(report.archived_url, "archived")].filter(Boolean);
}

// ---- the address of a sentence: a text fragment, which a browser looks for in the page and scrolls to

function atSentence(address, quote) {
  const words = longestShown(quote), safe = safeAddress(address);
  if (!safe || !words.length) return safe;
  const [base, fragment = ""] = [safe.split("#", 1)[0], safe.slice(safe.split("#", 1)[0].length + 1)];
  return `${base}#${fragment.split(":~:")[0]}:~:text=${textDirective(words)}`;
}

// The longest run of words without a masked name: the report has the name, and would not be found with the mask.
function longestShown(quote) {
  const runs = [[]];
  for (const word of plainText(quote).split(/\s+/).filter(Boolean)) {
    if (word.includes(MASK)) runs.push([]);
    else runs[runs.length - 1].push(word);
  }
  return runs.reduce((best, run) => (run.length > best.length ? run : best));
}

// A long quote is named by its first and last words: it may run over paragraphs, and addresses should stay short.
function textDirective(words) {
  const written = (part) => encodeURIComponent(part.join(" ")).replace(/-/g, "%2D");
  if (words.length <= 2 * EDGE_WORDS) return written(words);
  return `${written(words.slice(0, EDGE_WORDS))},${written(words.slice(-EDGE_WORDS))}`;
}
