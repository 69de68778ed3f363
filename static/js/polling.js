// Polls rest while nobody looks, and ask only for what changed: 304 leaves the page as it is.
(() => {
  const versions = new Map();
  const polls = (element) => element.getAttribute("hx-trigger")?.includes("every ");

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (document.hidden && polls(event.detail.elt)) event.preventDefault();
  });

  document.addEventListener("htmx:configRequest", ({ detail }) => {
    const version = polls(detail.elt) && versions.get(detail.path);
    if (version) detail.headers["If-None-Match"] = version;
  });

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const version = detail.xhr.getResponseHeader("ETag");
    if (version && polls(detail.elt)) versions.set(detail.requestConfig.path, version);
  });
})();
