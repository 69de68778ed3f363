// j and k walk the rows, o opens one, t begins its transfer. data-key="x" gives any link, button, input or dialog a key of its
// own; one inside the row at hand goes before one elsewhere.
(() => {
  const place = "tr, .card, .notice";
  const off = "shortcuts-off";
  const quiet = "input:not([type='checkbox']), textarea, select, dialog, [contenteditable]";
  let last = "";

  const rows = () => [...document.querySelectorAll("[data-row]")];

  const current = () => {
    const inside = document.activeElement.closest(place);
    return inside?.querySelector("[data-row]") ?? document.getElementById(last);
  };

  const walk = (step) => {
    const all = rows();
    const at = all.indexOf(current());
    const next = all[at < 0 ? 0 : Math.min(Math.max(at + step, 0), all.length - 1)];
    next?.focus();
    last = next?.id ?? "";
  };

  const follow = (element) => {
    if (element.matches("dialog")) return element.showModal();
    if (element.matches("input:not([type='checkbox']), textarea")) return element.select();
    element.click();
  };

  // The page of the row's ticket with a step opened: what the step's own link does there.
  const begin = (step) => {
    const address = new URL(current().href);
    address.searchParams.set("do", step);
    location.assign(`${address}#main`);
  };

  const keys = {
    j: () => walk(1),
    k: () => walk(-1),
    o: () => current()?.click(),
    t: () => current() && begin("transfer"),
  };

  const actionOf = (key) => {
    const wanted = `[data-key="${CSS.escape(key)}"]`;
    const own = current()?.closest(place)?.querySelector(wanted);
    if (!own && key in keys && rows().length) return keys[key];
    const marked = own ?? document.querySelector(wanted);
    return marked && (() => follow(marked));
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.matches("input[data-key]")) return event.target.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest(quiet) || localStorage.getItem(off)) return;
    const action = actionOf(event.key);
    if (!action) return;
    event.preventDefault();
    action();
  });

  // A person who dictates or types elsewhere can turn single keys off, and back on from the same list.
  for (const box of document.querySelectorAll("[data-shortcuts]")) {
    box.checked = !localStorage.getItem(off);
    box.addEventListener("change", () => (box.checked ? localStorage.removeItem(off) : localStorage.setItem(off, "1")));
  }
})();
