"use strict";
// What a person types in place of a value → the value, by the rules of the program's parser (extractor/typed.py). Both
// are held to the same examples by a test. Numbers stay texts: their digits are exact.

(() => {
  const MOST_CHARACTERS = 20000;
  const MOST_DIGITS = 40;
  const LONGEST_AMOUNT = 60;
  const LONGEST_DATE = 40;
  const SPACES = " \\t\\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000";
  const TRIM = new RegExp(`^[${SPACES}]+|[${SPACES}]+$`, "gu");
  const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]|\p{Surrogate}/u;
  const NUMBER = /^(-?)(?:¥ ?)?(-?)((?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*|0)(?:\.[0-9]+)?)$/u;
  const COUNT = /^([1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*|0) ?[人名个家位]?$/u;
  const DEADLINE = /^[于在]?(.*?) ?(?:[之以]?前)?(?:完成)?$/u;
  const YEAR = "(?<year>(?:19|20)[0-9]{2})";
  const DATES = [
    `${YEAR}(?<mark>[-./])(?<month>[0-9]{1,2})\\k<mark>(?<day>[0-9]{1,2})(?: 00:00(?::00)?)?`,
    `${YEAR}(?<month>[0-9]{2})(?<day>[0-9]{2})`,
    `(?:${YEAR} ?年 ?)?(?<month>[0-9]{1,2}) ?月 ?(?<day>[0-9]{1,2}) ?[日号]`,
    `(?:${YEAR} ?年 ?)?(?<month>[0-9]{1,2}) ?月 ?(?<end>[底末])`,
    `(?:${YEAR} ?年 ?年?|年)(?<end>[底末])`,
  ].map((form) => new RegExp(`^(?:${form})$`, "u"));

  const narrow = (text) =>
    text.replace(/[\uff01-\uff5e]/gu, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
      .replace(/\u3000/gu, " ").replace(/\uffe5/gu, "¥").replace(/\u2212/gu, "-");
  const count = (text) => [...text].length;

  function parseAmount(text) {
    if (count(text) > LONGEST_AMOUNT) return null;
    const found = NUMBER.exec(narrow(text));
    if (!found || (found[1] && found[2])) return null;
    let digits = found[3].replaceAll(",", "");
    if (digits.includes(".")) digits = digits.replace(/0+$/, "").replace(/\.$/, "");
    if (digits.length - digits.indexOf(".") - 1 > MOST_DIGITS && digits.includes(".")) return null;
    return digits === "0" ? "0" : found[1] + found[2] + digits;
  }

  function parseCount(text) {
    const printed = narrow(text);
    const found = count(printed) <= LONGEST_AMOUNT ? COUNT.exec(printed) : null;
    return found ? found[1].replaceAll(",", "") : null;
  }

  function parseDate(text) {
    const printed = narrow(text);
    const deadline = count(printed) <= LONGEST_DATE ? DEADLINE.exec(printed) : null;
    if (!deadline) return null;
    for (const form of DATES) {
      const parts = form.exec(deadline[1])?.groups;
      if (parts) return makeDay(parts);
    }
    return null;
  }

  function makeDay(parts) {
    if (!parts.year) return null;
    const year = Number(parts.year);
    const month = Number(parts.month ?? 12);
    if (month < 1 || month > 12) return null;
    const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
    const day = Number(parts.day ?? last);
    if (day < 1 || day > last) return null;
    return `${parts.year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  }

  const RULES = {
    amount: [parseAmount, "no-amount", true],
    count: [parseCount, "no-count", true],
    date: [parseDate, "no-date", false],
  };

  /** Read what was typed for a field of a class: `{value, number}`, a value of null for a blank one, or `{problem}`. */
  function parseTyped(fieldClass, typed) {
    if (count(typed) > MOST_CHARACTERS) return { problem: "too-long" };
    let text = typed.replace(/\r\n?/g, "\n");
    if (CONTROLS.test(text)) return { problem: "control-characters" };
    text = text.split("\n").map((line) => line.replace(TRIM, "")).filter(Boolean).join("\n");
    if (!text) return { value: null, number: false };
    if (!(fieldClass in RULES)) return { value: text, number: false };
    const [parse, problem, number] = RULES[fieldClass];
    const value = parse(text);
    return value === null ? { problem } : { value, number };
  }

  jixiao.parseTyped = parseTyped;
})();
