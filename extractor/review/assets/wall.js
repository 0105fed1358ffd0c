"use strict";
// The contact wall: the same field of many documents, as cut-outs with the value below each. Enter confirms those in
// sight that nobody marked; what is not in sight is never confirmed.

(() => {
  const { make, say, showText, verdicts } = jixiao;
  const index = jixiao.get("index");
  const SIGNS = { right: "✓", wrong: "✗", doubtful: "?" };
  const WIDTH = 250;
  const names = new Map(index.documents.map((entry) => [entry.id, entry]));
  let wall, grid, chooser, told, position;
  let entries = [], start = 0, at = 0, tiles = [], drawing = 0, pageSize = 12, room = WIDTH, act;

  function build(actions) {
    act = actions;
    chooser = make("select", { "aria-label": say("wall-field"), onchange: () => open(Number(chooser.value)) },
      ...index.walls.map(([name, count], number) => make("option", { value: number }, `${sayName(name)}（${count}）`)));
    chooser.addEventListener("keydown", (event) => { if (event.key !== "Escape") event.stopPropagation(); });
    position = make("span.wall-position");
    told = make("p.told", { role: "status" });
    grid = make("div.wall-grid", { role: "listbox", "aria-label": say("wall") });
    grid.addEventListener("click", (event) => {
      const tile = event.target.closest("[data-tile]");
      if (tile) focus(Number(tile.dataset.tile));
    });
    grid.addEventListener("dblclick", leaveToField);
    const button = (code, key, listener) => make("button", { type: "button", onclick: listener }, say(code), " ", make("kbd", {}, key));
    wall = make("section.wall", { hidden: true, "aria-label": say("wall") },
      make("div.bar", {}, make("strong", {}, say("wall")), chooser, position,
        make("span.space"), button("wall-confirm", "↵", confirm), button("wall-open", "o", leaveToField), button("wall-back", "Esc", () => act.closeWall())),
      grid, told);
    return wall;
  }

  /** Say a wall's name: a word of the page, and what forms call the field. */
  function sayName(name) {
    const [code, ...rest] = name.split(" ");
    return rest.length ? `${say(`wall-${code}`)} ${rest.join(" ")}` : say(`wall-${code}`);
  }

  async function open(number) {
    wall.hidden = false;
    chooser.value = String(number);
    entries = (await jixiao.loadWall(number)).entries.map(([id, form, pointer, value, risk]) => ({
      id, form, pointer, value, risk, place: verdicts.namePlace(id, form, pointer),
    }));
    measure();
    const first = entries.findIndex((entry) => !verdicts.look(entry.place).own);
    start = Math.floor(Math.max(0, first) / pageSize) * pageSize;
    at = 0;
    await draw();
  }

  function measure() {
    const across = Math.max(1, Math.floor((grid.clientWidth - 8) / (WIDTH + 10)));
    const down = Math.max(1, Math.floor((grid.clientHeight - 8) / 128));
    pageSize = across * down;
    room = (grid.clientWidth - 24 - 10 * (across - 1)) / across - 16;
    grid.style.setProperty("--across", across);
  }

  async function draw() {
    const turn = ++drawing;
    const inSight = entries.slice(start, start + pageSize);
    tiles = await Promise.all(inSight.map(complete));
    if (turn !== drawing) return;
    grid.replaceChildren(...tiles.map(drawTile));
    position.textContent = say("wall-position", { first: start + 1, last: start + tiles.length, count: entries.length });
    told.textContent = tiles.length ? "" : say("wall-empty");
    focus(Math.min(at, tiles.length - 1));
  }

  /** Give an entry with its field and its source. */
  async function complete(entry) {
    const [record, source] = await Promise.all([jixiao.loadDocument(entry.id), jixiao.loadSource(entry.id)]);
    const form = record.forms[entry.form];
    const field = form.fields.find((each) => each.pointer === entry.pointer);
    const whole = { ...field, place: entry.place, document: entry.id, name: names.get(entry.id).name, form: entry.form, pattern: form.pattern, version: form.version };
    return { entry, field: whole, source };
  }

  function drawTile(tile, number) {
    const { entry, field, source } = tile;
    const { own, others } = verdicts.look(entry.place);
    const line = own ?? others[0];
    const crops = jixiao.source.crop(entry.id, source, field, room, 58);
    const value = field.value === null ? say("blank") : entry.value;
    const document_ = names.get(entry.id);
    tile.element = make(`div.tile${line ? `.was-${line.verdict}` : ""}${field.look ? ".needs-look" : ""}`, {
      role: "option", tabindex: "-1", "data-tile": number, "aria-selected": "false", id: `tile-${number}`,
      "aria-label": `${document_.unit || document_.name}: ${value}. ${line ? say(`verdict-${line.verdict}`) : say("unjudged")}`,
    },
    make("div.crops", {}, ...crops),
    make("div.tile-value", {}, showText(value), line?.corrected ? make("ins.after", {}, showText(line.after ?? say("blank"))) : null),
    make("div.tile-name", {}, showText(document_.unit || document_.name), document_.year ? ` ${document_.year}` : ""),
    line ? make("i.sign", { "aria-hidden": "true" }, SIGNS[line.verdict]) : null);
    return tile.element;
  }

  function focus(number) {
    tiles[at]?.element.classList.remove("current");
    tiles[at]?.element.setAttribute("aria-selected", "false");
    at = Math.max(0, number);
    const tile = tiles[at];
    if (!tile) return;
    tile.element.classList.add("current");
    tile.element.setAttribute("aria-selected", "true");
    tile.element.focus({ preventScroll: true });
    tile.element.scrollIntoView({ block: "nearest" });
  }

  /** Confirm all in sight on which this reviewer has said nothing yet, and turn to the next ones. */
  async function confirm() {
    if (!(await act.knowReviewer())) return;
    const open_ = tiles.filter((tile) => !verdicts.look(tile.entry.place).own);
    open_.forEach((tile) => verdicts.judge(tile.field, "right"));
    if (start + pageSize < entries.length) {
      start += pageSize;
      at = 0;
      await draw();
    } else {
      await draw();
      told.textContent = say("wall-done");
    }
  }

  async function judge(verdict) {
    const tile = tiles[at];
    if (!tile || !(await act.knowReviewer())) return;
    verdicts.judge(tile.field, verdict);
    const next = at + 1;
    await draw();
    focus(Math.min(next, tiles.length - 1));
  }

  function leaveToField() {
    const tile = tiles[at];
    if (tile) act.openField(tile.entry.id, tile.entry.form, tile.entry.pointer);
  }

  /** Take a key; tells whether it means something here. */
  function takeKey(key) {
    const across = Number(getComputedStyle(grid).getPropertyValue("--across")) || 1;
    const moves = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across, j: 1, k: -1 };
    if (key in moves) {
      const wanted = at + moves[key];
      if (wanted >= 0 && wanted < tiles.length) focus(wanted);
      return true;
    }
    const acts = {
      Enter: confirm, x: () => judge("wrong"), d: () => judge("doubtful"), y: () => judge("right"), o: leaveToField, e: leaveToField,
      u: () => { if (verdicts.undo()) draw(); }, "]": () => turn(1), "[": () => turn(-1), PageDown: () => turn(1), PageUp: () => turn(-1),
      ".": () => openNext(1), ",": () => openNext(-1), Escape: () => act.closeWall(), w: () => act.closeWall(),
    };
    if (!(key in acts)) return false;
    acts[key]();
    return true;
  }

  function turn(by) {
    const wanted = start + by * pageSize;
    if (wanted < 0 || wanted >= entries.length) return;
    start = wanted;
    at = 0;
    draw();
  }

  function openNext(by) {
    const wanted = Number(chooser.value) + by;
    if (wanted >= 0 && wanted < index.walls.length) open(wanted);
  }

  window.addEventListener("resize", () => {
    if (!wall || wall.hidden) return;
    measure();
    draw();
  });

  jixiao.wall = {
    build, open, takeKey, close: () => { wall.hidden = true; }, isOpen: () => !wall.hidden,
    getSight: () => ({ start, count: tiles.length, of: entries.length }),
  };
})();
