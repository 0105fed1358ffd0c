"use strict";
// The page as a whole: which document and field are in sight, and what happens when a person acts.

(() => {
  const { make, say, showText, verdicts, saving, list, source, record, dock, wall } = jixiao;
  const index = jixiao.get("index");
  const LANGUAGE = "jixiao:language";
  const entries = new Map(index.documents.map((entry) => [entry.id, entry]));
  const planned = index.plan ? new Set(index.plan.fields.map((f) => verdicts.namePlace(f.document, f.form, f.pointer))) : null;
  let state = null; // {id, entry, record, source, fields, walked, at}
  let opening = 0;
  let top_, help, asking, spoken;

  // ---- building ----------------------------------------------------------------------------------------------------

  function build() {
    document.body.replaceChildren();
    help = jixiao.keys.buildHelp();
    top_ = buildTop();
    const actions = { judge, edit, undo, refocus, knowReviewer, openField: goTo, closeWall };
    spoken = make("p.spoken", { role: "status" });
    document.body.append(
      top_.bar,
      make("main", {}, list.build(), source.build(), make("section.record", { "aria-label": say("record") }, record.build(), dock.build(actions))),
      wall.build(actions), help, spoken);
  }

  function buildTop() {
    const button = (code, key, listener) => make("button", { type: "button", onclick: listener, title: say(`key-${code}`) }, say(`top-${code}`), " ", make("kbd", {}, key));
    const parts = {
      name: make("span.doc-name"), facts: make("span.doc-facts"), progress: make("progress", { max: 1, value: 0, "aria-label": say("progress") }),
      count: make("span.doc-count"), unsaved: make("button.save", { type: "button", onclick: () => saving.save(), title: say("key-save") }),
      reviewer: make("button.reviewer", { type: "button", onclick: () => askReviewer() }),
      trouble: make("p.trouble", { role: "alert", hidden: true }),
    };
    const files = make("input", { type: "file", accept: ".jsonl,application/jsonl", hidden: true, onchange: () => importFile(files) });
    const choose = saving.canChoose() ? make("button", { type: "button", onclick: () => saving.chooseFile(), title: say("choose-title") }, say("top-choose")) : null;
    parts.bar = make("header.top", {}, make("span.brand", {}, "jixiao"),
      make("div.doc", {}, parts.name, parts.facts),
      make("div.doing", {}, parts.progress, parts.count),
      index.walls.length ? button("wall", "w", () => openWall()) : null,
      button("language", "l", switchLanguage), button("help", "?", () => help.showModal()),
      parts.reviewer, make("button", { type: "button", onclick: () => files.click(), title: say("import-title") }, say("top-import")), files,
      choose, parts.unsaved, parts.trouble);
    return parts;
  }

  // ---- documents ---------------------------------------------------------------------------------------------------

  async function open(id, form = null, pointer = null, stay = false) {
    const turn = ++opening;
    const entry = entries.get(id);
    let shown, drawn;
    try {
      [shown, drawn] = await Promise.all([jixiao.loadDocument(id), jixiao.loadSource(id).catch(() => ({ problem: "missing" }))]);
    } catch {
      top_.name.textContent = say("document-missing");
      return;
    }
    if (turn !== opening) return;
    const fields = gather(id, entry, shown);
    const walked = planned ? fields.filter((field) => planned.has(field.place)) : fields;
    state = { id, entry, record: shown, source: drawn, fields, walked, at: -1 };
    source.show(id, drawn, shown);
    record.show(shown, fields, planned);
    list.setCurrent(id);
    top_.name.replaceChildren(showText(entry.unit || entry.name));
    top_.facts.replaceChildren(showText(`${entry.name} · ${say(`status-${entry.status}`)}`));
    document.title = `${entry.unit || entry.name} · jixiao`;
    const wanted = pointer === null ? firstToLook() : fields.find((field) => field.form === form && field.pointer === pointer);
    if (wanted) focus(wanted, !stay);
    else {
      source.focus(null);
      dock.show(state, null);
    }
    refreshTop();
    loadAhead();
  }

  /** Give all fields of a document in the order of its lines, each with its name for people. */
  function gather(id, entry, shown) {
    const fields = [];
    shown.forms.forEach((form, number) => {
      const own = new Map(form.fields.map((field) => [field.pointer, field]));
      let section = "";
      form.lines.forEach(([style, , pieces]) => {
        const names = pieces.map((piece) => (piece.field !== undefined ? own.get(piece.field)?.value ?? "" : piece.say ? say(piece.say, piece.names) : piece.text));
        if (style === "head") section = names[0];
        pieces.forEach((piece, at) => {
          if (piece.field === undefined) return;
          const field = { ...own.get(piece.field), at: fields.length, form: number, document: id, name: entry.name, pattern: form.pattern, version: form.version };
          field.place = verdicts.namePlace(id, number, field.pointer);
          field.label = style === "title" ? say("wall-title") : at === 0 ? section || say(`class-${field.class}`) : style === "head" ? `${section} ${say("unit")}` : style === "task" && at === pieces.length - 1 ? names[at - 1] : names[0];
          const note = pieces[at + 1];
          if (style === "leaf" && at > 0 && note?.field === undefined && note) field.understood = note.say ? say(note.say) : note.text;
          fields.push(field);
        });
      });
    });
    return fields;
  }

  function firstToLook() {
    const open_ = (field) => !verdicts.look(field.place).own;
    return state.walked.find((field) => field.look && open_(field)) ?? state.walked.find(open_) ?? state.walked[0] ?? null;
  }

  /** The next document is there before it is asked for. */
  function loadAhead() {
    const next = list.step(1);
    if (!next) return;
    setTimeout(() => {
      jixiao.loadDocument(next).catch(() => {});
      jixiao.loadSource(next).then((drawn) => {
        const page = drawn.pages?.[0];
        if (page) new Image().src = jixiao.placePicture(next, page.picture);
      }).catch(() => {});
    }, 30);
  }

  // ---- fields ------------------------------------------------------------------------------------------------------

  function focus(field, byKey = false) {
    state.at = field.at;
    record.focus(field, byKey);
    source.focus(field);
    dock.show(state, field);
    const link = `#/${field.document}/${field.form}${field.pointer.split("/").map(encodeURIComponent).join("/")}`;
    if (location.hash !== link) history.replaceState(null, "", link);
  }

  const current = () => (state && state.at >= 0 ? state.fields[state.at] : null);

  function step(by, wanted = () => true) {
    if (!state) return false;
    const walked = state.walked;
    let at = walked.indexOf(current());
    if (at < 0) at = by > 0 ? -1 : walked.length;
    for (at += by; at >= 0 && at < walked.length; at += by) {
      if (wanted(walked[at])) {
        focus(walked[at], true);
        return true;
      }
    }
    return false;
  }

  /** Go to the next field on which this reviewer has said nothing, in the next documents where this one has no more. */
  async function stepUnjudged(wanted = () => true) {
    const test = (field) => wanted(field) && !verdicts.look(field.place).own;
    if (step(1, test)) return;
    const shown = list.getShown();
    const counts = verdicts.countAll();
    for (let at = shown.findIndex((entry) => entry.id === state?.id) + 1; at < shown.length; at++) {
      if ((counts.get(shown[at].id) ?? 0) >= shown[at].fields) continue;
      await open(shown[at].id);
      const first = state.walked.find(test);
      if (first) return focus(first, true);
    }
    top_.facts.textContent = say("all-done");
  }

  async function judge(verdict, correction, reason = "") {
    const field = current();
    if (!field || !(await knowReviewer())) return;
    verdicts.judge(field, verdict, correction, reason);
    record.refresh(field);
    announce(`${field.label}: ${say(`verdict-${verdict}`)}`);
    if (verdict === "right" || correction) {
      if (!step(1)) dock.show(state, field);
    } else dock.show(state, field);
  }

  async function edit() {
    const field = current();
    if (!field || !(await knowReviewer())) return;
    dock.edit(field, (typed) => judge("wrong", typed));
  }

  function askReason() {
    const field = current();
    const own = field && verdicts.look(field.place).own;
    if (!own) return;
    dock.askReason(own, (reason) => {
      verdicts.judge(field, own.verdict, own.corrected ? { value: own.after, number: own.afterNumber } : undefined, reason);
      record.refresh(field);
      focus(field, true);
    });
  }

  function undo() {
    const field = verdicts.undo();
    if (!field) return;
    if (field.document === state?.id) {
      const same = state.fields.find((each) => each.place === field.place);
      record.refresh(same);
      focus(same, true);
    } else goTo(field.document, field.form, field.pointer);
  }

  /** Tell those who do not see the page what happened. */
  function announce(text) {
    spoken.textContent = text;
  }

  function refocus() {
    if (current()) focus(current(), true);
  }

  // ---- the rest ----------------------------------------------------------------------------------------------------

  /** Ask once who reviews: a verdict without a name proves nothing. */
  async function knowReviewer() {
    return verdicts.getReviewer() ? true : askReviewer();
  }

  function askReviewer() {
    asking ??= new Promise((resolve) => {
      const input = make("input", { type: "text", maxlength: 100, "aria-label": say("reviewer-label"), autofocus: true, autocomplete: "name" });
      input.value = verdicts.getReviewer();
      const dialog = make("dialog.ask", {}, make("form", { method: "dialog", onsubmit: () => verdicts.setReviewer(input.value) },
        make("h2", {}, say("reviewer-title")), make("p", {}, say("reviewer-why")), input, make("button.plain", { type: "submit" }, say("typing-done"))));
      dialog.addEventListener("close", () => {
        dialog.remove();
        asking = null;
        resolve(Boolean(verdicts.getReviewer()));
      });
      document.body.append(dialog);
      dialog.showModal();
    });
    return asking;
  }

  async function importFile(files) {
    const [file] = files.files;
    if (!file) return;
    const { fresh, damaged } = verdicts.importText(await file.text());
    files.value = "";
    state?.fields.forEach(record.refresh);
    top_.facts.textContent = say("imported", { fresh, damaged });
    if (current()) dock.show(state, current());
  }

  async function openWall() {
    const number = index.walls.findIndex(([name]) => name === current()?.wall);
    if (index.walls.length) await wall.open(Math.max(0, number));
  }

  function closeWall() {
    wall.close();
    state?.fields.forEach(record.refresh);
    refocus();
  }

  function goTo(id, form, pointer) {
    if (wall.isOpen()) closeWall();
    if (state?.id === id) {
      const field = state.fields.find((each) => each.form === form && each.pointer === pointer);
      if (field) focus(field, true);
      return;
    }
    open(id, form, pointer);
  }

  function stepDocument(by) {
    const next = list.step(by);
    if (next) open(next);
  }

  function switchLanguage() {
    jixiao.setLanguage(jixiao.getLanguage() === "zh" ? "en" : "zh");
    try {
      localStorage.setItem(LANGUAGE, jixiao.getLanguage());
    } catch {
      // Then it is asked for again next time.
    }
    const at = current();
    const id = state?.id;
    build();
    connect();
    refreshTop();
    if (id) open(id, at?.form ?? null, at?.pointer ?? null);
  }

  function refreshTop() {
    const unsaved = verdicts.getUnsaved().length;
    top_.unsaved.replaceChildren(say(unsaved ? "unsaved" : "all-saved", { count: unsaved }), " ", make("kbd", {}, "s"));
    top_.unsaved.classList.toggle("is-needed", unsaved > 0);
    top_.reviewer.replaceChildren(showText(verdicts.getReviewer() || say("no-reviewer")));
    const trouble = saving.getTrouble();
    top_.trouble.hidden = !trouble;
    top_.trouble.textContent = trouble;
    const counts = verdicts.countAll();
    list.setCounts(counts);
    if (!state) return;
    const done = state.walked.filter((field) => verdicts.look(field.place).own).length;
    top_.progress.max = Math.max(1, state.walked.length);
    top_.progress.value = done;
    top_.count.textContent = say(planned ? "done-of-plan" : "done-of", { done, count: state.walked.length });
  }

  function takeKey(key, onWall) {
    const everywhere = {
      "?": () => help.showModal(), s: () => saving.save(), l: switchLanguage, "/": () => list.focusFilter(),
    };
    const here = {
      j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1),
      n: () => stepUnjudged((field) => field.look), b: () => stepUnjudged(),
      "]": () => stepDocument(1), "[": () => stepDocument(-1),
      Enter: () => judge("right"), y: () => judge("right"), x: () => judge("wrong"), d: () => judge("doubtful"),
      e: edit, r: askReason, u: undo, w: openWall, "+": () => source.setZoom(1.25), "-": () => source.setZoom(0.8), Escape: refocus,
    };
    const act = everywhere[key] ?? (onWall ? undefined : here[key]);
    if (!act) return false;
    act();
    return true;
  }

  function connect() {
    list.onPick((id, stay) => open(id, null, null, stay));
    record.onPick((at) => focus(state.fields[at], true));
    source.onPick((fields) => {
      const places = fields.map((field) => field.pointer);
      const own = state.fields.filter((field) => places.includes(field.pointer) && fields.some((each) => each.places === field.places));
      const at = own.indexOf(current());
      const next = own[(at + 1) % own.length] ?? own[0];
      if (next) focus(next, true);
    });
    saving.onTrouble(refreshTop);
    verdicts.onChange((line) => {
      refreshTop();
      if (line) saving.saveSoon();
    });
  }

  function readHash() {
    const found = /^#\/([^/]+)(?:\/(\d+)(\/.*)?)?$/.exec(location.hash);
    if (!found) return null;
    try {
      const id = decodeURIComponent(found[1]);
      const pointer = found[3] ? found[3].split("/").map(decodeURIComponent).join("/") : null;
      return entries.has(id) ? [id, Number(found[2] ?? 0), pointer] : null;
    } catch {
      return null;
    }
  }

  async function start() {
    let language = index.lang;
    try {
      language = localStorage.getItem(LANGUAGE) ?? index.lang;
    } catch {
      // Then the page begins in the language that it was made in.
    }
    jixiao.setLanguage(language === "en" ? "en" : "zh");
    build();
    connect();
    jixiao.keys.listen(takeKey);
    refreshTop();
    const wanted = readHash();
    const first = wanted ?? [list.getShown()[0]?.id];
    if (first[0]) await open(...first);
    await saving.restore().catch(() => {});
    state?.fields.forEach(record.refresh);
    if (current()) dock.show(state, current());
    refreshTop();
    document.documentElement.dataset.ready = "true";
  }

  window.addEventListener("hashchange", () => {
    const wanted = readHash();
    if (wanted) goTo(...wanted);
  });
  jixiao.page = { open, goTo, getState: () => state };
  start();
})();
