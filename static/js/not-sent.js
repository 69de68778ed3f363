// A press that got no usable answer says so; a poll that failed just comes again.
(() => {
  const say = ({ detail }) => {
    if (detail.elt.getAttribute("hx-trigger")?.includes("every ")) return;
    const line = document.getElementById("not-sent").content.cloneNode(true);
    document.getElementById("flashes").replaceChildren(line);
    document.getElementById("flashes").scrollIntoView({ block: "nearest" });
  };
  for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) document.addEventListener(name, say);
})();
