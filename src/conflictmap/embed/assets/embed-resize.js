(function (host) {
  "use strict";
  if (host.conflictmapEmbed) { return; }
  host.conflictmapEmbed = true;
  function frames() { return Array.prototype.slice.call(document.querySelectorAll("iframe[data-conflictmap]")); }
  host.addEventListener("message", function (event) {
    frames().forEach(function (frame) {
      if (frame.contentWindow !== event.source) { return; }
      var told = Object(Object(event.data)["datawrapper-height"])[frame.getAttribute("data-conflictmap")];
      if (typeof told !== "number") { return; }
      if (told >= 200) { if (2000 >= told) { frame.style.height = Math.round(told) + "px"; } }
    });
  });
  frames().forEach(function (frame) { frame.contentWindow.postMessage({ conflictmap: "height" }, "*"); });
})(window);
