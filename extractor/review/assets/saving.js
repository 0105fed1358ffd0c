"use strict";
// Where verdicts go: to the server where one is there, to a file that the reviewer chose, or to a download.

(() => {
  const { verdicts, say } = jixiao;
  const server = jixiao.get("server");
  let file = null; // what the File System Access API gave
  let written = "";
  let sending = Promise.resolve();
  let trouble = "";
  let told = () => {};

  /** Save after each verdict where that needs no one: to the server, or to the file that was chosen. */
  function saveSoon() {
    if (server) sending = sending.then(sendAll);
    else if (file) sending = sending.then(writeFile);
    return sending;
  }

  async function sendAll() {
    for (const line of verdicts.getUnsaved()) {
      try {
        const answer = await fetch("/api/verdicts", {
          method: "POST", body: line.raw,
          headers: { "Content-Type": "application/json", "X-Jixiao-Token": server.token },
        });
        if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).error ?? `${answer.status}`);
        trouble = "";
        verdicts.markSaved([line], true);
      } catch (error) {
        trouble = say("save-failed", { detail: error.message });
        told();
        return;
      }
    }
  }

  async function writeFile() {
    const unsaved = verdicts.getUnsaved();
    if (!unsaved.length) return;
    try {
      const text = written + unsaved.map((line) => `${line.raw}\n`).join("");
      const stream = await file.createWritable();
      await stream.write(text);
      await stream.close();
      written = text;
      trouble = "";
      verdicts.markSaved(unsaved, false);
    } catch (error) {
      file = null;
      trouble = say("save-failed", { detail: error.message });
      told();
    }
  }

  /** Save because the reviewer asks for it. */
  async function save() {
    if (server || file) await saveSoon();
    else download();
  }

  /** Let the reviewer choose a file; what stands in it already is kept and imported. */
  async function chooseFile() {
    let chosen;
    try {
      chosen = await window.showSaveFilePicker({
        suggestedName: "verdicts.jsonl", id: "verdicts", types: [{ accept: { "application/jsonl": [".jsonl"] } }],
      });
    } catch {
      return; // The reviewer closed the dialog.
    }
    const before = await (await chosen.getFile()).text();
    written = before && !before.endsWith("\n") ? `${before}\n` : before;
    const stood = new Set(written.split("\n").map((line) => line.trim()));
    verdicts.importText(written);
    file = chosen;
    const missing = verdicts.getText().split("\n").filter((line) => line && !stood.has(line));
    const unsaved = new Set(verdicts.getUnsaved().map((line) => line.raw));
    written += missing.filter((line) => !unsaved.has(line)).map((line) => `${line}\n`).join("");
    await saveSoon();
  }

  function download() {
    const saved = verdicts.getUnsaved();
    const url = URL.createObjectURL(new Blob([verdicts.getText()], { type: "application/jsonl" }));
    const link = jixiao.make("a", { href: url, download: "verdicts.jsonl" });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
    verdicts.markSaved(saved, false);
  }

  /** Take the verdicts that are in a file or on the server already. */
  async function restore() {
    if (server) {
      if (server.reviewer && !verdicts.getReviewer()) verdicts.setReviewer(server.reviewer);
      try {
        const answer = await fetch("/api/verdicts", { headers: { "X-Jixiao-Token": server.token } });
        verdicts.addKnown((await answer.text()).split("\n").filter(Boolean));
      } catch (error) {
        trouble = say("save-failed", { detail: error.message });
      }
      await saveSoon();
    } else {
      verdicts.addKnown(await jixiao.loadVerdicts());
    }
  }

  /** Have the server read what was typed: it knows the rules best. */
  async function parse(fieldClass, text) {
    try {
      const answer = await fetch("/api/parse", {
        method: "POST", body: JSON.stringify({ class: fieldClass, text }),
        headers: { "Content-Type": "application/json", "X-Jixiao-Token": server.token },
      });
      const found = /^\s*\{\s*"value"\s*:\s*(-?[0-9.]+)\s*\}\s*$/.exec(await answer.clone().text());
      if (found) return { value: found[1], number: true };
      const data = await answer.json();
      return "error" in data ? { problem: "refused", detail: data.error } : { value: data.value, number: false };
    } catch {
      return jixiao.parseTyped(fieldClass, text);
    }
  }

  window.addEventListener("beforeunload", (event) => {
    if (verdicts.getUnsaved().length) event.preventDefault();
  });

  jixiao.saving = {
    save, saveSoon, chooseFile, download, restore, parse,
    canChoose: () => !server && "showSaveFilePicker" in window,
    isServed: () => Boolean(server),
    getTrouble: () => trouble || (verdicts.isFull() ? say("storage-full") : ""),
    onTrouble: (listener) => { told = listener; },
  };
})();
