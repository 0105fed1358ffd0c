"""How well scans are read: `python -m tests.scans [--look NAME …] [--lang en]`.

Enters: the options. Leaves: a table on standard output: for each look of the paper, how much of the typed forms is read
rightly, how much is flagged, and how much is wrong with nothing that says so.
"""

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "samples")]

from _scans import Look, scan_pages, write_pdf  # noqa: E402 - the samples' own scripts

from extractor import extract  # noqa: E402
from extractor.record import Extraction  # noqa: E402
from tests.scans.comparing import Difference, compare, find_flagged, list_fields, points_at  # noqa: E402

FORMS = ("zhanjiang-2024-wenhua.libreoffice", "shanghai-2023-jietu.chromium", "sichuan-2023-gongshui.chromium")
"""Three layouts on four pages, in three fonts, with hairlines and with bold lines."""

BARE = (
    "zhanjiang-2021-xinfangju.chromium-borderless",
    "zhanjiang-2021-xinfangju.weasyprint-borderless-rules",
    "zhanjiang-2024-wenhua.chromium-borderless-threeline",
)
"""Two layouts on twelve pages, whose tables have no lines, lines between their rows only, or three lines in all."""

LOOKS = (
    Look("300 dpi", 300),
    Look("200 dpi"),
    Look("200 dpi, askew by 2.4°", tilt=2.4),
    Look("200 dpi, on its side", turn=90),
    Look("200 dpi, upside down", turn=180),
    Look("200 dpi, blurred", blur=0.4),
    Look("200 dpi, noisy", noise=20),
    Look("200 dpi, JPEG at 15", quality=15),
    Look("200 dpi, faint", fade=0.6),
    Look("200 dpi, in shadow", shade=90),
    Look("200 dpi, three stamps a page", stamps=3),
    Look("200 dpi, black and white (fax)", fax=True, noise=0),
    Look("300 dpi, without lines", 300),
    Look("200 dpi, without lines"),
    Look("200 dpi, without lines, askew by 2.4°", tilt=2.4),
    Look("150 dpi, without lines", 150),
    Look("150 dpi", 150),
    Look("150 dpi, askew, noisy", 150, tilt=-1.3, noise=10),
    Look("120 dpi", 120),
    Look("100 dpi", 100),
    Look("200 dpi, badly blurred", blur=0.8),
    Look("120 dpi, black and white (fax)", 120, fax=True, noise=6),
)
IN_CHINESE = {
    "without lines": "无竖线",
    "askew by 2.4°": "歪斜 2.4°",
    "on its side": "横放",
    "upside down": "倒放",
    "badly blurred": "严重模糊",
    "blurred": "模糊",
    "noisy": "噪点",
    "JPEG at 15": "JPEG 质量 15",
    "faint": "字迹浅",
    "in shadow": "阴影",
    "three stamps a page": "每页三枚印章",
    "black and white (fax)": "黑白（传真）",
    "askew": "歪斜",
    ", ": "，",
}
HEADS = {
    "en": "look|pages|characters right, %|fields|right|wrong and flagged|wrong, silent|amounts wrong|"
    "right and flagged|forms ok / to review / refused",
    "zh": "扫描情形|页数|字正确率 %|字段|正确|有误而有提示|有误而无提示|金额有误|正确而有提示|表：ok／待核对／拒绝",
}
MARKS = {"en": "measure|figure|wanted", "zh": "指标|结果|要求"}
FINE, GOOD, COARSE = 200, 150, 140
"""Dots to the inch: those with the strictest marks, those with weaker ones, and those below which none is trusted."""

BLURRED = 0.7
"""From so wide an unsharpness on, no page is trusted either."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one form in one look."""

    look: Look
    pages: int
    characters: int
    alike: float
    fields: int
    differences: Sequence[Difference]
    flagged: int
    status: str
    coarse: bool

    @property
    def silent(self) -> list[Difference]:
        """The fields that are wrong while nothing says so; a coarse page is told of as a whole."""
        return [] if self.coarse else [each for each in self.differences if not each.flagged]


def main() -> None:
    """Scan, read and compare all forms in all looks, and print the report."""
    parser = argparse.ArgumentParser(description="Read scans whose typed records are known, and compare.")
    parser.add_argument("--look", action="append", help="only looks whose name contains this; may be repeated")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other noise and stamps")
    parser.add_argument("--lang", action="append", choices=("en", "zh"), help="the languages of the table")
    options = parser.parse_args()
    looks = [look for look in LOOKS if not options.look or any(part in look.name for part in options.look)]
    typed = {name: extract(ROOT / "samples" / f"{name}.pdf") for name in (*FORMS, *BARE)}
    outcomes: list[Outcome] = []
    with TemporaryDirectory() as folder:
        for look in looks:
            for name in choose_forms(look):
                outcomes.append(read_scan(typed[name], ROOT / "samples" / f"{name}.pdf", look, options.seed, folder))
                say(outcomes[-1], name)
    for lang in options.lang or ["en", "zh"]:
        print(f"\n{say_table(outcomes, lang)}")


