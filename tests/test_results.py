"""What earlier runs wrote is read again, one extraction at a time, and damage costs only itself."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import extractor
from extractor.cli import program
from extractor.results import NoResultsError, read_results

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
REFERENCE = SAMPLES / "zhanjiang-2021-xinfangju.txt"
OTHER = SAMPLES / "ezhou-2022-hubian.txt"


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("results")
    copy = folder / "copy.txt"
    copy.write_bytes(REFERENCE.read_bytes())
    (folder / "empty.pdf").write_bytes(b"")
    given = [str(REFERENCE), str(OTHER), str(copy), str(folder / "empty.pdf"), str(folder / "missing.pdf")]
    (folder / "list.txt").write_text("\n".join(given), encoding="utf-8")
    given = ["--from-file", str(folder / "list.txt")]
    CliRunner().invoke(program, ["batch", *given, "-o", str(folder / "out"), "--jobs", "1", "--quiet", "--lang", "zh"])
    return folder / "out"


def test_a_batch_gives_a_result_for_each_input_in_their_order(batch: Path) -> None:
    first, other, copy, empty, missing = read_results(batch)
    assert first.extraction == extractor.extract(REFERENCE)
    assert other.extraction == extractor.extract(OTHER)
    assert (copy.path.endswith("copy.txt"), copy.duplicate_of, copy.extraction) == (True, first.path, first.extraction)
    assert (empty.status, empty.error and empty.error.code) == ("error", "empty")
    assert (missing.extraction, missing.sha256, missing.error and missing.error.code) == (None, None, "unreadable")


def test_damaged_json_costs_only_itself(batch: Path, tmp_path: Path) -> None:
    lines = (batch / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    torn = json.loads(lines[0])
    (tmp_path / "json").mkdir()
    (tmp_path / "json" / "torn.json").write_text('{"schema_version": "1", "sou', encoding="utf-8")
    torn["json"] = "json/torn.json"
    text = "\n".join([json.dumps(torn), '{"path": "cut', *lines[4:]])
    (tmp_path / "manifest.jsonl").write_text(text, encoding="utf-8")
    first, cut, missing = read_results(tmp_path, "en")
    assert first.error is not None
    assert (first.path, first.error.code) == (torn["path"], "result-damaged")
    assert (cut.path, cut.status) == ("manifest.jsonl:2", "error")
    assert missing.path.endswith("missing.pdf")


@pytest.mark.parametrize("target", ["json/", "lines.jsonl"])
def test_what_extract_wrote_gives_results_too(tmp_path: Path, target: str) -> None:
    output = f"{tmp_path}/{target}"
    CliRunner().invoke(program, ["extract", str(REFERENCE), str(OTHER), "-o", output, "--lang", "zh"])
    found = {result.path: result.extraction for result in read_results(Path(output))}
    assert found == {path.name: extractor.extract(path) for path in (REFERENCE, OTHER)}


def test_a_place_without_results_is_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nothing"):
        with pytest.raises(NoResultsError, match=path.name):
            read_results(path)
