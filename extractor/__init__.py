"""Chinese budget performance-target forms (绩效目标表) into JSON in which every value shows its source.

`extract(path)` gives an `Extraction`; `extract_bytes(data, name)` does the same for a file that is already in memory.
`tables(folder)` gives the results of a batch as pandas frames.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.exports.frames import read_frames as tables
    from extractor.pipeline import extract, extract_bytes
    from extractor.record import Extraction

__version__ = "0.1.0"
__all__ = ["Extraction", "__version__", "extract", "extract_bytes", "tables"]


def __getattr__(name: str) -> Any:
    """Import the public names when they are first used, so that `jixiao --help` answers at once."""
    if name in ("extract", "extract_bytes"):
        from extractor import pipeline

        return getattr(pipeline, name)
    if name == "tables":
        try:
            from extractor.exports.frames import read_frames
        except ModuleNotFoundError as error:
            if error.name != "pandas":
                raise
            raise ModuleNotFoundError('frames need pandas: pip install "jixiao[analysis]"', name=error.name) from error
        return read_frames
    if name == "Extraction":
        from extractor.record import Extraction

        return Extraction
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Give the public names, also those that are not imported yet."""
    return sorted({*globals(), *__all__})
