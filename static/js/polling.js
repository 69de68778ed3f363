// Polls rest while nobody looks and while somebody is in the middle of something, and ask only for what changed: 304 leaves
// the page as it is. What is ticked stays ticked, and a row that is another one than before is marked for a moment.
(() => {
  const versions = new Map();
  const MARKED_FOR = 4000;
  const polls = (element) => element.getAttribute("hx-trigger")?.includes("every ");
  const busy = (element) => element.querySelector("[data-state='edited']");
  const ticks = () => [...document.querySelectorAll("input[name='ticket'][type='checkbox']")];
  const rows = (element) => [...element.querySelectorAll("[data-version]")];
  let ticked = new Set();
  let known = new Map();

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (polls(event.detail.elt) && (document.hidden || busy(event.detail.elt))) event.preventDefault();
  });

  document.addEventListener("htmx:configRequest", ({ detail }) => {
    const version = polls(detail.elt) && versions.get(detail.path);
    if (version) detail.headers["If-None-Match"] = version;
  });

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (!polls(detail.elt)) return;
    const version = detail.xhr.getResponseHeader("ETag");
    if (version) versions.set(detail.requestConfig.path, version);
    ticked = new Set(ticks().filter((box) => box.checked).map((box) => box.value));
    known = new Map(rows(detail.elt).map((row) => [row.querySelector("[data-row]").id, row.dataset.version]));
  });

  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    if (!polls(detail.elt)) return;
    for (const box of ticks()) box.checked ||= ticked.has(box.value);
    if (known.size) for (const row of rows(document)) mark(row, row.querySelector("[data-row]").id);
    known = new Map();
  });

  const mark = (row, id) => {
    if (known.get(id) === row.dataset.version) return;
    row.dataset.fresh = "";
    setTimeout(() => delete row.dataset.fresh, MARKED_FOR);
  };
})();
