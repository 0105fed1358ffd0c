"""PDF → document. PDFium gives characters, boxes and rulings; the rulings give the cells, the cells their text.

Enters: a PDF's bytes. Leaves: rows of cells, page by page, with the text between the tables in its place.
PDFium is not thread-safe: one process reads one file at a time.
"""

import re
from collections.abc import Collection

import pypdfium2

from extractor.document import Document, Flaw, ReadError, Source
from extractor.readers.alignment import align, may_align
from extractor.readers.lines import Run
from extractor.readers.pages import Page, make_rows
from extractor.readers.pdf_damage import find_damage
from extractor.readers.pdf_paths import find_placing, read_rulings
from extractor.readers.pdf_text import read_text
from extractor.readers.rulings import find_grids, merge_lines

MOST_PAGES = 5000
"""A file with more pages is not read."""

MOST_CHARACTERS = 5_000_000
"""Nor is one with more characters in all: a page of a form has about 2,000."""

LONGEST_PAGE = 50_000
"""Nor is one with more characters on one page."""

PAGE_NUMBER = re.compile(r"[-—–·第共页\d/\s]{0,16}")
"""All that is printed on a page of which nothing but its number is text: `- 3 -`, `第3页`."""

CATALOG = re.compile(rb"(\d{1,10})\s+(\d{1,5})\s+obj\b(?:(?!endobj).){0,4000}?/Type\s*/Catalog\b", re.DOTALL)


def read(source: Source) -> Document:
    """Read a PDF.

    Raises:
        ReadError: `needs_password`, `unsupported` for another kind of protection, `corrupt`, `limit`, or `needs_ocr`
            where no page has a text layer.
    """
    pdf = _open(source.data)
    flaws: list[Flaw] = []
    pages: list[Page] = []
    blank: list[int] = []
    try:
        characters = 0
        for index in range(len(pdf)):
            page, pictures = _read_page(pdf, index, flaws, source.vocabulary, pages[-1] if pages else None)
            characters += page.characters
            if characters > MOST_CHARACTERS:
                raise ReadError("limit", f"more than {MOST_CHARACTERS} characters")
            if not page.characters and not pictures:
                blank.append(page.number)
            pages.append(page)
            source.beat()
    finally:
        pdf.close()
    number = len(pages)
    images = {flaw.page for flaw in flaws if flaw.code == "page-image-only"}
    if images and not any(page.runs for page in pages if page.number not in images):
        raise ReadError("needs_ocr")
    unreadable = {flaw.page for flaw in flaws if flaw.code == "page-unreadable"}
    flaws.extend(find_damage(source.data, number, [page for page in blank if page not in unreadable]))
    reader = f"pypdfium2 {pypdfium2.version.PYPDFIUM_INFO.version}"
    pages[:] = align(pages, source.vocabulary)
    return Document("pdf", reader, make_rows(pages), pages=number, flaws=tuple(flaws))


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        pdf = _load(data)
    except pypdfium2.PdfiumError as error:
        words = str(error).lower()
        if "password" in words:
            raise ReadError("needs_password", str(error)) from error
        if "security" in words:
            raise ReadError("unsupported", "a kind of protection that only its own program opens") from error
        raise ReadError("corrupt", str(error)) from error
    if 0 < len(pdf) <= MOST_PAGES:
        return pdf
    pages = len(pdf)
    pdf.close()
    raise ReadError("limit", f"{pages} pages") if pages else ReadError("corrupt", "no page")


def _load(data: bytes) -> pypdfium2.PdfDocument:
    """Open a file; one that broke off before it names its first object, but behind that object, by its name."""
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        catalogs = CATALOG.findall(data) if "format" in str(error).lower() and b"/Catalog" in data else []
        if not catalogs or b"/Encrypt" in data:
            raise
        return pypdfium2.PdfDocument(data + b"\ntrailer\n<</Root %s %s R>>\nstartxref\n0\n%%%%EOF\n" % catalogs[-1])


def _read_page(
    pdf: pypdfium2.PdfDocument, index: int, flaws: list[Flaw], vocabulary: Collection[str], before: Page | None
) -> tuple[Page, int]:
    """Read one page, and count its pictures; what is wrong with it is added to `flaws`."""
    number = index + 1
    try:
        page = pdf[index]
        textpage = page.get_textpage()
    except pypdfium2.PdfiumError:
        flaws.append(Flaw("page-unreadable", page=number, lost=True))
        return Page(number, [], [], 0), 0
    try:
        if textpage.count_chars() > LONGEST_PAGE:
            raise ReadError("limit", f"more than {LONGEST_PAGE} characters on page {number}")
        placing = find_placing(page)
        rulings = read_rulings(page, placing)
        grids = find_grids(rulings.horizontal, rulings.vertical)
        layer = read_text(textpage.raw, placing, grids)
        unruled = may_align(layer.runs, grids, vocabulary, follows=before is not None and before.rules is not None)
        if unruled:
            layer = read_text(textpage.raw, placing, grids, apart=True)
    finally:
        textpage.close()
        page.close()
    if layer.unmapped:
        flaws.append(Flaw("no-unicode", page=number, count=layer.unmapped, lost=True))
    if rulings.images and _is_only_number(layer.runs):
        flaws.append(Flaw("page-image-only", page=number, lost=True))
    rules = merge_lines(rulings.horizontal) if unruled else None
    return Page(number, layer.runs, grids, layer.characters, rules), rulings.images


def _is_only_number(runs: list[Run]) -> bool:
    """Tell whether a page's text is no more than its number, or nothing."""
    return len(runs) <= 8 and PAGE_NUMBER.fullmatch("".join(run.text for run in runs)) is not None
