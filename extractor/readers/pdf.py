"""PDF → document. PDFium gives characters, boxes and rulings; the rulings give the cells, the cells their text.

Enters: a PDF's bytes. Leaves: rows of cells, page by page, with the text between the tables in its place.
PDFium is not thread-safe: one process reads one file at a time.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

import pypdfium2

from extractor.document import Document, Flaw, ReadError, Source
from extractor.readers.alignment import align, may_align
from extractor.readers.interest import SHORT, choose_pages
from extractor.readers.lines import Run
from extractor.readers.ocr_found import EXTRA, find_recognition
from extractor.readers.page_cuts import keep_once
from extractor.readers.page_margins import free_margins
from extractor.readers.pages import Page, Turn, make_rows, number_pages
from extractor.readers.pdf_annotations import OpenPage, open_page
from extractor.readers.pdf_calls import count_chars, give
from extractor.readers.pdf_chars import find_rotation, read_characters
from extractor.readers.pdf_damage import find_damage
from extractor.readers.pdf_fonts import Fonts
from extractor.readers.pdf_paths import Rulings, find_placing, read_rulings
from extractor.readers.pdf_scan import is_recognised, read_pictured
from extractor.readers.pdf_text import TextLayer, TextReader
from extractor.readers.plausible import MEANINGLESS, count_implausible
from extractor.readers.rulings import Grid, find_grids, merge_lines
from extractor.readers.shades import find_shade_lines
from extractor.readers.side_by_side import MOST_JOINED, join_sheets
from extractor.readers.snapping import snap_labels

MOST_PAGES = 5000
"""A file with more pages is not read."""

MOST_CHARACTERS = 5_000_000
"""Nor is one with more characters in all: a page of a form has about 2,000."""

LONGEST_PAGE = 50_000
"""Nor is one with more characters on one page."""

PAGE_NUMBER = re.compile(r"[-—–·第共页\d/\s]{0,16}")
"""All that is printed on a page of which nothing but its number is text: `- 3 -`, `第3页`."""

CATALOG = re.compile(rb"/Type\s{0,9}/Catalog\b")
OBJECT = re.compile(rb"(\d{1,10})\s{1,9}(\d{1,5})\s{1,9}obj\b")

LONGEST_CATALOG = 4000
"""How many bytes stand at most between a catalogue's number and what says that it is one."""


def read(source: Source) -> Document:
    """Read a PDF.

    Raises:
        ReadError: `needs_password`, `unsupported` for another kind of protection, `corrupt`, `limit`, or `needs_ocr`
            where no page has a text layer.
    """
    pdf = open_pdf(source.data)
    number = len(pdf)
    flaws: list[Flaw] = []
    pages: list[Page] = []
    blank: list[int] = []
    rulings: list[Rulings] = []
    fonts = Fonts()
    try:
        characters = 0
        for index, opened in _note_fonts(_open_chosen(pdf, source, flaws), fonts):
            read_pages, drawn = _read_page(opened, index + 1, flaws, source, pages[-1] if pages else None)
            characters += sum(page.characters for page in read_pages)
            if characters > MOST_CHARACTERS:
                raise ReadError("limit", f"more than {MOST_CHARACTERS} characters")
            if not (drawn and drawn.images) and not any(page.characters for page in read_pages):
                blank.append(index + 1)
            pages += read_pages
            if drawn is not None and len(pdf) <= MOST_JOINED:
                rulings.append(drawn)
            source.beat()
    finally:
        pdf.close()
    images = {flaw.page for flaw in flaws if flaw.code == "page-image-only"}
    if images and len(pages) >= number and not any(page.runs for page in pages if page.number not in images):
        raise ReadError("needs_ocr", EXTRA)
    if any(flaw.code == "page-rescan" for flaw in flaws) and not any(page.runs for page in pages):
        raise ReadError("rescan")
    unreadable = {flaw.page for flaw in flaws if flaw.code == "page-unreadable"}
    blank = [page for page in blank if page not in unreadable]
    flaws.extend(find_damage(source.data, number, blank, fonts.checksums))
    reader = f"pypdfium2 {pypdfium2.version.PYPDFIUM_INFO.version}"
    if len(rulings) == number == len(pages) and not any(is_recognised(page) for page in pages):
        pages = join_sheets(pages, rulings)
    if parts := [part.number for page in pages for part in page.parts]:
        whole = {part.number for page in pages for part in page.parts if not page.apart}
        flaws = [flaw for flaw in flaws if flaw.code != "hidden-text" or flaw.page not in whole]
        flaws.append(Flaw("pages-side-by-side", page=min(parts), count=len(parts)))
    pages[:] = align(free_margins(keep_once(number_pages(pages)), source.vocabulary), source.vocabulary)
    doubts = {text: seen for page in pages for text, seen in page.doubts.items()}
    rows, snapped = snap_labels(make_rows(pages, source.vocabulary), doubts, source.vocabulary)
    if doubts:
        reader = f"{reader}, {find_recognition().version}"
    return Document("pdf", reader, rows, pages=number, flaws=(*flaws, *snapped))


