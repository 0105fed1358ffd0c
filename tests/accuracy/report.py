"""Results → the report: Markdown tables of verdicts, the marks, and the first differences.

Enters: results. Leaves: text, in English or Chinese.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from tests.accuracy.judging import Difference
from tests.accuracy.looks import RULES, Rules
from tests.accuracy.running import Result

Language = Literal["en", "zh"]

EXACT_RULED = 99.5
"""How many per cent of the forms with all their lines shall be exact."""

EXACT_BORDERLESS = 98.0
"""How many per cent of those without lines."""

SILENT = 0.1
"""How many per cent of all may be wrong without a sign."""

NAMES: Mapping[Rules, tuple[str, str]] = {
    "ruled": ("all lines", "全框线"),
    "horizontal": ("horizontal lines only", "仅横线"),
    "shaded": ("shaded, no lines", "仅底纹"),
    "borderless": ("no lines", "无框线"),
}
WORDS: Mapping[str, tuple[str, str]] = {
    "producer": ("producer", "生成程序"),
    "rules": ("table", "表格"),
    "forms": ("forms", "份数"),
    "exact": ("exact", "完全一致"),
    "breaks": ("of these, other paragraph breaks", "其中段落划分不同"),
    "flagged": ("flagged", "有误而有提示"),
    "silent": ("silent", "有误而无提示"),
    "share": ("exact, %", "一致率 %"),
    "all": ("all", "合计"),
    "text": ("as plain text", "纯文本"),
    "ruled": ("exact with all lines, %", "全框线一致率 %"),
    "borderless": ("exact without lines, %", "无框线一致率 %"),
    "quiet": ("silent, % of all", "有误而无提示，占全部 %"),
    "measure": ("measure", "指标"),
    "figure": ("figure", "结果"),
    "wanted": ("wanted", "要求"),
}
SHOWN = 60
"""How many characters of a differing text are shown around the first difference."""


def say_tables(results: Sequence[Result], lang: Language) -> str:
    """Give the table by producer and rules and the marks, as the READMEs hold them.

    A file that its producer printed without some of the form's text holds no record to be read, and is not counted.
    """
    results = [each for each in results if not each.lacking]
    tongue = 0 if lang == "en" else 1
    heads = ["producer", "rules", "forms", "exact", "breaks", "flagged", "silent", "share"]
    lines = [_row(WORDS[head][tongue] for head in heads), _row(["---", "---", *["--:"] * 6])]
    for producer in dict.fromkeys(result.case.producer for result in results):
        for rules in RULES:
            own = [each for each in results if (each.case.producer, each.case.rules) == (producer, rules)]
            if own:
                lines.append(_row([producer, NAMES[rules][tongue], *_count(own)]))
    lines.append(_row([f"**{WORDS['all'][tongue]}**", "", *_count(results)]))
    lines += ["", _row(WORDS[head][tongue] for head in ("measure", "figure", "wanted")), _row(["---", "--:", "--:"])]
    for name, figure, sign, mark in measure(results):
        lines.append(_row([WORDS[name][tongue], figure, f"{sign} {mark:g}"]))
    return "\n".join(lines)


def measure(results: Sequence[Result]) -> list[tuple[str, str, Literal["≥", "≤"], float]]:
    """Give the marks: their name, the figure, and what is wanted."""
    results = [each for each in results if not each.lacking]
    ruled = [each for each in results if each.case.rules == "ruled"]
    bare = [each for each in results if each.case.rules == "borderless"]
    return [
        ("ruled", _share(ruled, "exact"), "≥", EXACT_RULED),
        ("borderless", _share(bare, "exact"), "≥", EXACT_BORDERLESS),
        ("quiet", _share(results, "silent"), "≤", SILENT),
    ]


def say_marks(results: Sequence[Result]) -> str:
    """Say of each mark whether it is met."""
    lines = []
    for name, figure, sign, mark in measure(results):
        met = figure != "–" and (float(figure) >= mark if sign == "≥" else float(figure) <= mark)
        lines.append(f"{WORDS[name][0]}: {figure} (wanted {sign} {mark:g}: {'met' if met else 'MISSED'})")
    wrong = [each for each in results if each.as_text.verdict != "exact" or each.as_text.breaks]
    lines.append(f"known record proved by plain text: {len(results) - len(wrong)} of {len(results)}")
    lines += [
        f"not counted, {each.lacking} characters not printed: {each.case.name} ({each.judgement.verdict})"
        for each in results
        if each.lacking
    ]
    lines += [f"  not by {each.case.name}: {say_difference(each.as_text.differences[:1])}" for each in wrong[:5]]
    return "\n".join(lines)


def say_failures(results: Sequence[Result], most: int) -> str:
    """Give the first differences of a few cases of each producer and kind of table, silent ones first."""
    lines = []
    groups: dict[tuple[str, str], list[Result]] = {}
    for each in results:
        if each.judgement.verdict != "exact" and not each.lacking:
            groups.setdefault((each.case.producer, each.case.rules), []).append(each)
    for failed in groups.values():
        failed.sort(key=lambda each: (each.judgement.verdict != "silent", each.case.number))
        for each in failed[:most]:
            signs = ", ".join(each.judgement.signs) or "no sign"
            lines.append(f"{each.case.name}: {each.judgement.verdict} ({signs})")
            lines.append(f"  {say_difference(each.judgement.differences[:1])}")
    return "\n".join(lines)


def say_difference(differences: Iterable[Difference]) -> str:
    """Give a difference in a line: its pointer, what is known and what was got, from where they part."""
    return "; ".join(
        f"{pointer}: known {_cut(one, other)}, got {_cut(other, one)}" for pointer, one, other in differences
    )


def _cut(value: object, other: object) -> str:
    if not isinstance(value, str) or not isinstance(other, str):
        return str(value)[:SHOWN]
    same = next((k for k, pair in enumerate(zip(value, other, strict=False)) if pair[0] != pair[1]), 0)
    start = max(0, (same or min(len(value), len(other))) - 15)
    return repr(("…" if start else "") + value[start : start + SHOWN])


def _count(results: Sequence[Result]) -> list[str]:
    verdicts = Counter(each.judgement.verdict for each in results)
    breaks = sum(each.judgement.breaks for each in results)
    counts = [len(results), verdicts["exact"], breaks, verdicts["flagged"], verdicts["silent"]]
    return [*map(str, counts), _share(results, "exact")]


def _share(results: Sequence[Result], verdict: str) -> str:
    if not results:
        return "–"
    return f"{100 * sum(each.judgement.verdict == verdict for each in results) / len(results):.2f}"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
