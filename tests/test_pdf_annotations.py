"""What stands on a PDF's page beside its content: the values of form fields, and notes typed over the page."""

import io
from collections.abc import Callable

from reportlab.lib import colors
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString
from reportlab.pdfgen.canvas import Canvas

from extractor.document import Document, Flaw, Source
from extractor.readers.pdf import read
from extractor.readers.pdf_view import view_pages

Draw = Callable[[Canvas], None]


def draw(*more: Draw) -> bytes:
    """Draw a table of two rows and two columns of which the right cells are blank, and what else is wanted."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(300, 200))
    canvas.grid([50, 150, 250], [50, 80, 110])
    for label, top in (("BASIC", 90), ("PROJECT", 60)):
        canvas.drawString(55, top, label)
    for each in more:
        each(canvas)
    canvas.save()
    return buffer.getvalue()


def field(value: str, y: float, **more: object) -> Draw:
    def fill_in(canvas: Canvas) -> None:
        canvas.acroForm.textfield(name=f"at {y}", value=value, x=155, y=y, width=90, height=18, fontSize=9, **more)

    return fill_in


def note(text: str, y: float, flags: int = 4) -> Draw:
    """Type a note over the page, as programs do in which a form is filled in by hand."""

    def type_over(canvas: Canvas) -> None:
        document = canvas._doc  # noqa: SLF001 - reportlab has no notes of which the file says what they look like
        look = PDFStream(PDFDictionary({}), f"BT /F1 9 Tf 2 4 Td ({text}) Tj ET")
        font = PDFDictionary({"Type": PDFName("Font"), "Subtype": PDFName("Type1"), "BaseFont": PDFName("Helvetica")})
        look.dictionary.dict |= {
            "Type": PDFName("XObject"),
            "Subtype": PDFName("Form"),
            "BBox": PDFArray([0, 0, 90, 18]),
            "Resources": PDFDictionary({"Font": PDFDictionary({"F1": font})}),
        }
        annotation = {
            "Type": PDFName("Annot"),
            "Subtype": PDFName("FreeText"),
            "Rect": PDFArray([155, y, 245, y + 18]),
            "Contents": PDFString(text),
            "F": flags,
            "AP": PDFDictionary({"N": document.Reference(look)}),
        }
        canvas._addAnnotation(PDFDictionary(annotation))  # noqa: SLF001

    return type_over


def read_cells(data: bytes) -> tuple[Document, list[list[str]]]:
    document = read(Source(data, "form.pdf"))
    return document, [[cell.text for cell in row.cells] for row in document.rows if row.table is not None]


def test_the_value_of_a_form_field_is_the_text_of_its_cell() -> None:
    document, cells = read_cells(draw(field("595.19", 86), field("484.77", 56)))
    assert cells == [["BASIC", "595.19"], ["PROJECT", "484.77"]]
    assert document.flaws == ()


def test_the_borders_and_the_ground_of_a_form_field_are_no_cell() -> None:
    _, cells = read_cells(draw(field("595.19", 86, borderWidth=1, fillColor=colors.yellow), field("484.77", 56)))
    assert cells == [["BASIC", "595.19"], ["PROJECT", "484.77"]]


def test_a_form_field_that_is_hidden_is_not_read() -> None:
    _, cells = read_cells(draw(field("595.19", 86, annotationFlags="hidden")))
    assert cells == [["BASIC", ""], ["PROJECT", ""]]


def test_a_note_typed_into_a_blank_cell_is_its_text_and_told_of() -> None:
    document, cells = read_cells(draw(note("595.19", 86)))
    assert cells == [["BASIC", "595.19"], ["PROJECT", ""]]
    assert document.flaws == (Flaw("typed-over", page=1),)


def test_a_note_over_other_text_is_no_part_of_it_but_told_of() -> None:
    document, cells = read_cells(draw(lambda canvas: canvas.drawString(160, 90, "595.19"), note("really?", 86)))
    assert cells == [["BASIC", "595.19"], ["PROJECT", ""]]
    assert document.flaws == (Flaw("typed-over", page=1),)


def test_a_note_that_is_hidden_is_none() -> None:
    document, cells = read_cells(draw(note("595.19", 86, flags=2)))
    assert cells == [["BASIC", ""], ["PROJECT", ""]]
    assert document.flaws == ()


def test_the_characters_of_a_form_field_are_seen_where_the_page_is_looked_at_again() -> None:
    (page,) = view_pages(draw(field("595.19", 86)), [1])
    assert "595.19" in "".join(character for character, _ in page.characters)
