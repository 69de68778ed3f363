// An open menu closes when the press goes elsewhere, or with Escape.
(() => {
  const close = (keep) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(keep)) menu.open = false;
  };
  document.addEventListener("click", (event) => close(event.target));
  document.addEventListener("keydown", (event) => event.key === "Escape" && close(null));
})();
