// Gives every element in sight whose own text has a contrast below 4.5 to the ground that it stands on.
() => {
  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const parse = (colour) => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    return [...pen.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const weigh = (part) => (part / 255 <= 0.03928 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([red, green, blue]) => 0.2126 * weigh(red) + 0.7152 * weigh(green) + 0.0722 * weigh(blue);
  const isClear = (colour) => /rgba\(0, 0, 0, 0\)|transparent/.test(colour);
  const pale = [];
  for (const element of document.querySelectorAll("body *")) {
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    if (!hasText || !element.getClientRects().length) continue;
    let ground = element;
    while (ground && isClear(getComputedStyle(ground).backgroundColor)) ground = ground.parentElement;
    const one = light(parse(getComputedStyle(element).color));
    const other = light(parse(ground ? getComputedStyle(ground).backgroundColor : "#fff"));
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < 4.5) pale.push([element.className, element.textContent.slice(0, 20), ratio]);
  }
  return pale;
}
