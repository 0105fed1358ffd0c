"use strict";
// The field in focus, below the record: enlarged from the source, as read, why to look at it, and what a person says.

(() => {
  const { make, say, showText, verdicts } = jixiao;
  let dock, body, act, editing = null;

  function build(actions) {
    act = actions;
    dock = make("section.dock", { "aria-label": say("dock") });
    return dock;
  }

  function show(state, field) {
    editing = null;
    body = make("div.dock-body");
    dock.replaceChildren(body);
    if (!field) {
      body.append(make("p.none", {}, say(state?.record?.forms.length ? "pick-a-field" : "no-fields")));
      return;
    }
    const width = dock.clientWidth - 26;
    const crops = jixiao.source.crop(state.id, state.source, field, width, 96);
    const where = field.places.map(jixiao.source.sayPlace).join("、") || say("no-place");
    const { own, others, disputed } = verdicts.look(field.place);
    body.append(
      make("div.crops", {}, ...crops),
      make("div.about", {},
        make("span.label", {}, showText(field.label)),
        make("span.facts", {}, `${say(`class-${field.class}`)} · ${say(`how-${field.how}`)} · ${where}`)),
      make("div.read", {}, field.value === null ? make("span.blank", {}, say("blank")) : make(`span.value.is-${field.class}`, {}, showText(field.value)),
        field.understood ? make("span.note", {}, showText(field.understood)) : null));
    if (field.raw !== field.value && field.raw.trim()) body.append(make("p.raw", {}, make("span.key-word", {}, say("raw")), " ", showText(field.raw)));
    for (const [code, number] of field.reasons) {
      const text = number === null ? say(`reason-${code}`) : state.record.forms[field.form].checks[number].says;
      body.append(make(`p.reason.is-${code}`, {}, showText(text)));
    }
    for (const line of [own, ...others].filter(Boolean)) body.append(showVerdict(line, line === own));
    if (disputed) body.append(make("p.reason.is-check-error", {}, say("disputed")));
    dock.append(showButtons(own));
  }

  function showVerdict(line, isOwn) {
    const who = isOwn ? say("you") : line.reviewer;
    const after = line.corrected ? ` → ${line.after ?? say("blank")}` : "";
    const reason = line.reason ? `（${line.reason}）` : "";
    return make(`p.said.was-${line.verdict}`, {}, showText(`${who}: ${say(`verdict-${line.verdict}`)}${after}${reason}`));
  }

  function showButtons(own) {
    const button = (name, key, listener) => make(`button.verdict.v-${name}`, {
      type: "button", tabindex: "-1", "aria-pressed": own && own.verdict === name ? "true" : "false", onclick: listener,
    }, say(`act-${name}`), " ", make("kbd", {}, key));
    return make("div.verdicts", {},
      button("right", "↵", () => act.judge("right")),
      button("wrong", "x", () => act.judge("wrong")),
      button("edit", "e", () => act.edit()),
      button("doubtful", "d", () => act.judge("doubtful")),
      button("undo", "u", () => act.undo()));
  }

  // ---- typing ------------------------------------------------------------------------------------------------------

  /** Ask for the value as it should be; what is typed is read by the parser's rules. */
  function edit(field, done) {
    const { own } = verdicts.look(field.place);
    const input = make("textarea", { rows: field.class === "text" ? 4 : 1, "aria-label": say("edit-label"), spellcheck: "false" });
    input.value = own?.corrected ? own.after ?? "" : field.value ?? "";
    const said = make("p.meaning", { role: "status" });
    ask(input, said, say(`edit-hint-${field.class in { amount: 1, count: 1, date: 1 } ? field.class : "text"}`), async () => {
      const typed = await parse(field.class, input.value);
      if (typed.problem) return tell(said, typed.detail ?? say(`typed-${typed.problem}`), true);
      if (typed.value === field.value) return tell(said, say("typed-same"), true);
      close();
      return done(typed);
    });
    const look = () => {
      const typed = jixiao.parseTyped(field.class, input.value);
      if (typed.problem) tell(said, say(`typed-${typed.problem}`), true);
      else tell(said, typed.value === null ? say("typed-blank") : `→ ${typed.value}`, false);
    };
    input.addEventListener("input", look);
    look();
    input.select();
  }

  async function parse(fieldClass, text) {
    if (!jixiao.saving.isServed()) return jixiao.parseTyped(fieldClass, text);
    return jixiao.saving.parse(fieldClass, text);
  }

  /** Ask for the reason of a verdict. */
  function askReason(line, done) {
    const input = make("textarea", { rows: 2, "aria-label": say("reason-label"), maxlength: 2000 });
    input.value = line.reason;
    ask(input, null, say("reason-hint"), () => {
      close();
      done(input.value.trim());
    });
  }

  function ask(input, said, hint, finish) {
    close();
    editing = make("form.typing", { onsubmit: (event) => { event.preventDefault(); finish(); } }, input, said,
      make("p.hint", {}, hint), make("button.plain", { type: "submit" }, say("typing-done"), " ", make("kbd", {}, "↵")),
      make("button.plain", { type: "button", onclick: () => { close(); act.refocus(); } }, say("typing-cancel"), " ", make("kbd", {}, "Esc")));
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.isComposing) return;
      if (event.key === "Enter" && !event.shiftKey) {
        event.preventDefault();
        finish();
      } else if (event.key === "Escape") {
        close();
        act.refocus();
      }
    });
    dock.querySelector(".verdicts")?.before(editing);
    input.focus();
  }

  function tell(said, text, isProblem) {
    said.replaceChildren(showText(text));
    said.classList.toggle("is-problem", isProblem);
  }

  function close() {
    editing?.remove();
    editing = null;
  }

  jixiao.dock = { build, show, edit, askReason };
})();
