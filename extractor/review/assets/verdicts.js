"use strict";
// What reviewers say of values: lines that are only ever added to, kept in the browser until they are saved to a file,
// and the standing that follows from them. Numbers stay texts: their digits are exact.

(() => {
  const index = jixiao.get("index");
  const PREFIX = `jixiao:${index.batch}:`;
  const NAME = "jixiao:reviewer";
  const NUMBERS = /("(?:before|after)"\s*:\s*)(-?[0-9][0-9.eE+-]*)/g;
  const lines = []; // {raw, key, place, reviewer, verdict, before, after, reason, time, stored, saved}
  const known = new Map(); // from a line's text to the line
  const standing = new Map(); // from a place to the last line of each reviewer
  const taken = []; // what this reviewer said in this session, to be undone: [place, the line before]
  let counter = 0;
  let full = false;
  let changed = () => {};

  const namePlace = (id, form, pointer) => `${id} ${form} ${pointer}`;
  const quote = (text) => JSON.stringify(text);
  const writeScalar = (value, number) => (value === null ? "null" : number ? value : quote(value));

  /** Read a line of a file of verdicts; null for what is none. */
  function parseLine(raw) {
    try {
      const numbers = new Set();
      const data = JSON.parse(raw.replace(NUMBERS, (whole, head, digits) => {
        numbers.add(/"(\w+)"/.exec(head)[1]);
        return `${head}"${digits}"`;
      }));
      const sound = /^[0-9a-f]{64}(\.[0-9a-z]{1,8})?$/.test(data.document) && Number.isInteger(data.form) &&
        typeof data.pointer === "string" && typeof data.reviewer === "string" && data.reviewer &&
        ["right", "wrong", "doubtful", "undone"].includes(data.verdict) && !Number.isNaN(Date.parse(data.time));
      if (!sound) return null;
      return {
        raw, place: namePlace(data.document, data.form, data.pointer), document: data.document, reviewer: data.reviewer,
        verdict: data.verdict, before: data.before ?? null, corrected: "after" in data, after: data.after ?? null,
        afterNumber: numbers.has("after"), reason: data.reason ?? "", time: Date.parse(data.time),
        stored: false, saved: true,
      };
    } catch {
      return null;
    }
  }

  /** Add a line to what is known; the last line of a reviewer for a value counts. */
  function add(line) {
    const twin = known.get(line.raw);
    if (twin) {
      twin.saved ||= line.saved;
      return false;
    }
    known.set(line.raw, line);
    lines.push(line);
    const reviewers = standing.get(line.place) ?? new Map();
    const last = reviewers.get(line.reviewer);
    if (!last || last.time <= line.time) reviewers.set(line.reviewer, line);
    standing.set(line.place, reviewers);
    return true;
  }

  function store(line) {
    const key = `${PREFIX}${String(Date.now()).padStart(14, "0")}${String(counter++ % 10000).padStart(4, "0")}`;
    try {
      localStorage.setItem(key, (line.saved ? "s" : "n") + line.raw);
      line.key = key;
      line.stored = true;
    } catch {
      full = true;
    }
  }

  /** Give this reviewer's verdict on a field. */
  function judge(field, verdict, correction = undefined, reason = "") {
    const last = mine(field.place);
    taken.push([field, last]);
    write(field, verdict, correction, reason);
  }

  function write(field, verdict, correction, reason) {
    const after = correction === undefined ? "" : `"after": ${writeScalar(correction.value, correction.number)}, `;
    const raw = `{"schema_version": "1", "document": ${quote(field.document)}, "name": ${quote(field.name)}, ` +
      `"form": ${field.form}, "pointer": ${quote(field.pointer)}, "before": ${writeScalar(field.value, field.number)}, ` +
      `${after}"verdict": ${quote(verdict)}, "reason": ${quote(reason)}, "reviewer": ${quote(getReviewer())}, ` +
      `"time": ${quote(new Date(Math.max(Date.now(), (mine(field.place)?.time ?? 0) + 1)).toISOString())}, ` +
      `"program": ${quote(index.program)}, "pattern": ${quote(field.pattern)}, "pattern_version": ${quote(field.version)}}`;
    const line = parseLine(raw);
    line.saved = false;
    add(line);
    store(line);
    changed(line);
  }

  /** Take back the last verdict of this session; gives the field it was about, null where there is none. */
  function undo() {
    const last = taken.pop();
    if (!last) return null;
    const [field, before] = last;
    if (!before || before.verdict === "undone") write(field, "undone", undefined, "");
    else {
      const correction = before.corrected ? { value: before.after, number: before.afterNumber } : undefined;
      write(field, before.verdict, correction, before.reason);
    }
    return field;
  }

  const mine = (place) => standing.get(place)?.get(getReviewer()) ?? null;

  /** Give how a value stands for the one who looks: their own line, those of others, whether all agree. */
  function look(place) {
    const all = [...(standing.get(place)?.values() ?? [])].filter((line) => line.verdict !== "undone");
    const own = all.find((line) => line.reviewer === getReviewer()) ?? null;
    const same = (a, b) => a.verdict === b.verdict && a.corrected === b.corrected && a.after === b.after;
    return { own, others: all.filter((line) => line !== own), disputed: all.some((line) => !same(line, all[0])) };
  }

  /** Take the lines of a file; gives how many were new, and how many are no verdicts. */
  function importText(text) {
    let fresh = 0;
    let damaged = 0;
    for (const raw of text.replace(/^\ufeff/, "").split("\n").map((line) => line.trim()).filter(Boolean)) {
      const line = parseLine(raw);
      if (!line) damaged++;
      else if (add(line)) {
        fresh++;
        store(line);
      }
    }
    changed(null);
    return { fresh, damaged };
  }

  function restore() {
    const keys = [];
    try {
      for (let at = 0; at < localStorage.length; at++) {
        const key = localStorage.key(at);
        if (key.startsWith(PREFIX)) keys.push(key);
      }
    } catch {
      full = true; // The browser keeps nothing for this page.
    }
    for (const key of keys.sort()) takeStored(key, localStorage.getItem(key));
    window.addEventListener("storage", (event) => {
      if (event.key?.startsWith(PREFIX) && event.newValue) {
        takeStored(event.key, event.newValue);
        changed(null);
      }
    });
  }

  function takeStored(key, kept) {
    const line = parseLine(kept.slice(1));
    if (!line) return;
    line.key = key;
    line.stored = true;
    line.saved = kept[0] === "s";
    if (!add(line)) {
      const twin = known.get(line.raw);
      if (kept[0] === "s") twin.saved = true;
    }
  }

  /** Note that lines stand in a file; `forget` lets the browser drop them, since the page will be given them again. */
  function markSaved(saved, forget) {
    for (const line of saved) {
      line.saved = true;
      try {
        if (line.key && forget) localStorage.removeItem(line.key);
        else if (line.key) localStorage.setItem(line.key, `s${line.raw}`);
        else if (!forget) store(line);
      } catch {
        full = true;
      }
    }
    changed(null);
  }

  function getReviewer() {
    return reviewer;
  }

  let reviewer = "";
  try {
    reviewer = localStorage.getItem(NAME) ?? "";
  } catch {
    full = true;
  }
  function setReviewer(name) {
    reviewer = name.trim().slice(0, 200);
    try {
      localStorage.setItem(NAME, reviewer);
    } catch {
      full = true;
    }
    changed(null);
  }

  restore();
  jixiao.verdicts = {
    judge, undo, look, importText, markSaved, namePlace, getReviewer, setReviewer,
    addKnown: (texts) => texts.forEach((raw) => { const line = parseLine(raw); if (line) add(line); }),
    getUnsaved: () => lines.filter((line) => !line.saved),
    getText: () => lines.map((line) => `${line.raw}\n`).join(""),
    countOwn: (id) => {
      let count = 0;
      for (const reviewers of standing.values()) {
        const line = reviewers.get(reviewer);
        if (line && line.document === id && line.verdict !== "undone") count++;
      }
      return count;
    },
    countAll: () => {
      const counts = new Map();
      for (const reviewers of standing.values()) {
        const line = reviewers.get(reviewer);
        if (line && line.verdict !== "undone") counts.set(line.document, (counts.get(line.document) ?? 0) + 1);
      }
      return counts;
    },
    isFull: () => full,
    onChange: (listener) => { changed = listener; },
  };
})();
