// In a frame, the page tells how high it would like to be: to Datawrapper's listeners, to pym.js, to AMP, to our snippet.
// A height is all that it tells, so anybody may know it. It takes nothing but questions for it, and goes nowhere.
const SPLIT_WIDTH = 900; // page.css: from here on the list stands beside the map
let frameId = "conflictmap", pymId = null, toldWidth = 0;

// The page fills whatever frame it has, so its height is a choice, made from the width alone: a frame that grows does
// not ask for more. Wide: 16:9. Narrow: a map of 4:3, the timeline, and the head of the list with a record or two.
// Never more than nine tenths of the screen, so that a finger always finds the article beside it.
function naturalHeight(width) {
  const wide = clamp(width * 9 / 16, 520, 720), narrow = clamp(width * 3 / 4, 320, 480) + 256;
  return Math.round(Math.min(width < SPLIT_WIDTH ? narrow : wide, Math.max(320, screen.height * 0.9)));
}

function tellHeight() {
  toldWidth = innerWidth;
  if (!toldWidth) return;
  const height = naturalHeight(toldWidth), tell = (message) => parent.postMessage(message, "*");
  tell({ "datawrapper-height": { [frameId]: height } });
  tell({ sentinel: "amp", type: "embed-size", height });
  if (pymId) tell(`pymxPYMx${pymId}xPYMxheightxPYMx${height}`);
}

function onQuestion(event) {
  if (event.source !== parent) return;
  const pym = typeof event.data === "string" ? /^pymxPYMx([\w-]{1,64})xPYMxwidthxPYMx\d+(\.\d+)?$/.exec(event.data) : null;
  if (pym) pymId = pym[1];
  if (pym || (event.data && event.data.conflictmap === "height")) tellHeight();
}

function wireFrame() {
  if (parent === window) return;
  frameId = document.querySelector('meta[name="conflictmap:frame"]')?.content || frameId;
  pymId = /[?&]childId=([\w-]{1,64})(?:&|$)/.exec(location.search)?.[1] || null;
  addEventListener("message", onQuestion);
  addEventListener("resize", () => { if (innerWidth !== toldWidth) tellHeight(); });
  tellHeight();
}
