// The page of a ticket says every quarter of a minute that it is open, and whether an answer is being written; it says so
// at once when that begins or ends, and when the page is left.
(() => {
  const EVERY = 15_000;
  const answers = "#move-reply textarea, #move-answer textarea";
  let told = "";

  const place = () => document.querySelector("[data-presence]");
  const doing = () => ([...document.querySelectorAll(answers)].some((area) => area.value.trim()) ? "answering" : "looking");
  const body = (what) => {
    const { "X-CSRFToken": token } = JSON.parse(document.body.getAttribute("hx-headers"));
    return new URLSearchParams({ csrf_token: token, doing: what });
  };

  const beat = async () => {
    const here = place();
    if (!here || document.hidden) return;
    told = doing();
    const answer = await fetch(here.dataset.presence, { method: "POST", body: body(told), redirect: "error" }).catch(() => null);
    if (answer && [403, 404, 422].includes(answer.status)) delete here.dataset.presence;
    if (answer?.status === 200) show(place(), await answer.text());
  };

  const show = (here, html) => {
    const words = document.createElement("template");
    words.innerHTML = html;
    if (here && here.textContent.trim() !== words.content.textContent.trim()) here.replaceChildren(words.content);
  };

  const changed = () => place() && doing() !== told && beat();

  setInterval(beat, EVERY);
  document.addEventListener("DOMContentLoaded", beat);
  document.addEventListener("visibilitychange", beat);
  document.addEventListener("input", ({ target }) => target.matches(answers) && changed());
  document.addEventListener("htmx:afterSwap", changed);
  addEventListener("pageshow", ({ persisted }) => persisted && beat());
  addEventListener("pagehide", () => place() && navigator.sendBeacon(place().dataset.presence, body("gone")));
})();
