// Text typed into a form marked data-draft is not lost. Its textareas stay in this tab until the form succeeds; where the
// form has a field "draft", its lines stay too, and all of it is kept on the server every few seconds, for another day or
// browser.
(() => {
  const EVERY = 2_500;
  const reader = document.body.dataset.reader ?? "";
  const sent = "sent drafts";
  const typed = "textarea, input[type=text]";
  const kept = "form[data-draft] textarea, form[data-draft]:has([name=draft]) input[type=text]";
  const waiting = new Map(); // forms with something new to keep, and the timer of each
  const gone = new WeakSet(); // forms that were sent

  const key = (area) => `draft ${reader} ${area.form.getAttribute("action")} ${area.name}`;
  const mine = `${kept}, form[data-draft] input[name=draft]`;
  const keys = (form) => [...document.querySelectorAll(mine)].filter((area) => area.form === form).map(key);
  const forget = (all) => all.forEach((name) => sessionStorage.removeItem(name));

  const field = (form) => form.querySelector("input[name=draft]");
  const know = (draft, id, version) => {
    [draft.value, draft.dataset.version] = [id, version];
    sessionStorage.setItem(key(draft), JSON.stringify([id, version]));
    document.querySelector(`[data-offer="${id}"]`)?.remove(); // it stands in the form already
  };

  const remember = (area) => {
    if (area.value) sessionStorage.setItem(key(area), area.value);
    else sessionStorage.removeItem(key(area));
  };

  const restore = () => {
    for (const area of document.querySelectorAll(kept)) {
      if (field(area.form)?.value) remember(area);
      else area.value ||= sessionStorage.getItem(key(area)) ?? "";
    }
    for (const draft of document.querySelectorAll("form[data-draft] input[name=draft]")) {
      const known = draft.value ? [draft.value, draft.dataset.version] : JSON.parse(sessionStorage.getItem(key(draft)));
      if (known) know(draft, ...known);
    }
  };

  const body = (form) => {
    const draft = field(form);
    const texts = [...form.querySelectorAll(typed)].map((area) => [area.name, area.value]);
    return new URLSearchParams({
      csrf_token: form.elements.csrf_token.value,
      address: form.getAttribute("action"),
      draft: draft.value,
      version: draft.dataset.version,
      texts: JSON.stringify(Object.fromEntries(texts)),
    });
  };

  const keep = async (form, keepalive = false) => {
    rest(form);
    const draft = field(form);
    const how = { method: "POST", body: body(form), redirect: "error", keepalive };
    const answer = await fetch(draft.dataset.keep, how).catch(() => null);
    if (gone.has(form)) return;
    if (answer?.status === 404) know(draft, "", ""); // sent or thrown away in another window
    if (answer?.status !== 200) return;
    const { id, version } = await answer.json();
    know(draft, id, version);
  };

  const rest = (form) => {
    clearTimeout(waiting.get(form));
    waiting.delete(form);
  };

  const keepAll = (keepalive) => Promise.all([...waiting.keys()].map((form) => keep(form, keepalive)));

  // A plain form leaves this page when sent; the success line of the next page says that it arrived.
  if (document.querySelector('.flash[data-kind="success"]')) forget(JSON.parse(sessionStorage.getItem(sent) ?? "[]"));
  sessionStorage.removeItem(sent);
  restore();

  document.addEventListener("input", ({ target }) => {
    const form = target.form;
    if (!form?.matches("[data-draft]")) return;
    if (target.matches(kept)) remember(target);
    if (target.matches(typed) && field(form) && !waiting.has(form)) waiting.set(form, setTimeout(keep, EVERY, form));
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-forget]")) {
      sessionStorage.clear();
      if (!waiting.size) return;
      event.preventDefault(); // what was typed is kept before the session ends
      return keepAll().finally(() => (sessionStorage.clear(), form.submit()));
    }
    rest(form);
    gone.add(form);
    if (!event.defaultPrevented) sessionStorage.setItem(sent, JSON.stringify(keys(form)));
  });

  document.addEventListener("visibilitychange", () => document.hidden && keepAll(true));
  addEventListener("pagehide", () => keepAll(true));

  document.addEventListener("htmx:beforeOnLoad", ({ detail }) => {
    if (detail.elt.matches("form[data-draft]") && detail.xhr.status < 300) forget(keys(detail.elt));
  });
  document.addEventListener("htmx:afterSwap", restore);
})();
