"""A plan is drawn by its seed alone, from every printed value once, each with the chance that its method says."""

import json
import random
import re
from bisect import bisect_right
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import extractor
from extractor.bounds import find_size
from extractor.cli import program
from extractor.places import FIELD_CLASSES, document_id, walk_values
from extractor.plans import Plan, bound_class, bound_plan
from extractor.population import Wish, walk_units
from extractor.record import Extraction
from extractor.sampling import draw_plan, draw_points, find_lot, redraw

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
TEXTS = sorted(SAMPLES.glob("*.txt"))


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sampling") / "json"
    folder.mkdir()
    for path in TEXTS:
        (folder / f"{path.name}.json").write_text(extractor.extract(path).to_json(), encoding="utf-8")
    (folder / "copy.json").write_text(extractor.extract(TEXTS[0]).to_json(), encoding="utf-8")
    return folder


def read_all(out: Path) -> dict[str, Extraction]:
    found = [Extraction.from_json(path.read_bytes()) for path in sorted(out.glob("*.json"))]
    return {document_id(each.source.sha256, each.source.name): each for each in found}


def keys(plan: Plan) -> list[tuple[str, int, str]]:
    return [(field.document, field.form, field.pointer) for field in plan.fields]


# ---- reproducible ---------------------------------------------------------------------------------------------------


def test_chance_is_a_hash_that_every_machine_computes() -> None:
    assert f"{find_lot(7, 'a/0/title'):064x}" == "e1dd7ed07bbff2fc1bac3dd2f13d9448ca8df28404f68c0956bc56802f2c5d72"


@pytest.mark.parametrize("method", ["simple", "stratified", "money-unit"])
def test_the_same_seed_draws_the_same_plan_in_any_order_of_files(out: Path, tmp_path: Path, method: Any) -> None:
    plan = draw_plan(out, Wish(7, method))
    for number, path in enumerate(sorted(out.glob("*.json"), reverse=True)):
        (tmp_path / f"{number}.json").write_bytes(path.read_bytes())
    assert draw_plan(tmp_path, Wish(7, method)).to_json() == plan.to_json()
    assert redraw(out, plan) == plan
    assert Plan.from_json(plan.to_json()) == plan
    assert keys(draw_plan(out, Wish(8, method))) != keys(plan)


def test_another_value_makes_another_population(out: Path, tmp_path: Path) -> None:
    plan = draw_plan(out, Wish(7))
    for path in out.glob("*.json"):
        (tmp_path / path.name).write_text(path.read_text("utf-8").replace("595.19", "595.18"), encoding="utf-8")
    assert draw_plan(tmp_path, Wish(7)).results != plan.results


# ---- the population -------------------------------------------------------------------------------------------------


def test_every_printed_value_is_drawn_from_once(out: Path) -> None:
    plan = draw_plan(out, Wish(7, size=1_000_000))
    expected = {
        (document, index, value.pointer): (value.field_class, value.value)
        for document, extraction in read_all(out).items()
        for index, form in enumerate(extraction.forms)
        for value in walk_values(form)
    }
    assert {
        key: (field.field_class, field.value) for key, field in zip(keys(plan), plan.fields, strict=True)
    } == expected
    assert plan.size == plan.population == len(expected) == len(plan.fields)
    assert plan.documents == len(TEXTS)
    assert sum(plan.classes.values()) == sum(stratum.population for stratum in plan.strata) == plan.population
    assert bound_plan(plan, 0).most == 0


def test_classes_limit_what_is_drawn_from(out: Path) -> None:
    plan = draw_plan(out, Wish(7, size=1_000_000, only=("amount", "value")))
    assert {field.field_class for field in plan.fields} == {"amount", "value"} == set(plan.classes)
    assert plan.only == ["amount", "value"]


def test_the_bound_decides_how_many_are_drawn(out: Path) -> None:
    plan = draw_plan(out, Wish(7))
    assert plan.size < 299
    assert (
        bound_plan(plan, 0).most < Fraction(1, 100) <= bound_plan(draw_plan(out, Wish(7, size=plan.size - 1)), 0).most
    )
    more = draw_plan(out, Wish(7, errors=2))
    assert bound_plan(more, 2).most < Fraction(1, 100) <= bound_plan(more, 3).most


def test_each_stratum_has_its_share_and_the_whole_its_bound(out: Path) -> None:
    plan = draw_plan(out, Wish(7, "stratified"))
    drawn = Counter(field.stratum for field in plan.fields)
    assert {stratum.name: stratum.size for stratum in plan.strata} == drawn
    assert {stratum.name for stratum in plan.strata} == {
        unit.stratum for document, extraction in read_all(out).items() for unit in walk_units(document, extraction)
    }
    thinnest = min(Fraction(stratum.size, stratum.population) for stratum in plan.strata)
    assert all(Fraction(stratum.size - 1, stratum.population) < thinnest for stratum in plan.strata)
    assert bound_plan(plan, 0).most <= Fraction(1, 100)
    assert bound_class(plan, "amount", drawn=9, wrong=0).most > bound_plan(plan, 0).most


# ---- money ----------------------------------------------------------------------------------------------------------


def test_money_is_counted_exactly_and_in_yuan(out: Path) -> None:
    plan = draw_plan(out, Wish(7, "money-unit"))
    total = Fraction(0)
    zero = amounts = 0
    for extraction in read_all(out).values():
        for form in extraction.forms:
            scale = {"万元": 10_000, "元": 1}[form.record.funding.unit or ""]
            for value in walk_values(form):
                if value.field_class == "amount" and isinstance(value.value, Decimal):
                    total += Fraction(value.value) * scale
                    zero += value.value == 0
                    amounts += value.value > 0
    assert Fraction(plan.yuan or 0) == total
    assert (plan.excluded, plan.population) == ({"zero": zero}, amounts)
    assert plan.size == 299 == sum(field.hits for field in plan.fields)
    assert {field.field_class for field in plan.fields} == {"amount"}


