"use strict";
// The right side: what the program read, line by line as the form has it, with what a person should look at first.

(() => {
  const { make, say, showText, verdicts } = jixiao;
  const SIGNS = { right: "✓", wrong: "✗", doubtful: "?" };
  let scroller, picked = () => {};
  let buttons = new Map(); // from a field to its button

  function build() {
    scroller = make("div.record-lines", { role: "region", "aria-label": say("record") });
    scroller.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-at]");
      if (button) picked(Number(button.dataset.at));
    });
    return scroller;
  }

  /** Show a document's record; `fields` are all its fields in the order in which they are walked. */
  function show(record, fields, planned) {
    buttons = new Map();
    scroller.replaceChildren();
    scroller.scrollTop = 0;
    if (record.error) scroller.append(make("div.notice.is-grave", { role: "note" }, ...record.error.map((text) => make("p", {}, showText(text)))));
    record.forms.forEach((form, number) => {
      const own = new Map(fields.filter((field) => field.form === number).map((field) => [field.pointer, field]));
      const block = make("article.form", { "data-form": number });
      if (record.forms.length > 1) block.append(make("p.form-number", {}, say("form-number", { number: number + 1, count: record.forms.length })));
      block.append(showChecks(form, own), ...form.lines.map((line) => showLine(line, own, planned)), showRest(form));
      scroller.append(block);
    });
    fields.forEach(refresh);
  }

  // ---- what a person should know first -----------------------------------------------------------------------------

  function showChecks(form, own) {
    const failed = form.checks.filter((check) => check.status === "fail");
    const order = { error: 0, warning: 1, info: 2 };
    failed.sort((a, b) => order[a.severity] - order[b.severity]);
    const passed = form.checks.filter((check) => check.status === "pass").length;
    const box = make("section.checks", { "aria-label": say("checks") });
    for (const check of failed) {
      const chips = check.at.map((pointer) => own.get(pointer)).filter(Boolean).map(showChip);
      box.append(make(`div.check.is-${check.severity}`, {},
        make("span.badge", {}, say(`severity-${check.severity}`)),
        make("div", {}, make("p", {}, showText(check.says)), chips.length ? make("p.chips", {}, ...chips) : null)));
    }
    const risky = [...own.values()].filter((field) => field.look && !field.reasons.some(([code]) => code.startsWith("check-")));
    if (risky.length) {
      box.append(make("div.check.is-info", {}, make("span.badge", {}, say("look")),
        make("div", {}, make("p", {}, say("look-also")), make("p.chips", {}, ...risky.slice(0, 24).map(showChip)))));
    }
    box.append(make("p.passed", {}, say(failed.length ? "checks-passed" : "checks-all-passed", { count: passed })));
    return box;
  }

  function showChip(field) {
    const value = field.value ?? say("blank");
    return make("button.chip", { type: "button", "data-at": field.at, tabindex: "-1", title: field.label },
      make("b", {}, showText(shorten(field.label, 14))), " ", showText(shorten(value, 18)));
  }

  const shorten = (text, most) => (text.length > most ? `${text.slice(0, most - 1)}…` : text);

  // ---- lines -------------------------------------------------------------------------------------------------------

  function showLine([style, depth, pieces], own, planned) {
    const line = make(`div.line.is-${style}`, {});
    line.style.setProperty("--depth", depth);
    pieces.forEach((piece, at) => {
      if (piece.field === undefined) {
        const text = piece.say ? say(piece.say, piece.names) : piece.text;
        line.append(make(at === 0 ? "span.name" : "span.note", {}, piece.say ? text : showText(text)));
        return;
      }
      const field = own.get(piece.field);
      line.append(showField(field, planned));
    });
    return line;
  }

  function showField(field, planned) {
    const classes = ["field", `is-${field.class}`];
    if (field.look) classes.push("needs-look");
    if (planned && planned.has(field.place)) classes.push("planned");
    const button = make(`button.${classes.join(".")}`, { type: "button", "data-at": field.at, tabindex: "-1" });
    buttons.set(field, button);
    return button;
  }

  /** Show a field's value and verdict as they stand now. */
  function refresh(field) {
    const button = buttons.get(field);
    if (!button) return;
    const { own, others, disputed } = verdicts.look(field.place);
    button.replaceChildren();
    button.classList.remove("was-right", "was-wrong", "was-doubtful", "disputed");
    const value = field.value === null ? make("span.blank", {}, say("blank")) : make("span.value", {}, showText(field.value));
    button.append(value);
    const line = own ?? others[0];
    if (line?.corrected) button.append(make("ins.after", {}, line.after === null ? say("blank") : showText(line.after)));
    if (line) {
      button.classList.add(`was-${line.verdict}`);
      button.append(make("i.sign", { "aria-hidden": "true" }, own ? SIGNS[line.verdict] : `${SIGNS[line.verdict]} ${line.reviewer.slice(0, 6)}`));
    }
    if (disputed) button.classList.add("disputed");
    const stands = line ? say(`verdict-${line.verdict}`) : say("unjudged");
    button.setAttribute("aria-label", `${field.label}: ${field.value ?? say("blank")}. ${stands}${field.look ? `. ${say("look")}` : ""}`);
  }

  function showRest(form) {
    const box = make("section.rest", {}, make("h3", {}, say("rest-title")));
    if (!form.residue.length) box.append(make("p.none", {}, say("rest-none")));
    for (const [text, names] of form.residue) {
      box.append(make("p.piece", {}, make("span.address", {}, names.map(jixiao.source.sayPlace).join("、")), " ", showText(text)));
    }
    box.append(make("p.ledger", {}, say("ledger", form.ledger)));
    return box;
  }

  // ---- focus -------------------------------------------------------------------------------------------------------

  function focus(field, byKey) {
    scroller.querySelectorAll(".current").forEach((element) => {
      element.classList.remove("current");
      element.tabIndex = -1;
    });
    const button = buttons.get(field);
    if (!button) return;
    button.classList.add("current");
    button.tabIndex = 0;
    if (byKey) button.focus({ preventScroll: true });
    const box = button.getBoundingClientRect();
    const room = scroller.getBoundingClientRect();
    if (box.top < room.top + 30 || box.bottom > room.bottom - 30) {
      const wanted = scroller.scrollTop + box.top - room.top - Math.max(20, (room.height - box.height) / 2.5);
      scroller.scrollTo({ top: wanted, behavior: "instant" });
    }
  }

  jixiao.record = { build, show, refresh, focus, getButton: (field) => buttons.get(field), onPick: (listener) => { picked = listener; } };
})();
