"use strict";
// Data on demand. A page opened from disk may fetch nothing, but it may load scripts; each hands its data over by name.

const jixiao = (() => {
  const PLACE = /^(?:verdicts\.js|(?:documents|sources|wall)\/[0-9a-z./]+\.js)$/;
  const MOST_HELD = 80;
  const held = new Map();
  const waiting = new Map();
  const policy = window.trustedTypes?.createPolicy("jixiao", { createScriptURL: check });

  function check(place) {
    if (!PLACE.test(place) || place.includes("..")) throw new TypeError(`no place of data: ${place}`);
    return place;
  }

  /** Take data from a script: `jixiao.take("index", {…})`. */
  function take(name, data) {
    held.delete(name);
    held.set(name, data);
    const forgettable = [...held.keys()].filter((key) => key.includes("/"));
    for (const key of forgettable.slice(0, Math.max(0, forgettable.length - MOST_HELD))) held.delete(key);
  }

  /** Give data that the page itself names in its head. */
  function get(name) {
    return held.get(name);
  }

  /** Give data by name, loading its script from a place where that has not been done. Rejects where there is none. */
  function load(name, place) {
    if (held.has(name)) return Promise.resolve(held.get(name));
    if (!waiting.has(name)) {
      const promise = new Promise((resolve, reject) => {
        const script = document.createElement("script");
        script.src = policy ? policy.createScriptURL(place) : check(place);
        script.onload = () => (held.has(name) ? resolve(held.get(name)) : reject(new Error(place)));
        script.onerror = () => reject(new Error(place));
        document.head.append(script);
        script.remove();
      });
      waiting.set(name, promise.finally(() => waiting.delete(name)));
    }
    return waiting.get(name);
  }

  const folder = (id) => id.slice(0, 2);
  return {
    take,
    get,
    loadDocument: (id) => load(`document/${id}`, `documents/${folder(id)}/${id}.js`),
    loadSource: (id) => load(`source/${id}`, `sources/${folder(id)}/${id}/source.js`),
    loadWall: (number) => load(`wall/${number}`, `wall/${number}.js`),
    loadVerdicts: () => load("verdicts", "verdicts.js"),
    placePicture: (id, file) => `sources/${folder(id)}/${id}/${file}`,
  };
})();
