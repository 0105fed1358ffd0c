"use strict";
// One key for each thing. Where someone types, keys are theirs.

(() => {
  const { make, say } = jixiao;
  // What an input method or a full keyboard makes of the same keys.
  const SAME = { "？": "?", "【": "[", "】": "]", "「": "[", "」": "]", "，": ",", "。": ".", "／": "/", "、": "/", " ": "Enter", "＋": "+", "－": "-", "=": "+" };
  const GROUPS = [
    ["keys-move", [["j ↓", "next"], ["k ↑", "previous"], ["n", "next-look"], ["b", "next-unjudged"], ["]", "next-document"], ["[", "previous-document"]]],
    ["keys-judge", [["↵ y", "right"], ["x", "wrong"], ["e", "edit"], ["d", "doubtful"], ["r", "reason"], ["u", "undo"]]],
    ["keys-see", [["+ −", "zoom"], ["w", "wall"], ["/", "filter"], ["l", "language"], ["s", "save"], ["?", "help"], ["Esc", "close"]]],
    ["keys-wall", [["↵", "wall-confirm"], ["← ↑ → ↓", "wall-move"], ["x d", "wall-mark"], ["o", "wall-open"], ["] [", "wall-turn"], [". ,", "wall-field"]]],
  ];

  function listen(acts) {
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing && isTyping(event.target)) return;
      if (isTyping(event.target)) return;
      const key = readKey(event);
      const open = document.querySelector("dialog[open]");
      if (open) {
        if (key === "?" || key === "Escape") open.close();
        return;
      }
      if (event.target.closest?.(".bar, .top") && (event.key === "Enter" || event.key === " ")) return; // a button's own
      if (jixiao.wall.isOpen() ? jixiao.wall.takeKey(key) || acts(key, true) : acts(key, false)) event.preventDefault();
    });
  }

  function readKey(event) {
    if (event.key in SAME) return SAME[event.key];
    if (event.key.length === 1) return event.key.toLowerCase();
    if (event.key === "Process" || event.key === "Unidentified") return /^Key([A-Z])$/.exec(event.code)?.[1].toLowerCase() ?? event.key;
    return event.key;
  }

  const isTyping = (target) => ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName) || target.isContentEditable;

  function buildHelp() {
    const groups = GROUPS.map(([title, keys]) => make("section", {}, make("h3", {}, say(title)),
      make("dl", {}, ...keys.flatMap(([key, code]) => [make("dt", {}, ...key.split(" ").map((one) => make("kbd", {}, one))), make("dd", {}, say(`key-${code}`))]))));
    const dialog = make("dialog.help", { "aria-label": say("help") }, make("h2", {}, say("help")), make("div.groups", {}, ...groups),
      make("p.none", {}, say("help-more")), make("button.plain", { type: "button", autofocus: true, onclick: () => dialog.close() }, say("close"), " ", make("kbd", {}, "Esc")));
    return dialog;
  }

  jixiao.keys = { listen, buildHelp };
})();
