// A link to what the reader sees. Where the clipboard is closed to the page, the link is shown, ready to be copied.
function pageAddress() {
  if (/^(https?|file):$/.test(location.protocol)) return location.href.split("#")[0];
  return safeAddress(document.querySelector('link[rel="canonical"]')?.href);
}

const linkToView = () => (pageAddress() ? pageAddress() + "#" + addressOf() : null);

async function copyLink() {
  const text = linkToView();
  try {
    await navigator.clipboard.writeText(text);
    tellOfLink(null, say("copied"));
  } catch {
    tellOfLink(text, say("copyByHand"));
    byId("link-text").focus({ preventScroll: true });
    byId("link-text").select();
  }
}

function tellOfLink(text, words) {
  const close = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    byId("link").replaceChildren();
    byId("copy-link").focus({ preventScroll: true });
  };
  const input = text ? el("input", { type: "text", id: "link-text", readonly: true, dir: "ltr", value: text, "aria-label": say("linkLabel"), onkeydown: close }) : null;
  byId("link").replaceChildren(...[el("p", {}, words), input].filter(Boolean));
  speak(words);
}
