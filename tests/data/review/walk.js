// Walks all fields of all documents; gives each value beside the text that the record shows of it, marks undone.
async () => {
  const shown = [];
  for (const entry of jixiao.get("index").documents) {
    await jixiao.page.open(entry.id);
    for (const field of jixiao.page.getState().fields) {
      jixiao.page.goTo(entry.id, field.form, field.pointer);
      const value = jixiao.record.getButton(field).querySelector(".value")?.cloneNode(true);
      for (const mark of value?.querySelectorAll(".hidden-sign") ?? []) {
        mark.replaceWith(String.fromCodePoint(parseInt(mark.title.slice(2), 16)));
      }
      shown.push([field.value, value?.textContent ?? null]);
    }
  }
  return shown;
}
