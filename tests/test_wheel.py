"""The built wheel, in a virtual environment of its own, does what the checkout does."""

import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"

Run = Callable[..., str]


def _call(*command: str | Path, cwd: Path) -> str:
    env = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return done.stdout.decode("utf-8")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _call(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="session")
def run(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Give what runs a program of a virtual environment that holds the wheel, in a folder outside of the checkout.

    A path file lends it the dependencies already installed. Python reads no path files in a lent folder, so that the
    one that leads to the checkout has no effect.
    """
    home, elsewhere = tmp_path_factory.mktemp("environment"), tmp_path_factory.mktemp("elsewhere")
    _call(sys.executable, "-m", "venv", "--without-pip", home, cwd=elsewhere)
    places = {"base": str(home), "platbase": str(home), "installed_base": str(home)}
    programs = Path(sysconfig.get_path("scripts", "venv", places))
    packages = Path(sysconfig.get_path("purelib", "venv", places))
    pip = (sys.executable, "-m", "pip", "--python", home, "install", "--quiet", "--no-index", "--no-deps")
    _call(*pip, "--disable-pip-version-check", wheel, cwd=elsewhere)
    (packages / "dependencies.pth").write_text(f"{sysconfig.get_path('purelib')}\n", encoding="utf-8")

    def call(program: str, *arguments: str | Path) -> str:
        return _call(programs / program, *arguments, cwd=elsewhere)

    yield call
    assert not list(elsewhere.iterdir()), "the program left files where it was run"


def test_the_wheel_holds_the_package_its_patterns_and_its_licence_and_nothing_else(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    files = {path.relative_to(ROOT) for path in (ROOT / "extractor").rglob("*") if path.is_file()}
    package = {path.as_posix() for path in files if "__pycache__" not in path.parts}
    patterns = {f"extractor/_patterns/{path.name}" for path in (ROOT / "patterns").iterdir()}
    assert package >= {"extractor/cli.py", "extractor/py.typed"}
    assert patterns
    assert {name for name in names if ".dist-info/" not in name} == package | patterns
    assert [name for name in names if name.endswith(".dist-info/licenses/LICENSE")]


def test_the_installed_package_is_the_one_that_the_wheel_brought(run: Run) -> None:
    where = run("python", "-c", "import extractor; print(extractor.__file__)").strip()
    home = run("python", "-c", "import sys; print(sys.prefix)").strip()
    assert Path(where).is_relative_to(home)
    assert str(ROOT) not in run("python", "-c", "import sys; print([p for p in sys.path if 'site-packages' not in p])")


def test_the_installed_package_finds_its_patterns_beside_it(run: Run) -> None:
    folder = run("python", "-c", "from extractor.patterns import shipped_folder as f; print(f())").strip()
    assert Path(folder).parts[-2:] == ("extractor", "_patterns")
    listed = run("jixiao", "patterns")
    assert [path.stem for path in (ROOT / "patterns").glob("*.toml") if path.stem not in listed] == []


def test_the_installed_command_says_its_version(run: Run, wheel: Path) -> None:
    assert wheel.name.split("-")[1] in run("jixiao", "--version")


@pytest.mark.parametrize("kind", ["txt", "python-docx.docx", "chromium.pdf"])
def test_the_installed_command_reads_the_reference_form_of_each_format(run: Run, kind: str) -> None:
    extraction = json.loads(run("jixiao", "extract", SAMPLES / f"zhanjiang-2021-xinfangju.{kind}"))
    (form,) = extraction["forms"]
    assert form["pattern"] == "zhanjiang-2021"
    assert form["record"]["header"]["unit_name"] == "湛江市信访局"
