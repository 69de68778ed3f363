// "All on this page": ticks every row's checkbox that belongs to the form of changes of many. Without it each is ticked alone.
(() => {
  const boxes = () => [...document.querySelectorAll('input[name="ticket"][form="bulk"]')];
  const show = () => {
    for (const label of document.querySelectorAll("[data-select-all]")) label.hidden = boxes().length === 0;
  };
  document.addEventListener("change", (event) => {
    const label = event.target.closest("[data-select-all]");
    if (label) for (const box of boxes()) box.checked = event.target.checked;
  });
  document.addEventListener("htmx:afterSwap", show);
  show();
})();
