"use strict";
// The documents, those first that need a person first. Only the rows in sight are there: a batch may hold thousands.

(() => {
  const { make, say, showText } = jixiao;
  const index = jixiao.get("index");
  const ROW = 46;
  let list, scroller, spacer, filter, shown = [], current = null, counts = new Map(), picked = () => {};

  function build() {
    filter = make("input", { type: "search", placeholder: say("filter"), "aria-label": say("filter"), oninput: choose });
    filter.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape" || event.key === "Enter") {
        filter.blur();
        if (event.key === "Enter" && shown.length) picked(shown[0].id);
      }
    });
    spacer = make("div.list-rows", { role: "listbox", tabindex: 0, "aria-label": say("documents") });
    spacer.addEventListener("keydown", (event) => {
      const next = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!next) return;
      event.stopPropagation();
      event.preventDefault();
      const id = step(next);
      if (id) picked(id, true);
    });
    scroller = make("div.list-scroll", {}, spacer);
    scroller.addEventListener("scroll", draw, { passive: true });
    spacer.addEventListener("click", (event) => {
      const row = event.target.closest("[data-id]");
      if (row) picked(row.dataset.id);
    });
    list = make("nav.list", { "aria-label": say("documents") }, make("div.bar", {}, filter), scroller);
    if (index.unread.length) list.append(showUnread());
    choose();
    return list;
  }

  function showUnread() {
    return make("details.unread-inputs", {}, make("summary", {}, say("unread", { count: index.unread.length })),
      ...index.unread.slice(0, 500).map((input) => make("p", {}, make("b", {}, showText(input.path)), " ", showText(input.says))));
  }

  function choose() {
    const wanted = filter.value.trim().toLowerCase();
    const planned = index.plan ? new Set(index.plan.fields.map((field) => field.document)) : null;
    shown = index.documents.filter((entry) => (!planned || planned.has(entry.id)) &&
      (!wanted || `${entry.path} ${entry.unit}`.toLowerCase().includes(wanted)));
    spacer.style.height = `${shown.length * ROW}px`;
    draw();
  }

  function draw() {
    const first = Math.max(0, Math.floor(scroller.scrollTop / ROW) - 4);
    const last = Math.min(shown.length, first + Math.ceil((scroller.clientHeight || 700) / ROW) + 8);
    spacer.replaceChildren(...shown.slice(first, last).map((entry, at) => drawRow(entry, first + at)));
    const at = shown.findIndex((entry) => entry.id === current);
    if (at >= first && at < last) spacer.setAttribute("aria-activedescendant", `row-${at}`);
    else spacer.removeAttribute("aria-activedescendant");
  }

  function drawRow(entry, at) {
    const done = counts.get(entry.id) ?? 0;
    const row = make(`div.list-row.st-${entry.status}`, {
      role: "option", "data-id": entry.id, title: entry.path, id: `row-${at}`,
      "aria-selected": entry.id === current ? "true" : "false", "aria-posinset": at + 1, "aria-setsize": shown.length,
    },
    make("span.list-name", {}, showText(entry.unit || entry.name)), showNeed(entry),
    make("span.list-file", {}, entry.year ? `${entry.year} · ` : "", showText(entry.name)),
    make("span.list-count", {}, done ? `${done}/${entry.fields}` : entry.fields ? `${entry.fields}` : ""));
    row.style.top = `${at * ROW}px`;
    return row;
  }

  function showNeed(entry) {
    if (entry.look) return make("span.list-look", {}, say("look-count", { count: entry.look }));
    return make(`span.list-look${entry.status === "ok" ? ".is-fine" : ""}`, {}, say(`status-${entry.status}`));
  }

  function setCurrent(id) {
    current = id;
    const at = shown.findIndex((entry) => entry.id === id);
    if (at >= 0) {
      const top = at * ROW;
      if (top < scroller.scrollTop) scroller.scrollTop = top;
      else if (top + ROW > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = top + ROW - scroller.clientHeight;
    }
    draw();
  }

  /** Give the document before or after the current one. */
  function step(by) {
    const at = shown.findIndex((entry) => entry.id === current);
    return shown[at + by]?.id ?? null;
  }

  jixiao.list = {
    build, setCurrent, step, draw,
    getShown: () => shown,
    setCounts: (fresh) => { counts = fresh; draw(); },
    focusFilter: () => filter.focus(),
    onPick: (listener) => { picked = listener; },
  };
})();
