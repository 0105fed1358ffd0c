"""The rooms of the house stand in their order, and the contracts that say so would notice a breach."""

import ast
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted((ROOT / "extractor").rglob("*.py"))

Check = Callable[[], subprocess.CompletedProcess[str]]


@pytest.fixture
def check_copy(tmp_path: Path) -> Check:
    """Copy the package to a folder of its own; give what checks the contracts there."""
    shutil.copytree(ROOT / "extractor", tmp_path / "extractor", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    lint = "from importlinter.cli import lint_imports_command; lint_imports_command()"

    def check() -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", lint, "--no-cache", "--no-logo"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False, timeout=120)

    return check


def test_the_contracts_hold(check_copy: Check) -> None:
    checked = check_copy()
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    ("module", "line", "told"),
    [
        ("readers/text.py", "import extractor.patterns", "extractor.readers.text -> extractor.patterns"),
        ("document.py", "import extractor.values", "extractor.document -> extractor.values"),
        ("match.py", "import extractor.pipeline", "extractor.match -> extractor.pipeline"),
        ("layout.py", "import pypdfium2", "extractor.layout -> pypdfium2"),
        ("build.py", "import lxml", "extractor.build -> lxml"),
        ("pipeline.py", "import click", "extractor.pipeline -> click"),
        ("newcomer.py", "import re", "newcomer"),
    ],
)
def test_a_breach_of_a_contract_is_told(tmp_path: Path, check_copy: Check, module: str, line: str, told: str) -> None:
    with (tmp_path / "extractor" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    checked = check_copy()
    assert checked.returncode == 1
    assert told in checked.stdout


def test_the_program_imports_only_packages_that_it_declares() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for lines in project.get("optional-dependencies", {}).values() for line in lines]
    declared = {line.split(">=")[0].lower() for line in [*project["dependencies"], *extras]}
    owners = packages_distributions()
    imported = {name for path in MODULES for name in _imports(path)} - sys.stdlib_module_names - {"extractor"}
    assert {owner.lower() for name in imported for owner in owners[name]} <= declared


def _imports(path: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    given = {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
    return {name.partition(".")[0] for name in plain | given}
