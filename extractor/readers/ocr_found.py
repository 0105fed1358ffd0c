"""What this machine has for text recognition, told without loading any of it. Part of reading pictures of pages.

Enters: nothing. Leaves: the packages that are missing, and the file of the model, which comes with rapidocr.
"""

from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path

PACKAGES = {"numpy": "numpy", "cv2": "opencv-python-headless", "onnxruntime": "onnxruntime", "rapidocr": "rapidocr"}
"""The modules that recognition needs, and the packages that hold them: all come with the extra `ocr`."""

EXTRA = "jixiao[ocr]"
"""What installs them."""

MODEL = "models/*_rec_*.onnx"
"""Where rapidocr keeps the model that reads lines of Chinese text."""


@dataclass(frozen=True, slots=True)
class Recognition:
    """What there is for text recognition.

    Attributes:
        missing: the packages that are not installed.
        model: the file of the model, None where there is none.
        version: what reads, for people: `rapidocr 3.10.0 PP-OCRv6_rec_small`; blank where it cannot.
    """

    missing: tuple[str, ...]
    model: Path | None
    version: str

    @property
    def there(self) -> bool:
        """Whether pictures can be read."""
        return not self.missing and self.model is not None


def find_recognition() -> Recognition:
    """Tell what there is for text recognition; nothing is imported."""
    missing = tuple(package for module, package in PACKAGES.items() if util.find_spec(module) is None)
    model = _find_model()
    if missing or model is None:
        return Recognition(missing, model, "")
    return Recognition((), model, f"rapidocr {metadata.version('rapidocr')} {model.stem}")


def _find_model() -> Path | None:
    spec = util.find_spec("rapidocr")
    folders = spec.submodule_search_locations if spec is not None else None
    return next((path for folder in folders or () for path in sorted(Path(folder).glob(MODEL))), None)