def open_pdf(data: bytes) -> pypdfium2.PdfDocument:
    """Open a PDF of at least one page.

    Raises:
        ReadError: `needs_password`, `unsupported`, `corrupt` or `limit`.
    """
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
    """Open a file; one that broke off before it names its first object, but after that object, by its name."""
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        catalog = _find_catalog(data) if "format" in str(error).lower() and b"/Encrypt" not in data else None
        if catalog is None:
            raise
        return pypdfium2.PdfDocument(data + b"\ntrailer\n<</Root %s %s R>>\nstartxref\n0\n%%%%EOF\n" % catalog)


def _find_catalog(data: bytes) -> tuple[bytes, bytes] | None:
    """Give the number of the last object that says that it is the file's catalogue: `1 0 obj <</Type/Catalog`."""
    at = len(data)
    for _ in range(10):
        at = data.rfind(b"/Catalog", 0, at)
        if at < 0:
            return None
        said = CATALOG.search(data, max(0, at - 20), at + 9)
        if said is None:
            continue
        head = data[max(0, said.start() - LONGEST_CATALOG) : said.start()]
        objects = list(OBJECT.finditer(head, head.rfind(b"endobj") + 1))
        if objects:
            return objects[-1][1], objects[-1][2]
    return None


Opened = tuple[OpenPage, pypdfium2.PdfTextPage]

MOST_OPEN = 64
"""So many pages of a long document stay open until it is known which of them are read; further ones open twice."""


def _open_chosen(pdf: pypdfium2.PdfDocument, source: Source, flaws: list[Flaw]) -> Iterator[tuple[int, Opened | None]]:
    """Open the pages that may hold a form, one after the other; what is wrong with the others is added to `flaws`."""
    if len(pdf) <= SHORT:
        yield from ((index, _open_page(pdf, index)) for index in range(len(pdf)))
        return
    texts: list[str | None] = []
    kept: dict[int, Opened] = {}
    for index in range(len(pdf)):
        opened = _open_page(pdf, index)
        texts.append(None if opened is None else _read_plain(opened, index + 1))
        if opened is not None and index < MOST_OPEN:
            kept[index] = opened
        else:
            _close_page(opened)
    chosen = choose_pages(texts, source.vocabulary, source.telling)
    for index, text in enumerate(texts):
        opened = kept.pop(index, None)
        if index in chosen:
            yield index, opened or _open_page(pdf, index)
        else:
            _close_page(opened)
            flaws.extend(_judge_plain(text or "", index + 1, count_implausible(text or "")))


def _note_fonts(pages: Iterable[tuple[int, Opened | None]], fonts: Fonts) -> Iterator[tuple[int, Opened | None]]:
    for index, opened in pages:
        if opened is not None:
            fonts.note(give(opened[1].raw))
        yield index, opened


def _open_page(pdf: pypdfium2.PdfDocument, index: int) -> Opened | None:
    """Open a page and its text; None where it cannot be opened."""
    try:
        opened = open_page(pdf, index)
        return opened, opened.page.get_textpage()
    except pypdfium2.PdfiumError:
        return None


def _close_page(opened: Opened | None) -> None:
    if opened is not None:
        opened[1].close()
        opened[0].page.close()


