"""A form that no pattern describes → the draft of a pattern: the words it prints, and questions about the others.

Enters: a document and the patterns. Leaves: the text of a pattern file that loads and reads the form at least as
far as the family's general vocabulary does. What the vocabulary does not know is asked, never decided: it stands in the
draft as a remark, for whoever keeps budgets.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from extractor.claims import find_claims, find_forms, find_missing
from extractor.document import Document, Source
from extractor.draft_content import LONGEST_TITLE, all_cells, collect_content, guess_title, printed_cells
from extractor.draft_questions import ask
from extractor.draft_text import write_draft
from extractor.match import match_form
from extractor.messages.language import Language
from extractor.patterns import Pattern, vocabulary
from extractor.readers import read
from extractor.regions import Region
from extractor.values import fold, label_forms


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted pattern.

    Attributes:
        text: the pattern file's text, with its questions.
        claimed: the pattern that reads the form already, None where none but a generic one does.
        questions: how many words are asked for.
        regions: how many regions the file holds.
    """

    text: str
    claimed: str | None
    questions: int
    regions: int


class NoRegionError(ValueError):
    """A file that holds nothing to draft from, or fewer regions than were asked for."""

    def __init__(self, regions: int) -> None:
        """Take how many regions there are."""
        super().__init__(f"{regions} regions")
        self.regions = regions


def read_document(data: bytes, name: str, patterns: Sequence[Pattern], file_format: str | None = None) -> Document:
    """Read a file for its draft; `name` is what it is called.

    Raises:
        ReadError: the file cannot be read.
    """
    return read(Source(data, name, vocabulary(patterns)), file_format)


def draft_pattern(
    document: Document, patterns: Sequence[Pattern], *, number: int | None = None, lang: Language = "zh"
) -> Draft:
    """Draft a pattern for a form.

    Args:
        document: the file as its reader saw it.
        patterns: the patterns that are there, generic ones among them.
        number: which of the file's regions, from 1; without it the first that no specific pattern claims.
        lang: the language of the draft's remarks.

    Raises:
        NoRegionError: there is no such region.
    """
    regions = find_forms(document, patterns)
    claims = [_find_specific(patterns, region) for region in regions]
    if number is None:
        number = next((k for k, claim in enumerate(claims, 1) if claim is None), 1)
    if not 0 < number <= len(regions):
        raise NoRegionError(len(regions))
    region = regions[number - 1]
    kinds = [pattern for pattern in patterns if pattern.identify.generic]
    printed = _collect_forms(region)
    near = {
        pattern.name: (len(find_missing(pattern, region)), -len(printed & pattern.labels.keys()))
        for pattern in patterns
    }
    base = min(kinds, key=lambda pattern: near[pattern.name])
    others = sorted((pattern for pattern in patterns if pattern is not base), key=lambda pattern: near[pattern.name])
    title = region.title.text if region.title is not None else guess_title(document, region)
    pattern = _make_pattern(collect_content(region, base, others, title))
    if region.title is None and title is not None:
        # By its title the form is found again, and with it what stands between the title and the table.
        place = region.rows[0].row.cells[0].places[:1]
        found = find_forms(document, [*patterns, pattern])
        region = next((each for each in found if any(place == c.places[:1] for c in all_cells(each))), region)
    content = collect_content(region, base, others, title)
    pattern = _make_pattern(content)
    match = match_form(region, pattern, geometry=document.geometry)
    asked = ask(match, region, patterns, titled=title is not None)
    return Draft(write_draft(content, asked, base.name, lang), claims[number - 1], len(asked.questions), len(regions))


def _find_specific(patterns: Sequence[Pattern], region: Region) -> str | None:
    return next((claim.name for claim in find_claims(patterns, region) if not claim.identify.generic), None)


def _make_pattern(content: dict[str, Any]) -> Pattern:
    return Pattern.model_validate({"name": "draft", "path": "draft", **content})


def _collect_forms(region: Region) -> set[str]:
    """Give all that the cells of a region may be as labels, folded."""
    return {
        form
        for cell in printed_cells(region)
        if len(cell.text) <= LONGEST_TITLE
        for form in label_forms(fold(cell.text))
    }
