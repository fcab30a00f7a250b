// Runs before the page: counts whatever text of a report could do if it ran, and keeps what was there before.
(() => {
  const ran = [];
  const caught = (name) => function () { ran.push(name); };
  for (const name of ["alert", "confirm", "prompt", "fetch", "open", "WebSocket", "Worker", "SharedWorker", "EventSource", "XMLHttpRequest", "importScripts"]) window[name] = caught(name);
  window.Function = new Proxy(Function, { construct() { ran.push("Function"); return () => {}; }, apply() { ran.push("Function"); return () => {}; } });
  const { eval: original } = window;
  window.eval = (code) => { if (!/hostile\.|^\(injected/.test(code)) ran.push("eval"); return original(code); }; // Playwright comes this way
  navigator.sendBeacon = caught("sendBeacon");
  for (const name of ["write", "writeln"]) document[name] = caught(name);
  for (const name of ["setTimeout", "setInterval"]) {
    const original = window[name];
    window[name] = (code, ...more) => { if (typeof code !== "function") ran.push(name); return original(code, ...more); };
  }
  for (const [owner, name] of [[Element, "innerHTML"], [Element, "outerHTML"]]) {
    const { get } = Object.getOwnPropertyDescriptor(owner.prototype, name);
    Object.defineProperty(owner.prototype, name, { get, set(text) { if (text !== "<svg/>") ran.push(name); } }); // Leaflet tries once whether there is SVG
  }
  Element.prototype.insertAdjacentHTML = caught("insertAdjacentHTML");
  DOMParser.prototype.parseFromString = caught("DOMParser");
  Range.prototype.createContextualFragment = caught("createContextualFragment");
  document.addEventListener("securitypolicyviolation", (event) => ran.push("policy: " + event.violatedDirective + " " + event.blockedURI));
  const shape = () => [Object, Array, String, Number, Function, Map, Set, Element, Node].map((one) => Reflect.ownKeys(one.prototype).map(String).join()).join("|") + Object.keys(window).filter((name) => !/^(hostile|L|_?leaflet.*)$/.test(name)).join();
  const own = (link) => link.id === "skip" || (link.id === "full" && link.href.split(/[?#]/)[0] === location.href.split(/[?#]/)[0]);
  // What was run, what the language itself has gained, and elements that a page of ours never has.
  window.hostile = {
    before: null, ran,
    found() {
      const strange = "img, iframe, frame, object, embed, form, base, link, template, math, foreignObject, video, audio, animate, use, image, marquee, dialog, [srcdoc], [formaction]";
      const handlers = [...document.querySelectorAll("*")].filter((one) => one.getAttributeNames().some((name) => name.startsWith("on") || name === "src"));
      const links = [...document.querySelectorAll("a[href]")].filter((one) => !own(one) && (!/^https?:\/\//i.test(one.getAttribute("href")) || !/^https?:$/.test(one.protocol)));
      return {
        ran: [...ran, ...("XSS" in window ? ["XSS"] : [])], polluted: shape() !== this.before || ({}).is !== undefined,
        strange: [...document.querySelectorAll(strange), ...handlers, ...links].map((one) => one.outerHTML.slice(0, 120)),
        counts: ["script", "style", "meta", "title:not(svg title)"].map((name) => document.querySelectorAll(name).length),
      };
    },
    // Opens every record in turn, and gives ids and texts: in pairs, since an id may be "__proto__".
    opened() {
      const out = [];
      for (const id of [...document.querySelectorAll("li.record")].map((item) => item.dataset.id)) {
        const item = () => [...document.querySelectorAll("li.record")].find((one) => one.dataset.id === id);
        item().querySelector(".record-button").click();
        out.push([id, item().textContent]);
      }
      return out;
    },
    // Clicks every mark of the map, and gives the texts of the cards that open.
    clicked() {
      const marks = () => [...document.querySelectorAll(".marks [data-ids]")].filter((one) => one.getAttribute("data-ids"));
      return [...new Set(marks().map((one) => one.getAttribute("data-ids")))].map((ids) => {
        const mark = marks().find((one) => one.getAttribute("data-ids") === ids);
        if (!mark) return "";
        mark.dispatchEvent(new MouseEvent("click", { bubbles: true, clientX: 200, clientY: 200 }));
        return document.getElementById("popover").textContent;
      });
    },
    // Shows the table, sorts it by each of its columns, and gives ids and texts of its rows.
    tabled() {
      document.getElementById("table-switch").click();
      for (const name of [...document.querySelectorAll("#table .sort")].map((one) => one.dataset.sort)) document.querySelector(`#table .sort[data-sort="${name}"]`).click();
      const rows = [...document.querySelectorAll("#table tbody tr")].map((row) => [row.dataset.id, row.textContent]);
      document.getElementById("table-switch").click();
      return rows;
    },
    // Unfolds a filter, gives the names of its values, and ticks some of them.
    filtered(name) {
      const more = () => document.querySelector(`fieldset[data-facet="${name}"] > button`);
      while (more()) more().click();
      const inputs = () => [...document.querySelectorAll(`input[data-facet="${name}"]`)], names = inputs().map((one) => one.parentNode.querySelector("bdi").textContent);
      for (const input of inputs().slice(0, 5)) input.click();
      const chips = document.querySelectorAll("#active .drop").length;
      document.getElementById("show-all").click();
      return { names, chips };
    },
    // Reads every text, and opens some records from the signs in it.
    read() {
      document.getElementById("tab-text").click();
      const chooser = () => document.getElementById("reader-document"), texts = [];
      for (const { value } of chooser().options) {
        chooser().value = value;
        chooser().dispatchEvent(new Event("change", { bubbles: true }));
        texts.push(document.getElementById("reader").textContent);
        for (const note of [...document.querySelectorAll("#reader [data-note]")].slice(0, 8)) note.click();
      }
      document.getElementById("tab-list").click();
      return texts;
    },
    title: () => document.querySelector("html[data-ready] h1").textContent,
    // Types into the search field, and counts the records that are left.
    searched(words) {
      return words.map((word) => {
        const field = document.getElementById("search");
        field.value = word.replace(/\s+/g, " ");
        field.dispatchEvent(new Event("input", { bubbles: true }));
        return document.querySelectorAll("li.record").length;
      });
    },
  };
  window.hostile.before = shape();
})();
