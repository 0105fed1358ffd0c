"""The folder of the review page: small pictures, all text in a colour, only new sources drawn, broken ones told."""

import json
import re
import shutil
from collections.abc import Callable
from functools import cache
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from PIL import Image, ImageDraw

from extractor.cli import program
from extractor.patterns import load_patterns
from extractor.review.drawing import KINDS, VIEWS, choose_pages, draw_source
from extractor.review.pictures import MOST_BYTES, draw_small, find_look
from extractor.review.scripts import write_json, write_script

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
PDFS = sorted([*SAMPLES.glob("*.pdf"), *(SAMPLES / "documents").glob("*.pdf")])
TEXT = SAMPLES / "zhanjiang-2021-xinfangju.txt"
PDF = SAMPLES / "zhanjiang-2021-xinfangju.chromium.pdf"
Draw = Callable[[Path], tuple[dict[str, Any], Path]]


def run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(program, [*arguments, "--lang", "en"])
    return done.exit_code, done.stderr


def read_script(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    return json.loads(text[text.index('", ') + 3 : text.rindex(");")])


# ---- sources --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def draw(tmp_path_factory: pytest.TempPathFactory) -> Draw:
    """Draws a source, each once: gives what the page shows of it, and the folder of its pictures."""

    @cache
    def draw_once(path: Path) -> tuple[dict[str, Any], Path]:
        folder = tmp_path_factory.mktemp("drawn")
        return draw_source(path.read_bytes(), path.name, load_patterns(), folder, lambda: None), folder

    return draw_once


@pytest.mark.parametrize("path", PDFS, ids=lambda path: path.name)
def test_a_page_takes_at_most_60_kb_and_all_its_text_has_a_colour_that_says_what_it_became(
    path: Path, draw: Draw
) -> None:
    drawn, folder = draw(path)
    assert drawn["count"] >= len(drawn["pages"]) > 0
    for page in drawn["pages"]:
        picture = folder / page["picture"]
        assert 0 < picture.stat().st_size <= MOST_BYTES
        with Image.open(picture) as image:
            assert list(image.size) == page["pixels"]
            assert abs(image.width / image.height - page["size"][0] / page["size"][1]) < 0.01
        boxes = [mark[1:] for mark in page["marks"]]
        bare = [
            character
            for y, characters, steps in page["text"]
            for character, x in zip(characters, add_up(steps), strict=True)
            if 0 <= x <= page["size"][0] and not is_in_one(x, y, boxes)  # a sheet goes on beside the page
        ]
        # A page without any mark is shown as one that was not read.
        assert not boxes or bare == [], page["number"]


def is_in_one(x: int, y: int, boxes: list[list[int]]) -> bool:
    return any(x0 <= x <= x1 and top <= y <= bottom for x0, top, x1, bottom in boxes)


def add_up(steps: list[int]) -> list[int]:
    return [sum(steps[: at + 1]) for at in range(len(steps))]


def test_what_stands_outside_of_forms_and_what_was_left_over_have_kinds_of_their_own(draw: Draw) -> None:
    drawn, _ = draw(SAMPLES / "documents" / "budget-with-five-forms.pdf")
    kinds = {KINDS[mark[0]] for page in drawn["pages"] for mark in page["marks"]}
    assert kinds >= {"value", "label", "outside"}
    drawn, _ = draw(SAMPLES / "zhanjiang-2021-xinfangju.chromium-headers.pdf")
    assert {KINDS[mark[0]] for page in drawn["pages"] for mark in page["marks"]} >= {"repeated", "furniture"}


def test_a_table_is_drawn_with_its_spans_and_each_cell_has_its_address(tmp_path: Path) -> None:
    path = SAMPLES / "zhanjiang-2021-xinfangju.python-docx.docx"
    drawn = draw_source(path.read_bytes(), path.name, load_patterns(), tmp_path, lambda: None)
    _, table = drawn["blocks"]
    assert table["columns"] == 5
    label = KINDS.index("label")
    assert table["cells"][3][0] == [0, label, "预算整体情况", ["t1 r4 c1"], 1, 6]
    assert table["cells"][4][1] == [2, KINDS.index("value"), "595.19", ["t1 r5 c3"], 1, 1]
    assert list(tmp_path.iterdir()) == []


def test_of_a_long_file_the_pages_of_forms_and_those_beside_them_are_drawn() -> None:
    assert choose_pages(3, []) == [1, 2, 3]
    assert choose_pages(300, [20, 21]) == [1, 19, 20, 21, 22]
    assert choose_pages(300, []) == [1]
    assert len(choose_pages(5000, range(1, 5001))) == 200


@pytest.mark.parametrize("look", ["print", "colours", "photograph"])
def test_a_picture_is_small_whatever_the_page_looks_like(look: str) -> None:
    def draw(scale: float) -> Image.Image:
        size = int(595 * scale), int(842 * scale)
        if look == "photograph":
            noise = Image.effect_noise((300, 420), 90).resize(size)
            return Image.merge("RGB", (noise, noise.rotate(180), noise))
        image = Image.new("RGB", size, "white")
        pen = ImageDraw.Draw(image)
        for row in range(0, size[1], 3):
            pen.line((row % 17, row, size[0] - row % 29, row), fill="red" if look == "colours" else "black")
        return image

    assert find_look(draw(0.5)) in {look, "photograph"}
    small = draw_small(draw)
    assert len(small.data) <= MOST_BYTES
    with Image.open(BytesIO(small.data)) as image:
        assert image.size == (small.width, small.height)


@pytest.mark.parametrize("path", sorted((SAMPLES / "scans").iterdir()), ids=lambda path: path.name)
def test_a_scanned_page_takes_at_most_60_kb_too(path: Path) -> None:
    view = import_module(VIEWS["pdf" if path.suffix == ".pdf" else "image"])
    data = path.read_bytes()
    pages = list(range(1, view.count_pages(data) + 1))
    for shown in view.view_pages(data, pages):
        small = draw_small(shown.draw)
        assert len(small.data) <= MOST_BYTES
        assert small.width * 72 / shown.width >= 40, "too coarse to find one's place"


# ---- the folder -----------------------------------------------------------------------------------------------------


@pytest.fixture
def batch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a folder in which a batch ran over a text, a PDF in an archive, and a broken PDF."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(TEXT, "a.txt")
    with ZipFile("b.zip", "w") as archive:
        archive.write(PDF, "2021/信访局.pdf")
    Path("c.pdf").write_bytes(b"%PDF-1.7\n" + bytes(3000))
    Path("list.txt").write_text("a.txt\nb.zip\nc.pdf\nmissing.docx\n", encoding="utf-8")
    assert run("batch", "--from-file", "list.txt", "-o", "out", "--quiet")[0] == 3
    return tmp_path


def test_only_what_is_new_is_drawn_again(batch: Path) -> None:
    code, said = run("review", "out")
    assert (code, "documents: 3, drawn now: 2" in said) == (0, True)
    assert "sources not drawn (corrupt): 1" in said
    scripts = {path: path.stat().st_mtime_ns for path in batch.glob("out/review/sources/*/*/source.js")}
    code, said = run("review", "out")
    assert "drawn now: 0" in said
    assert {path: path.stat().st_mtime_ns for path in scripts} == scripts


def test_a_source_in_an_archive_is_found_and_one_that_could_not_be_read_is_told(batch: Path) -> None:
    assert "inputs without a result: 1; the page lists them" in run("review", "out")[1]
    index = read_script(batch / "out" / "review" / "index.js")
    by_name = {entry["name"]: entry for entry in index["documents"]}
    assert index["documents"][0]["name"] == "c.pdf"
    assert list(index["unread"][0]) == ["path", "says"]
    assert index["unread"][0]["path"] == "missing.docx"
    pdf = by_name["信访局.pdf"]
    folder = batch / "out" / "review" / "sources" / pdf["id"][:2] / pdf["id"]
    assert len(list(folder.glob("*.webp"))) == 5
    broken = read_script(
        batch / "out" / "review" / "documents" / by_name["c.pdf"]["id"][:2] / f"{by_name['c.pdf']['id']}.js"
    )
    assert broken["problem"][0] == "corrupt"


def test_what_is_no_longer_among_the_results_leaves_the_folder(batch: Path) -> None:
    run("review", "out")
    before = len(list(batch.glob("out/review/documents/*/*.js")))
    manifest = batch / "out" / "manifest.jsonl"
    manifest.write_bytes(b"".join(manifest.read_bytes().splitlines(keepends=True)[:1]))
    run("review", "out")
    assert (before, len(list(batch.glob("out/review/documents/*/*.js")))) == (3, 1)
    assert len(list(batch.glob("out/review/sources/*/*"))) == 1


def test_nothing_is_written_into_a_folder_that_holds_something_else(batch: Path) -> None:
    (batch / "mine").mkdir()
    (batch / "mine" / "letter.txt").write_text("x", encoding="utf-8")
    code, said = run("review", "out", "-o", "mine")
    assert (code, "holds other files" in said) == (3, True)
    assert [path.name for path in (batch / "mine").iterdir()] == ["letter.txt"]


def test_the_page_of_a_file_stands_beside_it_under_its_own_name_and_that_is_told(batch: Path) -> None:
    for name in ("one", "two"):
        assert run("extract", "a.txt", "-o", f"{name}.json")[0] == 0
    for name in ("one", "two"):
        code, said = run("review", f"{name}.json")
        assert (code, str(Path(f"{name}.json.review", "index.html")) in said) == (0, True)
    assert all(list(batch.glob(f"{name}.json.review/sources/*/*/source.js")) for name in ("one", "two"))
    assert not (batch / "review").exists()


# ---- where sources lie ----------------------------------------------------------------------------------------------


@pytest.fixture
def moved(batch: Path) -> Path:
    """Give the results of `batch`, with its files moved into `archive/2021/`."""
    for name in ("archive/2021", "archive/2022"):
        (batch / name).mkdir(parents=True)
    for name in ("a.txt", "b.zip", "c.pdf"):
        shutil.move(name, "archive/2021")
    return batch


@pytest.mark.parametrize(
    "given", [["archive/2021"], ["archive"], ["archive/2021/a.txt", "archive/2021/b.zip"], ["{}/archive"]], ids=str
)
def test_a_source_is_found_below_the_folders_that_are_named_however_they_are_named(
    moved: Path, given: list[str]
) -> None:
    options = [word for path in given for word in ("--sources", path.format(moved))]
    assert "drawn now: 2" in run("review", "out", *options)[1]


def test_of_several_files_of_one_name_the_one_with_the_same_content_is_taken(moved: Path) -> None:
    (moved / "archive" / "2022" / "a.txt").write_text("other", encoding="utf-8")
    (moved / "archive" / "a.txt").write_text("another", encoding="utf-8")
    assert "drawn now: 2" in run("review", "out", "--sources", "archive")[1]


def test_where_none_of_several_files_of_one_name_has_the_content_they_are_named(moved: Path) -> None:
    for folder in ("2021", "2022"):
        (moved / "archive" / folder / "a.txt").write_text(f"other {folder}", encoding="utf-8")
    code, said = run("review", "out", "--sources", "archive")
    assert code == 0
    assert "a.txt: several files have this name, and none has the content that was read; name" in said
    assert all(f"  {Path('archive', folder, 'a.txt')}" in said for folder in ("2021", "2022"))


def test_a_path_that_a_batch_named_by_its_root_is_found_below_another_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old" / "报送").mkdir(parents=True)
    shutil.copy(TEXT, tmp_path / "old" / "报送" / "a.txt")
    run("batch", str(tmp_path / "old" / "报送"), "-o", "out", "--quiet")
    (tmp_path / "old").rename("new")
    assert "drawn now: 0" in run("review", "out")[1]
    assert "drawn now: 1" in run("review", "out", "--sources", "new/报送")[1]


# ---- results that are none ------------------------------------------------------------------------------------------


def test_a_folder_without_results_and_a_file_that_is_no_plan_are_told(batch: Path) -> None:
    (batch / "empty").mkdir()
    assert "there are no results" in run("review", "empty")[1]
    (batch / "plan.json").write_text("[]", encoding="utf-8")
    code, said = run("review", "out", "--plan", "plan.json")
    assert (code, "is no plan of a sample" in said) == (3, True)


def test_a_plan_leaves_only_its_fields_on_the_walls(batch: Path) -> None:
    assert run("sample", "out", "--seed", "1", "--size", "3", "--fields", "count", "-o", "plan.json")[0] == 0
    drawn = json.loads((batch / "plan.json").read_text(encoding="utf-8"))["fields"]
    assert run("review", "out", "--plan", "plan.json")[0] == 0
    index = read_script(batch / "out" / "review" / "index.js")
    assert sum(count for _, count in index["walls"]) == len(drawn) == 3
    assert [each["pointer"] for each in index["plan"]["fields"]] == [each["pointer"] for each in drawn]


# ---- scripts --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["</script>", "<!--", "]]>", "\u2028", "\u202e", "\ud800", "\x00", "\ufeff", '"\\', "&lt;", "\u200b"]
)
def test_a_text_is_data_in_a_script_whatever_it_says(text: str) -> None:
    written = write_json({text: text})
    assert json.loads(written) == {text: text}
    assert not re.search("[<>&\u2028\u2029\u202a-\u202e\x00\ufeff\u200b]", written)
    write_script("index", text).decode("utf-8")
