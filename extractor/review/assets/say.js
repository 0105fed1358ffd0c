"use strict";
// What the page says, in two languages, and elements made of text alone: a document's words never become markup.

(() => {
  const texts = jixiao.get("texts");
  // What turns the direction of writing or prints nothing is shown as a mark, so that nothing hides in a value.
  const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;
  const HIDDEN_APART = new RegExp(`(${HIDDEN.source})`);
  let language = "zh";

  /** Say something by its code; `{name}` in it becomes what `names` has, `{count:page|pages}` one page or many. */
  function say(code, names = {}) {
    const sentence = texts[code]?.[language];
    if (sentence === undefined) return code.replace(/^[a-z]+-/, "");
    return sentence.replace(/\{(\w+)(?::([^|{}]*)\|([^{}]*))?\}/g, (whole, name, one, many) => {
      if (!(name in names)) return whole;
      const said = String(names[name]);
      if (many === undefined) return said;
      const word = said === "1" ? one.replace(/^~/, "") : many;
      return one.startsWith("~") ? word : `${said} ${word}`;
    });
  }

  function setLanguage(wanted) {
    language = wanted;
    document.documentElement.lang = wanted === "zh" ? "zh-CN" : "en";
  }

  /** Make an element: `make("button.key", {title: "…"}, "text", child)`. Texts are texts, whatever they say. */
  function make(kind, properties = {}, ...children) {
    const [tag, ...classes] = kind.split(".");
    const element = document.createElement(tag);
    if (classes.length) element.className = classes.join(" ");
    for (const [name, value] of Object.entries(properties)) {
      if (value === undefined || value === null || value === false) continue;
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? "" : String(value));
    }
    element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  }

  /** Give a document's text: hidden characters become visible marks. */
  function showText(text) {
    if (!HIDDEN.test(text)) return document.createTextNode(text);
    const parts = document.createDocumentFragment();
    for (const part of text.split(HIDDEN_APART)) {
      if (!part) continue;
      const code = `U+${part.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
      parts.append(part.length === 1 && HIDDEN.test(part) ? make("span.hidden-sign", { title: code }, code) : part);
    }
    return parts;
  }

  Object.assign(jixiao, { say, setLanguage, make, showText, getLanguage: () => language });
})();
