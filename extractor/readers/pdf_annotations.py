"""What stands on a PDF's page beside its content: filled-in form fields, and text typed over it. Part of reading a PDF.

Enters: a document of PDFium. Leaves: its pages, with the text that form fields and notes show made part of them; in the
file it is kept apart, so that a form that was filled in has all its values there. A note that lies over other text is
none of it, and only counted. Nothing is written to the file.
"""

import ctypes
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

SHOWN = {pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT}
"""The annotations whose text is printed on the page."""

UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
"""The flags of those that are not shown."""

MOST = 5_000
"""Of a page with more annotations than this none is looked at."""

SMALL = 0.05
"""At this scale the page is drawn once where PDFium has to make up what a field looks like."""


@dataclass(frozen=True, slots=True)
class OpenPage:
    """A page with what its fields and notes show.

    Attributes:
        page: the page.
        drawn: how many objects its own content draws; what comes after them is that of fields and notes.
        notes: how many notes were typed over it.
    """

    page: pypdfium2.PdfPage
    drawn: int
    notes: int = 0


def open_page(pdf: pypdfium2.PdfDocument, index: int) -> OpenPage:
    """Open a page, numbered from 0.

    Raises:
        pypdfium2.PdfiumError: it cannot be opened.
    """
    page = pdf[index]
    drawn = pdfium.FPDFPage_CountObjects(page)
    count = pdfium.FPDFPage_GetAnnotCount(page)
    if not 0 < count <= MOST:
        return OpenPage(page, drawn)
    text = page.get_textpage()
    looks = [_look_at(page, text, number) for number in range(count)]
    text.close()
    shown = [look for look in looks if look is not None and look.free]
    notes = sum(look is not None and look.note for look in looks)
    if not shown:
        return OpenPage(page, drawn, notes)
    if not all(look.drawn for look in shown):
        page.render(scale=SMALL).close()
    for number in reversed(range(count)):
        if looks[number] not in shown:
            pdfium.FPDFPage_RemoveAnnot(page, number)
    pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
    page.close()
    return OpenPage(pdf[index], drawn, notes)


@dataclass(frozen=True, slots=True)
class _Look:
    """An annotation that is shown.

    Attributes:
        note: whether it is a note, and no form field.
        free: whether it stands where nothing else is printed; a note over a text says something about that text.
        drawn: whether the file says what it looks like.
    """

    note: bool
    free: bool
    drawn: bool


def _look_at(page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, number: int) -> _Look | None:
    """Give what is known of an annotation that shows text; None for any other."""
    annotation = pdfium.FPDFPage_GetAnnot(page, number)
    if not annotation:
        return None
    try:
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        if kind not in SHOWN or pdfium.FPDFAnnot_GetFlags(annotation) & UNSEEN:
            return None
        length = pdfium.FPDFAnnot_GetAP(annotation, pdfium.FPDF_ANNOT_APPEARANCEMODE_NORMAL, None, ctypes.c_ulong(0))
        note = kind == pdfium.FPDF_ANNOT_FREETEXT
        free = not note or _is_free(annotation, text)
        return _Look(note, free, length > len("\0".encode("utf-16-le")))
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)


def _is_free(annotation: pdfium.FPDF_ANNOTATION, text: pypdfium2.PdfTextPage) -> bool:
    """Tell whether the page prints nothing where an annotation stands."""
    box = pdfium.FS_RECTF()
    if not pdfium.FPDFAnnot_GetRect(annotation, box):
        return False
    return not text.get_text_bounded(box.left, box.bottom, box.right, box.top).strip()
