// Lights up every field of every document in turn; gives for each what its light lies over, read from the page itself.
async () => {
  const seen = [];
  for (const entry of jixiao.get("index").documents) {
    if (!entry.fields) continue;
    await jixiao.page.open(entry.id);
    const state = jixiao.page.getState();
    const viewer = document.querySelector(".viewer").getBoundingClientRect();
    for (const field of state.fields) {
      jixiao.page.goTo(entry.id, field.form, field.pointer);
      const lit = [...document.querySelectorAll(".canvas .frame, .canvas .text.focus")];
      const text = lit.map((element) => (element.classList.contains("frame") ? readUnder(element, state) : element.textContent));
      const first = lit[0]?.getBoundingClientRect();
      const inView = first && first.bottom > viewer.top && first.top < viewer.bottom &&
        first.right > viewer.left && first.left < viewer.right;
      seen.push({
        name: entry.name, pointer: field.pointer, raw: field.raw, value: field.value, text: text.join(""),
        lights: lit.length, places: field.places.length, inView: Boolean(inView),
      });
    }
  }
  return seen;

  /** Give the characters of the page's text layer that lie under an element, as it stands on the screen. */
  function readUnder(element, state) {
    const sheet = element.closest(".sheet").getBoundingClientRect();
    const number = Number(element.closest(".page").dataset.page);
    const [width, height] = state.source.pages.find((each) => each.number === number).size;
    const box = element.getBoundingClientRect();
    const x = (edge) => Math.round(((edge - sheet.left) / sheet.width) * width);
    const y = (edge) => Math.round(((edge - sheet.top) / sheet.height) * height);
    return jixiao.source.readText(`p${number} ${x(box.left)} ${y(box.top)} ${x(box.right)} ${y(box.bottom)}`);
  }
}