def _read_plain(opened: Opened, number: int) -> str:
    """Give a page's text."""
    textpage = give(opened[1].raw)
    if count_chars(textpage) > LONGEST_PAGE:
        raise ReadError("limit", f"more than {LONGEST_PAGE} characters on page {number}")
    return read_characters(textpage)


def _read_page(
    opened: Opened | None, number: int, flaws: list[Flaw], source: Source, before: Page | None
) -> tuple[list[Page], Rulings | None]:
    """Read one page, give its rulings as well, and close it; what is wrong with it is added to `flaws`.

    A scanned sheet may hold two pages.
    """
    if opened is None:
        flaws.append(Flaw("page-unreadable", page=number, lost=True))
        return [Page(number, [], [], 0)], None
    (page, drawn, notes), textpage = (opened[0].page, opened[0].drawn, opened[0].notes), opened[1]
    shown = page.get_rotation()
    follows = before is not None and before.rules is not None
    try:
        if textpage.count_chars() > LONGEST_PAGE:
            raise ReadError("limit", f"more than {LONGEST_PAGE} characters on page {number}")
        upright = find_rotation(give(textpage.raw))
        if upright != shown:
            textpage.close()
            page.set_rotation(upright)
            textpage = page.get_textpage()
            opened = opened[0], textpage
        placing = find_placing(page)
        rulings = read_rulings(page, placing, drawn)
        grids = find_page_grids(rulings, before.grids if before is not None else ())
        pictured = rulings.images > 0
        reader = TextReader(page, textpage, grids, pictured=pictured)
        layer = reader.read()
        implausible = count_implausible(layer.text)
        only_picture = rulings.images > 0 and _is_only_number(layer.runs)
        # A page can be read as a picture only: it is one, or its fonts do not tell what their glyphs mean.
        if (only_picture or implausible) and find_recognition().there:
            recognised, doubts = read_pictured(page, number, source.vocabulary, source.beat, follows=follows)
            flaws += doubts
            return recognised, rulings
        unruled = may_align(layer.runs, grids, source.vocabulary, follows=follows)
        if unruled:
            layer = reader.read_by_object(layer)
        turn = Turn((page.get_rotation() - shown) % 360, *page.get_size())
    finally:
        _close_page(opened)
    flaws += _judge_text(layer, number, implausible)
    if notes:
        flaws.append(Flaw("typed-over", page=number, count=notes))
    if rulings.images and _is_only_number(layer.runs):
        flaws.append(Flaw("page-image-only", page=number, lost=True, detail=EXTRA))
    rules = merge_lines(rulings.horizontal) if unruled else None
    return [Page(number, layer.runs, grids, layer.characters, rules, layer.apart, turn)], rulings


def _is_only_number(runs: list[Run]) -> bool:
    """Tell whether a page's text is no more than its number, or nothing."""
    return len(runs) <= 8 and PAGE_NUMBER.fullmatch("".join(run.text for run in runs)) is not None


def find_page_grids(rulings: Rulings, before: Sequence[Grid] = ()) -> list[Grid]:
    """Give a page's grids: what its rulings form, and, where cells are shaded instead, with the lines between them.

    `before` are the grids of the page before.
    """
    grids = find_grids(rulings.horizontal, rulings.vertical)
    across, down = find_shade_lines(rulings.shades, grids, before)
    if not (across or down):
        return grids
    return find_grids([*rulings.horizontal, *across], [*rulings.vertical, *down], drawn=False)


def _judge_text(layer: TextLayer, number: int, implausible: int) -> Iterator[Flaw]:
    """Give what is to be doubted in a page's text, so many of whose characters nobody would print."""
    yield from _judge_plain(layer.text, number, implausible)
    if layer.recognised:
        yield Flaw("recognised-text", page=number, count=layer.recognised)
    if layer.hidden:
        yield Flaw("hidden-text", page=number, count=layer.hidden)


def _judge_plain(text: str, number: int, implausible: int) -> Iterator[Flaw]:
    """Give what is to be doubted in the characters themselves."""
    unmapped = len(MEANINGLESS.findall(text))
    if unmapped:
        yield Flaw("no-unicode", page=number, count=unmapped, lost=True)
    if implausible:
        yield Flaw("text-garbled", page=number, count=implausible, lost=True)
