"""The certificate says what the verdicts prove and no more, the same to the last byte each time."""

import hashlib
import re
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from click.testing import CliRunner

import extractor
from extractor.bounds import bound_simple
from extractor.certificate.judging import OtherResultsError, judge
from extractor.cli import program
from extractor.plans import Plan
from extractor.population import Wish
from extractor.sampling import draw_plan
from extractor.verdicts import Verdict, write_verdicts

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
NASTY = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</style><b>", "\u202eabc", "{{7*7}}"]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("certificate") / "json"
    folder.mkdir()
    for path in [*sorted(SAMPLES.glob("zhanjiang-*.txt"))[:3], SAMPLES / "shanghai-2023-jietu.txt"]:
        (folder / f"{path.name}.json").write_text(extractor.extract(path).to_json(), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def plan(out: Path) -> Plan:
    return draw_plan(out, Wish(7, size=60))


def confirm(plan: Plan, **changes: dict[str, Any]) -> list[Verdict]:
    """Give a verdict on each value of a plan: right, but for changes by the number of the field (`at_3`)."""
    verdicts = []
    for number, field in enumerate(plan.fields):
        fields: dict[str, Any] = {
            "document": field.document,
            "name": field.name,
            "form": field.form,
            "pointer": field.pointer,
            "before": field.value,
            "verdict": "right",
            "reviewer": "李",
            "time": f"2026-11-30T09:00:{number % 60:02}Z",
            "program": "0.1.0",
            "pattern": "",
            "pattern_version": "",
            **changes.get(f"at_{number}", {}),
        }
        verdicts.append(Verdict.model_validate(fields))
    return verdicts


# ---- what is proved -------------------------------------------------------------------------------------------------


def test_all_right_proves_the_bound(out: Path) -> None:
    plan = draw_plan(out, Wish(7, bound=Decimal("0.05")))
    judgement = judge(out, plan, confirm(plan))
    assert (judgement.result, judgement.whole.estimate, judgement.open) == ("proved", Fraction(0), 0)
    assert judgement.whole.interval == bound_simple(plan.population, plan.size, 0, Fraction(95, 100))
    assert judgement.whole.interval.most < Fraction(5, 100)
    assert sum(line.drawn for line in judgement.lines) == plan.size
    assert sum(line.population for line in judgement.lines) == plan.population
    for line in judgement.lines:
        assert line.interval == bound_simple(line.population, line.drawn, 0, Fraction(95, 100))


def test_one_wrong_value_more_than_allowed_for_proves_nothing(out: Path) -> None:
    for allowed, wrong, result in [(1, 1, "proved"), (1, 2, "unproved"), (0, 1, "unproved")]:
        plan = draw_plan(out, Wish(7, bound=Decimal("0.05"), errors=allowed))
        changes = {f"at_{number}": {"verdict": "wrong"} for number in range(wrong)}
        judgement = judge(out, plan, confirm(plan, **changes))
        assert judgement.result == result
        assert judgement.whole.estimate == Fraction(wrong, plan.size)


@pytest.mark.parametrize("said", [{"verdict": "doubtful"}, {"verdict": "undone"}, {"before": "another"}])
def test_what_is_not_known_to_be_right_counts_as_wrong(out: Path, plan: Plan, said: dict[str, Any]) -> None:
    judgement = judge(out, plan, confirm(plan, at_0=said, at_1=said))
    sure = Fraction(95, 100)
    assert judgement.whole.interval.most == bound_simple(plan.population, plan.size, 2, sure).most
    assert judgement.whole.interval.high == bound_simple(plan.population, plan.size, 2, sure).high
    assert judgement.whole.interval.low == 0
    assert judgement.whole.estimate is None
    assert judgement.whole.unknown == 2
    assert judgement.result == ("unproved" if said == {"verdict": "doubtful"} else "incomplete")
    assert judgement.stale == (2 if "before" in said else 0)


def test_reviewers_who_disagree_leave_a_value_uncertain(out: Path, plan: Plan) -> None:
    other = confirm(plan, at_0={"verdict": "wrong"})[0].model_copy(update={"reviewer": "王"})
    judgement = judge(out, plan, [*confirm(plan), other])
    assert judgement.whole.counts["disputed"] == 1
    assert [(each.name, each.values) for each in judgement.reviewers] == [("李", 60), ("王", 1)]


def test_open_values_make_a_certificate_incomplete_even_where_the_bound_would_hold(out: Path) -> None:
    plan = draw_plan(out, Wish(7, bound=Decimal("0.05"), errors=3))
    judgement = judge(out, plan, confirm(plan)[1:])
    assert judgement.whole.interval.most < Fraction(5, 100)
    assert (judgement.result, judgement.open) == ("incomplete", 1)


def test_money_is_judged_by_yuan_and_by_how_wrong_it_is(out: Path) -> None:
    plan = draw_plan(out, Wish(7, "money-unit", size=100))
    field = plan.fields[0]
    assert isinstance(field.value, (int, Decimal))
    slightly = {"verdict": "wrong", "after": Decimal(field.value) * Decimal("0.9")}
    right = judge(out, plan, confirm(plan))
    little, all_ = (judge(out, plan, confirm(plan, at_0=said)) for said in (slightly, {"verdict": "wrong"}))
    assert little.whole.counts["wrong"] == all_.whole.counts["wrong"] == field.hits
    assert plan.yuan is not None
    assert right.misstated is not None
    assert little.misstated is not None
    assert all_.misstated is not None
    assert right.misstated < little.misstated < all_.misstated <= Fraction(plan.yuan)
    assert right.misstated == right.whole.interval.most * Fraction(plan.yuan)


def test_a_stratified_sample_weighs_its_strata(out: Path) -> None:
    plan = draw_plan(out, Wish(7, "stratified", size=80))
    judgement = judge(out, plan, confirm(plan, at_0={"verdict": "wrong"}))
    assert judgement.whole.estimate is not None
    assert Fraction(1, 200) < judgement.whole.estimate < Fraction(1, 50)
    assert judgement.whole.interval.low <= judgement.whole.estimate <= judgement.whole.interval.high


def test_a_plan_that_was_drawn_otherwise_is_refused(out: Path, plan: Plan) -> None:
    picked = plan.model_copy(update={"fields": [*plan.fields[1:], plan.fields[0]]})
    fewer = plan.model_copy(update={"size": 59, "fields": plan.fields[1:]})
    other = plan.model_copy(update={"results": "0" * 64})
    for changed in (picked, fewer, other):
        with pytest.raises(OtherResultsError):
            judge(out, changed, confirm(plan))


# ---- the page -------------------------------------------------------------------------------------------------------

Certify = Callable[..., tuple[int, str, bytes]]


@pytest.fixture
def certify(out: Path, tmp_path: Path) -> Certify:
    def run(plan: Plan, verdicts: list[Verdict], lang: str = "en") -> tuple[int, str, bytes]:
        (tmp_path / "plan.json").write_text(plan.to_json(), encoding="utf-8")
        (tmp_path / "verdicts.jsonl").write_bytes(write_verdicts(verdicts))
        target = tmp_path / "certificate.html"
        words = ["certify", str(out), "--plan", str(tmp_path / "plan.json"), "-o", str(target), "--lang", lang]
        done = CliRunner().invoke(program, [*words, "--verdicts", str(tmp_path / "verdicts.jsonl")])
        assert done.exception is None or isinstance(done.exception, SystemExit)
        return done.exit_code, done.output, target.read_bytes() if target.exists() else b""

    return run


class Page(HTMLParser):
    """Collects the elements and the text of a page."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.text = ""
        self.policy = ""
        self.feed(page.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        names = dict(attrs)
        assert not [name for name in names if name.startswith("on") or name in ("src", "href", "style")]
        if names.get("http-equiv") == "Content-Security-Policy":
            self.policy = names["content"] or ""

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_same_input_gives_the_same_bytes(certify: Certify, plan: Plan, lang: str) -> None:
    pages = {certify(plan, confirm(plan), lang)[2] for _ in range(2)}
    assert len(pages) == 1
    page = Page(pages.pop())
    text = plan.to_json().encode()
    assert hashlib.sha256(text).hexdigest() in page.text
    assert hashlib.sha256(write_verdicts(confirm(plan))).hexdigest() in page.text
    assert plan.results in page.text
    assert str(plan.seed) in page.text


def test_the_page_says_what_is_proved_and_what_is_not(certify: Certify, out: Path) -> None:
    plan = draw_plan(out, Wish(7, bound=Decimal("0.05")))
    code, output, page = certify(plan, confirm(plan))
    assert (code, "Proved." in output) == (0, True)
    sentence = rf"Proved.\s+Of {plan.population:,} values, at most 5% are wrong \(by what was found, at most 4\.\d+%\)"
    assert re.search(sentence, Page(page).text)
    assert "That no value is missing" in Page(page).text
    code, output, page = certify(plan, confirm(plan, at_0={"verdict": "wrong"}))
    assert (code, "Not proved." in output) == (1, True)
    assert "It is not proved that at most 5% are wrong" in Page(page).text
    code, output, page = certify(plan, confirm(plan)[5:])
    assert (code, "Incomplete." in output) == (1, True)
    assert f"5 of the {plan.size} drawn values have no verdict" in Page(page).text


def test_a_damaged_line_is_told_and_proves_nothing(certify: Certify, out: Path, tmp_path: Path) -> None:
    plan = draw_plan(out, Wish(7, bound=Decimal("0.05")))
    certify(plan, confirm(plan))
    with (tmp_path / "verdicts.jsonl").open("ab") as file:
        file.write(b'{"cut')
    words = ["certify", str(out), "--plan", str(tmp_path / "plan.json"), "-o", str(tmp_path / "c.html"), "--lang", "en"]
    done = CliRunner().invoke(program, [*words, "--verdicts", str(tmp_path / "verdicts.jsonl")])
    assert done.exit_code == 1
    assert "is no verdict" in done.output


def test_no_text_of_a_file_becomes_part_of_the_page(certify: Certify, plan: Plan) -> None:
    texts = [number for number, field in enumerate(plan.fields) if field.field_class not in ("amount", "count", "date")]
    changes = {
        f"at_{number}": {"verdict": "wrong", "after": text, "reviewer": text, "reason": text}
        for number, text in zip(texts, NASTY, strict=False)
    }
    plain = Page(certify(plan, confirm(plan))[2])
    page = certify(plan, confirm(plan, **changes))[2]
    shown = Page(page)
    assert set(shown.elements) == set(plain.elements) | {"code"}
    assert "\u202e".encode() not in page
    assert "<script>alert(1)</script>" in shown.text
    style = re.search(rb"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    digest = b64encode(hashlib.sha256(style[1]).digest()).decode()
    assert shown.policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@pytest.mark.skipif(shutil.which("chromium") is None, reason="Chromium is not installed")
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_is_one_sheet_of_a4_however_much_was_found(
    certify: Certify, plan: Plan, tmp_path: Path, lang: str
) -> None:
    changes = {
        f"at_{number}": {"verdict": "doubtful", "reviewer": f"湛江市财政局预算绩效评价中心 {number}"}
        for number in range(30)
    }
    _, _, page = certify(plan, confirm(plan, **changes), lang)
    (tmp_path / "page.html").write_bytes(page)
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    command += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    command += [f"--user-data-dir={tmp_path}/profile", f"--print-to-pdf={tmp_path}/page.pdf", "--no-pdf-header-footer"]
    subprocess.run([*command, (tmp_path / "page.html").as_uri()], check=True, capture_output=True, timeout=120)
    with pypdfium2.PdfDocument(tmp_path / "page.pdf") as document:
        assert [tuple(map(round, document.get_page_size(number))) for number in range(len(document))] == [(595, 842)]


def test_without_the_right_plan_there_is_no_certificate(certify: Certify, plan: Plan) -> None:
    code, output, page = certify(plan.model_copy(update={"seed": 8}), confirm(plan))
    assert (code, page) == (3, b"")
    assert "the plan is another one" in output


def test_what_is_no_plan_is_told(out: Path, tmp_path: Path) -> None:
    for name in ("plan.json", "verdicts.jsonl"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    words = ["--plan", str(tmp_path / "plan.json"), "--verdicts", str(tmp_path / "verdicts.jsonl"), "--lang", "en"]
    done = CliRunner().invoke(program, ["certify", str(out), *words, "-o", str(tmp_path / "c.html")])
    assert (done.exit_code, "this is no plan" in done.output) == (3, True)
