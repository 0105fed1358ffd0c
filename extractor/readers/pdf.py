"""PDF → document. PDFium gives characters, boxes and rulings; the rulings give the cells, the cells their text.

Enters: a PDF's bytes. Leaves: rows of cells, page by page, with the text between the tables in its place.
PDFium is not thread-safe: one process reads one file at a time.
"""

from collections.abc import Collection

import pypdfium2

from extractor.document import Document, Flaw, ReadError, Source
from extractor.readers.alignment import align, may_align
from extractor.readers.pages import Page, make_rows
from extractor.readers.pdf_damage import find_damage
from extractor.readers.pdf_paths import find_placing, read_rulings
from extractor.readers.pdf_text import read_text
from extractor.readers.rulings import find_grids, merge_lines


def read(source: Source) -> Document:
    """Read a PDF.

    Raises:
        ReadError: `needs_password`, `corrupt`, or `needs_ocr` where no page has a text layer.
    """
    pdf = _open(source.data)
    flaws: list[Flaw] = []
    pages: list[Page] = []
    try:
        for index in range(len(pdf)):
            before = pages[-1] if pages else None
            pages.append(_read_page(pdf, index, flaws, source.vocabulary, before))
            source.beat()
    finally:
        pdf.close()
    if not any(page.runs for page in pages) and any(flaw.code == "page-image-only" for flaw in flaws):
        raise ReadError("needs_ocr")
    if b"%%EOF" not in source.data[-2048:]:
        flaws.append(Flaw("truncated", lost=True))
    flaws.extend(find_damage(source.data))
    reader = f"pypdfium2 {pypdfium2.version.PYPDFIUM_INFO.version}"
    return Document("pdf", reader, make_rows(align(pages, source.vocabulary)), pages=len(pages), flaws=tuple(flaws))


def _open(data: bytes) -> pypdfium2.PdfDocument:
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = "needs_password" if "password" in str(error).lower() else "corrupt"
        raise ReadError(code, str(error)) from error
    if len(pdf) == 0:
        pdf.close()
        raise ReadError("corrupt", "no page")
    return pdf


def _read_page(
    pdf: pypdfium2.PdfDocument, index: int, flaws: list[Flaw], vocabulary: Collection[str], before: Page | None
) -> Page:
    """Read one page; what is wrong with it is added to `flaws`."""
    number = index + 1
    try:
        page = pdf[index]
        textpage = page.get_textpage()
    except pypdfium2.PdfiumError:
        flaws.append(Flaw("page-unreadable", page=number, lost=True))
        return Page(number, [], [], 0)
    try:
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
    if rulings.images and not layer.runs:
        flaws.append(Flaw("page-image-only", page=number, lost=True))
    return Page(number, layer.runs, grids, layer.characters, merge_lines(rulings.horizontal) if unruled else None)