def choose_forms(look: Look) -> tuple[str, ...]:
    """Give the forms that are scanned with a look."""
    return BARE if "without lines" in look.name else FORMS


def read_scan(typed: Extraction, source: Path, look: Look, seed: int, folder: str) -> Outcome:
    """Scan a form with a look, read it, and compare it with the typed one."""
    pages = scan_pages(source, look, seed)
    path = Path(folder, "scan.pdf")
    write_pdf(pages, look.dpi, path, look.quality)
    read = extract(path)
    expected = list_fields(typed.forms[0])
    found = list_fields(read.forms[0]) if read.forms else {}
    printed = [(value, found.get(pointer)) for pointer, value in expected.items() if value is not None]
    texts = [(str(value), "" if other is None else str(other)) for value, other in printed]
    named = find_flagged(read.forms[0]) if read.forms else ()
    said = [check for form in read.forms for check in form.checks if check.status == "fail"]
    return Outcome(
        look=look,
        pages=len(pages),
        characters=sum(len(text) for text, _ in texts),
        alike=sum(_count_alike(text, other) for text, other in texts),
        fields=sum(value is not None for value in expected.values()),
        differences=compare(typed, read),
        flagged=sum(any(points_at(name, pointer) for name in named) for pointer in found),
        status=read.status,
        coarse=any("dpi" in check.message for check in said),
    )


def _count_alike(text: str, other: str) -> int:
    if text == other:
        return len(text)
    return sum(block.size for block in SequenceMatcher(None, text, other, autojunk=False).get_matching_blocks())


def say(outcome: Outcome, name: str) -> None:
    """Tell on standard error what is wrong in a form, as it is read."""
    wrong = [f"{'' if each.flagged else '!'}{each.pointer}" for each in outcome.differences]
    print(f"{outcome.look.name}: {name}: {outcome.status} {' '.join(wrong[:8])}", file=sys.stderr, flush=True)


def say_table(outcomes: Sequence[Outcome], lang: str) -> str:
    """Give the table of looks and the marks, as the READMEs hold them."""
    heads = HEADS[lang].split("|")
    lines = [_row(heads), _row(["---", *["--:"] * (len(heads) - 1)])]
    for look in dict.fromkeys(outcome.look for outcome in outcomes):
        own = [outcome for outcome in outcomes if outcome.look == look]
        lines.append(_row(_count(own, lang)))
    poor = [each for each in outcomes if is_poor(each.look)]
    fine = [each for each in outcomes if each.look.dpi >= FINE and not is_poor(each.look)]
    good = [each for each in outcomes if GOOD <= each.look.dpi < FINE]
    measures = [
        (("amounts wrong at 200 dpi and better", "200 dpi 及以上，有误的金额"), str(_wrong_amounts(fine)), "0"),
        (("silently wrong at 200 dpi and better, %", "200 dpi 及以上，有误而无提示 %"), _share(fine), "≤ 0.2"),
        (("silently wrong at 150 dpi, %", "150 dpi，有误而无提示 %"), _share(good), "≤ 0.5"),
        (
            ("forms `ok` that were scanned too coarsely or blurred", "分辨率过低或模糊而仍为 `ok` 的表"),
            str(sum(each.status == "ok" for each in poor)),
            "0",
        ),
    ]
    lines += ["", _row(MARKS[lang].split("|")), _row(["---", "--:", "--:"])]
    lines += [_row((names[lang == "zh"], figure, wanted)) for names, figure, wanted in measures]
    return "\n".join(lines)


def is_poor(look: Look) -> bool:
    """Tell whether nothing scanned so is to be trusted without being looked at."""
    return look.dpi < COARSE or look.blur >= BLURRED


def _count(own: Sequence[Outcome], lang: str) -> list[str]:
    name = own[0].look.name
    if lang == "zh":
        for word, meaning in IN_CHINESE.items():
            name = name.replace(word, meaning)
    fields = sum(each.fields for each in own)
    wrong = sum(len(each.differences) for each in own)
    silent = sum(len(each.silent) for each in own)
    right = sum(each.alike for each in own) / sum(each.characters for each in own)
    statuses = [each.status for each in own]
    refused = len(own) - statuses.count("ok") - statuses.count("review")
    return [
        name,
        str(sum(each.pages for each in own)),
        f"{100 * right:.2f}",
        str(fields),
        str(fields - min(fields, wrong)),
        str(wrong - silent),
        str(silent),
        str(_wrong_amounts(own)),
        str(sum(each.flagged for each in own) - sum(each.flagged for each in _wrong(own))),
        f"{statuses.count('ok')} / {statuses.count('review')} / {refused}",
    ]


def _wrong(own: Iterable[Outcome]) -> list[Difference]:
    return [difference for outcome in own for difference in outcome.differences if outcome.status in {"ok", "review"}]


def _wrong_amounts(own: Iterable[Outcome]) -> int:
    return sum(difference.pointer.endswith("/amount") for outcome in own for difference in outcome.differences)


def _share(own: Sequence[Outcome]) -> str:
    fields = sum(each.fields for each in own)
    return f"{100 * sum(len(each.silent) for each in own) / fields:.2f}" if fields else "–"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
