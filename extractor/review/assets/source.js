"use strict";
// The left side: the source as it looks, each piece of text in the colour of what it became, and the place in focus.

(() => {
  const { make, say, showText } = jixiao;
  const KINDS = ["residue", "value", "label", "repeated", "furniture", "outside", "unread"];
  const VALUE = KINDS.indexOf("value");
  const RESIDUE = KINDS.indexOf("residue");
  const SMALLEST_PRINT = 8; // pixels that a line in focus has at least; a smaller one is zoomed to
  const BASE = 1.25; // pixels a point at zoom 1, where the column is wide enough
  let viewer, canvas, legend, told;
  let shown = null; // {id, source, places: name → [pointer], elements: name → element, pages: number → element}
  let zoom = 1, chosen = 1;
  let picked = () => {};
  const rows = new WeakMap(); // of each source, where each place is

  function build() {
    canvas = make("div.canvas");
    viewer = make("div.viewer", { tabindex: 0, role: "region", "aria-label": say("source") }, canvas);
    legend = make("div.legend", { role: "group", "aria-label": say("legend") });
    for (const kind of KINDS.slice().sort((a, b) => (a === "value" ? -1 : b === "value" ? 1 : 0))) {
      legend.append(make("span.legend-item", {}, make(`i.swatch.k-${kind}`), say(`kind-${kind}`)));
    }
    const buttons = make("div.zoom", {},
      make("button", { type: "button", title: say("zoom-out"), "aria-label": say("zoom-out"), onclick: () => setZoom(zoom / 1.25) }, "−"),
      make("button", { type: "button", title: say("zoom-fit"), onclick: () => setZoom(1) }, say("zoom-fit-short")),
      make("button", { type: "button", title: say("zoom-in"), "aria-label": say("zoom-in"), onclick: () => setZoom(zoom * 1.25) }, "+"));
    told = make("p.told", { role: "status" });
    canvas.addEventListener("click", pick);
    return make("section.source", {}, make("div.bar", {}, legend, buttons), viewer, told);
  }

  /** Show a document's source. `record` has its fields and what was left over, by which places are linked. */
  function show(id, source, record) {
    const places = new Map();
    for (const form of record.forms) {
      form.fields.forEach((field) => field.places.forEach((name) => {
        places.set(name, [...(places.get(name) ?? []), field]);
      }));
    }
    const rest = record.forms.flatMap((form) => form.residue.flatMap(([, names]) => names));
    shown = { id, source, places, elements: new Map(), pages: new Map(), marks: new Map() };
    canvas.replaceChildren();
    canvas.className = "canvas";
    told.textContent = "";
    if (record.problem) canvas.append(make("p.notice", { role: "note" }, say(`problem-${record.problem[0]}`, { detail: record.problem[1] }), " ", showText(record.paths[0] ?? "")));
    if (source.pages) drawPages(id, source, places, new Set(rest));
    else if (source.blocks) drawBlocks(source);
    viewer.scrollTop = 0;
    zoom = chosen;
    fit();
  }

  // ---- pages -------------------------------------------------------------------------------------------------------

  function drawPages(id, source, places, rest) {
    canvas.classList.add("of-pages");
    if (source.pages.length < source.count) canvas.append(make("p.notice", { role: "note" }, say("pages-left-out", { count: source.count - source.pages.length })));
    for (const page of source.pages) {
      const [width, height] = page.size;
      const picture = make("img", {
        src: jixiao.placePicture(id, page.picture), width: page.pixels[0], height: page.pixels[1], alt: "",
        loading: "lazy", decoding: "async", draggable: "false",
      });
      const layer = make("div.layer");
      const seen = new Set();
      const draw = (kind, box, name) => {
        seen.add(name);
        const mark = make(`div.mark.k-${KINDS[kind]}`, { "data-place": name });
        placeBox(mark, box, width, height);
        shown.elements.set(name, mark);
        layer.append(mark);
      };
      for (const [kind, ...box] of page.marks) {
        const name = `p${page.number} ${box.join(" ")}`;
        draw(places.has(name) ? (rest.has(name) ? RESIDUE : VALUE) : kind, box, name);
      }
      // What the record shows and the drawing does not know: another version of the program read it.
      for (const name of [...places.keys(), ...rest]) {
        const box = readBox(name);
        if (box && box.page === page.number && !seen.has(name)) draw(places.has(name) ? VALUE : RESIDUE, box.box, name);
      }
      const figure = make("figure.page", { "data-page": page.number },
        make("figcaption", {}, say("page", { number: page.number, count: source.count })),
        make("div.sheet", {}, picture, layer));
      if (!page.marks.length) figure.classList.add("unread");
      figure.querySelector(".sheet").style.aspectRatio = `${width} / ${height}`;
      shown.pages.set(page.number, { figure, page, layer });
      canvas.append(figure);
    }
  }

  function placeBox(element, [x0, top, x1, bottom], width, height) {
    element.style.left = `${(100 * x0) / width}%`;
    element.style.top = `${(100 * top) / height}%`;
    element.style.width = `${(100 * (x1 - x0)) / width}%`;
    element.style.height = `${(100 * (bottom - top)) / height}%`;
  }

  function readBox(name) {
    const found = /^p(\d+) (-?\d+) (-?\d+) (-?\d+) (-?\d+)$/.exec(name);
    return found && { page: Number(found[1]), box: found.slice(2).map(Number) };
  }

  /** Give the text that the page's own text layer has in a box; null where there is no page. */
  function readText(name) {
    const found = readBox(name);
    const page = found && shown.pages.get(found.page)?.page;
    if (!page) return null;
    const [x0, top, x1, bottom] = found.box;
    let text = "";
    for (const [y, characters, steps] of page.text) {
      if (y < top || y > bottom) continue;
      let x = 0;
      [...characters].forEach((character, at) => {
        x += steps[at];
        if (x >= x0 && x <= x1) text += character;
      });
    }
    return text;
  }

  // ---- cells -------------------------------------------------------------------------------------------------------

  function drawBlocks(source) {
    canvas.classList.add("of-cells");
    for (const block of source.blocks) {
      if (block.sheet !== null) canvas.append(make("h2.sheet-name", {}, showText(block.sheet)));
      canvas.append(block.table === null || source.flows ? drawLines(block) : drawTable(block));
    }
    if (source.left_out) canvas.append(make("p.notice", { role: "note" }, say("rows-left-out", { count: source.left_out })));
  }

  function drawLines(block) {
    const lines = make("div.lines");
    block.cells.forEach((cells, at) => {
      const number = block.numbers[at];
      lines.append(make("p.line", {}, make("span.line-number", {}, number ?? ""), make("span.line-cells", {}, ...cells.map(([, kind, text, names]) => drawText("span", kind, text, names)))));
    });
    return lines;
  }

  function drawTable(block) {
    const table = make("table.cells");
    const lettered = block.sheet !== null;
    table.append(weighColumns(block));
    table.style.minWidth = `${table.firstChild.children.length * 58}px`;
    if (lettered) {
      const letters = Array.from({ length: block.columns }, (_, at) => make("th", { scope: "col" }, nameColumn(at)));
      table.append(make("thead", {}, make("tr", {}, make("th"), ...letters)));
    }
    const body = make("tbody");
    const open = []; // until which row each column is taken from above
    block.cells.forEach((cells, row) => {
      const line = make("tr", {}, make("th", { scope: "row" }, block.numbers[row] ?? ""));
      let column = 0;
      const skip = (until) => {
        while (column < until) {
          if (!((open[column] ?? 0) > row)) line.append(make("td.gap"));
          column++;
        }
      };
      for (const [left, kind, text, names, across, down] of cells) {
        skip(left);
        const cell = drawText("td", kind, text, names);
        cell.colSpan = across;
        cell.rowSpan = Math.min(down, block.cells.length - row);
        for (let at = left; at < left + across; at++) open[at] = row + down;
        line.append(cell);
        column = left + across;
      }
      skip(block.columns);
      body.append(line);
    });
    table.append(body);
    return table;
  }

  /** Give each column the room that its texts need: a long text takes more, but not in proportion. */
  function weighColumns(block) {
    const room = new Array(block.columns).fill(3);
    for (const cells of block.cells) {
      for (const [left, , text, , across] of cells) {
        if (across === 1) room[left] = Math.max(room[left], Math.min(26, 2 + 1.7 * Math.sqrt(text.length)));
      }
    }
    const whole = room.reduce((a, b) => a + b, 0);
    const columns = room.map((wide) => {
      const column = make("col");
      column.style.width = `${(97 * wide) / whole}%`;
      return column;
    });
    return make("colgroup", {}, make("col.numbers"), ...columns);
  }

  function nameColumn(at) {
    const letter = String.fromCharCode(65 + (at % 26));
    return at < 26 ? letter : nameColumn(Math.floor(at / 26) - 1) + letter;
  }

  function drawText(tag, kind, text, names) {
    const isValue = names.some((name) => shown.places.has(name));
    const drawn = isValue && KINDS[kind] !== "residue" && kind >= 0 ? "value" : KINDS[kind] ?? "blank";
    const element = make(`${tag}.text.k-${drawn}`, { "data-place": names[0] }, showText(text));
    names.forEach((name) => shown.elements.set(name, element));
    return element;
  }

  // ---- focus -------------------------------------------------------------------------------------------------------

  /** Light up the places of a field, and bring the first into view. */
  function focus(field) {
    canvas.querySelectorAll(".focus, .frame").forEach((element) => {
      if (element.classList.contains("frame")) element.remove();
      else element.classList.remove("focus");
    });
    told.textContent = "";
    const elements = (field?.places ?? []).map(light).filter(Boolean);
    if (!elements.length) return;
    if (elements[0].classList.contains("frame")) enlargePrint(elements, field);
    bringIntoView(elements[0]);
  }

  /** Zoom to print that is too small to read; the zoom that the reviewer chose returns with the next field. */
  function enlargePrint(frames, field) {
    if (zoom !== chosen) zoomTo(chosen);
    const lines = field.raw.split("\n").length;
    const short = frames.map((frame) => frame.getBoundingClientRect()).map((box) => Math.min(box.width, box.height));
    const print = lines > 1 ? short.reduce((a, b) => a + b) / lines : Math.max(...short);
    if (print > 0 && print < SMALLEST_PRINT) zoomTo(Math.min(3, (zoom * SMALLEST_PRINT) / print));
  }

  function light(name) {
    const found = readBox(name);
    if (!found) {
      const element = shown.elements.get(name);
      element?.classList.add("focus");
      return element;
    }
    const place = shown.pages.get(found.page);
    if (!place) return null;
    const frame = make("div.frame", { "data-place": name });
    placeBox(frame, found.box, ...place.page.size);
    place.layer.append(frame);
    shown.elements.get(name)?.classList.add("focus");
    return frame;
  }

  function bringIntoView(element) {
    const box = element.getBoundingClientRect();
    const window_ = viewer.getBoundingClientRect();
    const high = box.height > window_.height - 40;
    const top = viewer.scrollTop + box.top - window_.top - (high ? 20 : (window_.height - box.height) / 2);
    const inside = box.left >= window_.left && box.right <= window_.right;
    const left = inside ? viewer.scrollLeft : viewer.scrollLeft + box.left - window_.left - Math.max(20, (window_.width - box.width) / 2);
    viewer.scrollTo({ top, left, behavior: "instant" });
  }

  function setZoom(wanted) {
    zoomTo(wanted);
    chosen = zoom;
  }

  function zoomTo(wanted) {
    const height = viewer.scrollHeight;
    const middle = (viewer.scrollTop + viewer.clientHeight / 2) / Math.max(1, height);
    zoom = Math.max(0.5, Math.min(5, wanted));
    fit();
    viewer.scrollTop = middle * viewer.scrollHeight - viewer.clientHeight / 2;
  }

  /** Give the pages the width of the column, and no more than they need, times the zoom. */
  function fit() {
    canvas.style.setProperty("--zoom", zoom);
    if (!shown?.source.pages) return;
    const room = viewer.clientWidth - 28;
    for (const { figure, page } of shown.pages.values()) {
      figure.style.width = `${Math.min(room, (page.size[0] / 10) * BASE) * zoom}px`;
    }
  }

  function pick(event) {
    const element = event.target.closest("[data-place]");
    if (!element) return;
    const names = [...shown.elements].filter(([, known]) => known === element).map(([name]) => name);
    const fields = (names.length ? names : [element.dataset.place]).flatMap((name) => shown.places.get(name) ?? []);
    if (fields.length) picked(fields);
    else {
      const kind = [...element.classList].find((name) => name.startsWith("k-"))?.slice(2);
      told.textContent = kind && kind !== "blank" ? say(`became-${kind}`) : say("became-blank");
    }
  }

  // ---- crops -------------------------------------------------------------------------------------------------------

  /** Give enlarged pieces of a source, one for each place of a field. */
  function crop(id, source, field, width, height) {
    if (source.pages) {
      return field.places.slice(0, 3).map((name) => cropPage(id, source, name, width, height)).filter(Boolean);
    }
    if (!source.blocks) return [];
    return [cropCells(source, field, width > 300 ? 2 : 1)];
  }

  /** Give the row of a field's cell: the cell whole, and so many of its neighbours, which tell where one is. */
  function cropCells(source, field, beside) {
    const [row, at] = findRow(source, field.places[0]);
    const cells = row.map(([, kind, text], number) => [kind, text, number]).filter(([kind, , number]) => kind >= 0 || number === at);
    const middle = cells.findIndex(([, , number]) => number === at);
    const near = cells.slice(Math.max(0, middle - beside), middle + beside).map(([kind, text, number]) =>
      number === at ? make("span.words", {}, showText(field.raw)) : make(`span.beside.k-${KINDS[kind]}`, {}, showText(text.length > 7 * beside ? `${text.slice(0, 7 * beside - 1)}…` : text)));
    return make("div.crop.of-text", { title: field.places.map(sayPlace).join("、") }, make("span.address", {}, sayPlace(field.places[0] ?? "")), ...near);
  }

  function findRow(source, name) {
    if (!rows.has(source)) {
      const found = new Map();
      for (const block of source.blocks) {
        for (const row of block.cells) row.forEach(([, , , names], at) => names.forEach((each) => found.set(each, [row, at])));
      }
      rows.set(source, found);
    }
    return rows.get(source).get(name) ?? [[[0, 0, "", []]], 0];
  }

  function cropPage(id, source, name, width, height) {
    const found = readBox(name);
    const page = found && source.pages.find((each) => each.number === found.page);
    if (!page) return null;
    const [x0, top, x1, bottom] = found.box.map((edge) => edge / 10);
    const [pageWidth, pageHeight] = page.size.map((side) => side / 10);
    const scale = Math.max(1.15, Math.min(2.4, width / (x1 - x0 + 24), height / (bottom - top + 12)));
    const wide = Math.min(width, pageWidth * scale);
    const high = Math.min(height, (bottom - top + 14) * scale);
    const clamp = (wanted, room, size) => Math.max(0, Math.min(wanted, size - room));
    const left = clamp((x1 - x0) * scale > wide ? x0 * scale - 8 : ((x0 + x1) / 2) * scale - wide / 2, wide, pageWidth * scale);
    const up = clamp((bottom - top) * scale > high ? top * scale - 6 : ((top + bottom) / 2) * scale - high / 2, high, pageHeight * scale);
    const picture = make("img", { src: jixiao.placePicture(id, page.picture), alt: "", decoding: "async", draggable: "false" });
    picture.style.width = `${pageWidth * scale}px`;
    picture.style.height = `${pageHeight * scale}px`;
    picture.style.left = `${-left}px`;
    picture.style.top = `${-up}px`;
    const frame = make("div.frame");
    frame.style.left = `${x0 * scale - left - 2}px`;
    frame.style.top = `${top * scale - up - 1}px`;
    frame.style.width = `${(x1 - x0) * scale + 4}px`;
    frame.style.height = `${(bottom - top) * scale + 2}px`;
    const box = make("div.crop", { title: sayPlace(name) }, picture, frame);
    box.style.width = `${wide}px`;
    box.style.height = `${high}px`;
    return box;
  }

  /** Say a place as people do: page 3; table 1, row 12, column 3; D12; line 18. */
  function sayPlace(name) {
    let found;
    if ((found = readBox(name))) return say("place-page", { page: found.page });
    if ((found = /^t(\d+) r(\d+) c(\d+)$/.exec(name))) return say("place-table", { table: found[1], row: found[2], column: found[3] });
    if ((found = /^s([A-Z]+\d+) /.exec(name))) return say("place-cell", { cell: found[1] });
    if ((found = /^l(\d+) /.exec(name))) return say("place-line", { line: found[1] });
    return name;
  }

  window.addEventListener("resize", fit);
  jixiao.source = { build, show, focus, crop, sayPlace, readText, setZoom: (factor) => setZoom(zoom * factor), onPick: (listener) => { picked = listener; } };
})();
