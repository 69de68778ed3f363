// Text typed into a form marked data-draft stays in this tab until the form succeeds. Textareas only: no passwords.
(() => {
  const reader = document.body.dataset.reader ?? "";
  const sent = "sent drafts";
  const kept = "form[data-draft] textarea";

  const key = (area) => `draft ${reader} ${area.form.getAttribute("action")} ${area.name}`;
  const keys = (form) => [...document.querySelectorAll(kept)].filter((area) => area.form === form).map(key);
  const forget = (all) => all.forEach((name) => sessionStorage.removeItem(name));

  const restore = () => {
    for (const area of document.querySelectorAll(kept)) {
      area.value ||= sessionStorage.getItem(key(area)) ?? "";
    }
  };

  // A plain form leaves this page when sent; the success line of the next page says that it arrived.
  if (document.querySelector('.flash[data-kind="success"]')) forget(JSON.parse(sessionStorage.getItem(sent) ?? "[]"));
  sessionStorage.removeItem(sent);
  restore();

  document.addEventListener("input", ({ target }) => {
    if (!target.matches(kept)) return;
    if (target.value) sessionStorage.setItem(key(target), target.value);
    else sessionStorage.removeItem(key(target));
  });

  document.addEventListener("submit", ({ target, defaultPrevented }) => {
    if (target.matches("[data-forget]")) return sessionStorage.clear();
    if (!defaultPrevented) sessionStorage.setItem(sent, JSON.stringify(keys(target)));
  });

  document.addEventListener("htmx:beforeOnLoad", ({ detail }) => {
    if (detail.elt.matches("form[data-draft]") && detail.xhr.status < 300) forget(keys(detail.elt));
  });
  document.addEventListener("htmx:afterSwap", restore);
})();