def test_every_amount_larger_than_a_cell_is_drawn(out: Path) -> None:
    plan = draw_plan(out, Wish(7, "money-unit"))
    assert plan.yuan is not None
    drawn = set(keys(plan))
    for document, extraction in read_all(out).items():
        for unit in walk_units(document, extraction):
            if unit.yuan is not None and unit.yuan >= 2 * Fraction(plan.yuan) / plan.size:
                assert (document, unit.form, unit.value.pointer) in drawn


def test_what_has_no_weight_is_told(tmp_path: Path) -> None:
    text = extractor.extract(SAMPLES / "zhanjiang-2021-xinfangju.txt").to_json()
    changed = text.replace('"amount": 595.19', '"amount": null', 1).replace('"amount": 484.77', '"amount": -1', 1)
    (tmp_path / "a.json").write_text(changed, encoding="utf-8")
    assert draw_plan(tmp_path, Wish(7, "money-unit")).excluded == {"negative": 1, "unreadable": 1, "zero": 2}
    (tmp_path / "a.json").write_text(changed.replace('"unit": "万元"', '"unit": "美元"', 1), encoding="utf-8")
    done = CliRunner().invoke(program, ["sample", str(tmp_path), "--method", "money-unit", "-o", str(tmp_path / "p")])
    assert done.exit_code == 3


# ---- chance ---------------------------------------------------------------------------------------------------------


def test_every_field_is_drawn_as_often_as_every_other() -> None:
    names, counts = [f"{number:064x}.pdf/0/title" for number in range(50)], Counter[str]()
    for seed in range(2000):
        counts.update(sorted(names, key=lambda name: find_lot(seed, name))[:10])
    deviations = sum((counts[name] - 400) ** 2 / 320 for name in names)
    assert 20 < deviations < 90  # 49 are expected, with a standard deviation of 10


def test_every_yuan_is_drawn_as_often_as_every_other() -> None:
    chance = random.Random(7)  # noqa: S311 - a fixed seed is what is wanted
    amounts = [chance.randrange(1, 1000) for _ in range(40)]
    ends, total, counts = list(accumulate(amounts)), sum(amounts), Counter[int]()
    for seed in range(2000):
        counts.update(bisect_right(ends, point * total) for point in draw_points(10, seed))
    expected = [Fraction(amount, total) * 20_000 for amount in amounts]
    deviations = sum((counts[index] - each) ** 2 / each for index, each in enumerate(expected))
    assert deviations < 75  # no more than 39, for cells vary less than chance, with a standard deviation below 9


def test_inputs_of_which_nothing_can_be_read_are_counted_as_not_proved(out: Path, tmp_path: Path) -> None:
    text = next(out.glob("*.json")).read_bytes()
    batch = tmp_path / "batch"
    batch.mkdir()
    source = Extraction.from_json(text).source
    document = document_id(source.sha256, source.name)
    (batch / f"{document}.json").write_bytes(text)
    lines = [json.dumps({"json": f"{document}.json"}), '{"json": null}', '{"json": "a.t']
    (batch / "manifest.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert draw_plan(batch, Wish(7)).without == 2
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a.txt.json").write_bytes(text)
    (folder / "b.txt.json").write_bytes(text[:100])
    assert draw_plan(folder, Wish(7)).without == 1


# ---- the command ----------------------------------------------------------------------------------------------------


def run(*words: object) -> tuple[int, str]:
    done = CliRunner().invoke(program, ["sample", *map(str, words), "--lang", "en"])
    assert done.exception is None or isinstance(done.exception, SystemExit)
    return done.exit_code, done.output


def test_the_command_writes_a_plan_and_says_what_it_proves(out: Path, tmp_path: Path) -> None:
    target = tmp_path / "plan.json"
    code, output = run(out, "--bound", "5%", "--seed", "7", "-o", target)
    plan = json.loads(target.read_text("utf-8"), parse_float=Decimal)
    size = find_size(Fraction(5, 100), Fraction(95, 100), population=plan["population"])
    assert (code, plan["size"], len(plan["fields"])) == (0, size, size)
    assert (
        f"wrote {target}: {size} of {plan['population']} values of {len(TEXTS)} documents are drawn (seed 7)" in output
    )
    assert re.search(r"If all of them are right, at most 4\.\d+% of all values are wrong", output)


def test_without_a_seed_one_is_drawn_and_told(out: Path, tmp_path: Path) -> None:
    seeds = set()
    for _ in range(2):
        _, output = run(out, "--size", "1", "-o", tmp_path / "plan.json")
        (told,) = re.findall(r"seed (\d+)", output)
        seeds.add(told)
        assert json.loads((tmp_path / "plan.json").read_text("utf-8"))["seed"] == int(told)
    assert len(seeds) == 2


@pytest.mark.parametrize(
    "words", [["--bound", "0"], ["--bound", "101%"], ["--confidence", "1"], ["--fields", "money"], ["--bound", "x"]]
)
def test_what_makes_no_sense_is_refused(out: Path, tmp_path: Path, words: list[str]) -> None:
    code, _ = run(out, *words, "-o", tmp_path / "plan.json")
    assert code == 2
    assert not (tmp_path / "plan.json").exists()


def test_the_help_names_every_class_and_what_is_proved() -> None:
    _, output = run("--help")
    assert [name for name in FIELD_CLASSES if name not in output] == []
    assert "fewer than 1 in 100 of all values are" in output


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    assert run(tmp_path, "-o", tmp_path / "plan.json")[0] == 3
