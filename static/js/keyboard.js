// j and k walk the rows, o opens one, data-key="x" gives any link, button, input or dialog a key of its own.
(() => {
  const place = "tr, .card, .notice";
  const off = "shortcuts-off";
  const quiet = "input, textarea, select, dialog, [contenteditable]";
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
    if (element.matches("input, textarea")) return element.select();
    element.click();
  };

  const keys = { j: () => walk(1), k: () => walk(-1), o: () => current()?.click() };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.matches("input[data-key]")) return event.target.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest(quiet) || localStorage.getItem(off)) return;
    const marked = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    const action = keys[event.key] ?? (marked && (() => follow(marked)));
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
