// Gives what is in the page and does not belong there: other elements than its own, handlers, loads from elsewhere.
(tags) => {
  const all = [...document.body.querySelectorAll("*")];
  const home = new URL(".", location.href).href;
  const acts = ({ name, value }) => name.startsWith("on") || value.trim().toLowerCase().startsWith("javascript:");
  return {
    strange: all.map((each) => each.tagName).filter((tag) => !tags.includes(tag)),
    handlers: all.filter((each) => [...each.attributes].some(acts)).length,
    loads: all.filter((each) => each.src && !each.src.startsWith(home)).map((each) => each.src),
    heads: document.head.querySelectorAll("script:not([src]), base, style").length,
    pwned: "pwned" in window,
  };
}
