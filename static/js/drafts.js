// Text typed into a form marked data-draft stays in this tab until the form succeeds. Textareas only: no passwords.
(() => {
  const reader = document.body.dataset.reader ?? "";
  const key = (area) => `draft ${reader} ${area.form.action} ${area.name}`;
  const areas = (root) => [...root.querySelectorAll("form[data-draft] textarea")];

  const restore = (root) => {
    for (const area of areas(root)) {
      const kept = sessionStorage.getItem(key(area));
      if (kept && !area.value) area.value = kept;
    }
  };

  const forget = (form) => areas(form.parentNode).filter((area) => area.form === form).forEach((area) => sessionStorage.removeItem(key(area)));

  // A plain form leaves this page when sent; the success line of the next page says that it arrived.
  const sent = "sent drafts";
  if (document.querySelector('.flash[data-kind="success"]')) {
    for (const kept of JSON.parse(sessionStorage.getItem(sent) ?? "[]")) sessionStorage.removeItem(kept);
  }
  sessionStorage.removeItem(sent);
  restore(document);

  document.addEventListener("input", ({ target }) => {
    if (!target.matches("form[data-draft] textarea")) return;
    if (target.value) sessionStorage.setItem(key(target), target.value);
    else sessionStorage.removeItem(key(target));
  });

  document.addEventListener("submit", ({ target, defaultPrevented }) => {
    if (target.matches("[data-forget]")) return sessionStorage.clear();
    if (!defaultPrevented) sessionStorage.setItem(sent, JSON.stringify(areas(target.parentNode).map(key)));
  });

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    if (detail.elt.matches("form[data-draft]") && detail.xhr.status < 300) forget(detail.elt);
  });
  document.addEventListener("htmx:afterSwap", () => restore(document));
})();
