"""PDFium's functions that are called for each character or drawn object, at little cost. Part of reading a PDF.

Enters: arguments that are made once a page, and indexes. Leaves: plain integers, and numbers that PDFium writes into
memory set aside once. pypdfium2 checks and wraps each argument and each pointer at each call, which takes three times
as long. Other threads do not run meanwhile: PDFium allows only one.

What the functions take is not checked: a page, a text page and memory are given as `Argument`, an index as an integer,
and a drawn object (the first argument of those that ask about one) as the address that `get_object` gave.
"""

import ctypes
from array import array
from collections.abc import Callable
from typing import Any, Literal

import pypdfium2.raw as pdfium

Argument = Any
"""What ctypes makes of an address: it has no public name."""

_ADDRESS, _INT = ctypes.c_void_p, ctypes.c_int


def _ask_page(name: str, result: Any = _INT) -> Callable[..., Any]:
    """Declare a function whose first argument is a page or a text page."""
    return ctypes.cast(getattr(pdfium, name), ctypes.PYFUNCTYPE(result))


def _ask_object(name: str, result: Any = _INT, *arguments: Any) -> Callable[..., Any]:
    """Declare a function whose first argument is a drawn object, or a part of one."""
    return ctypes.cast(getattr(pdfium, name), ctypes.PYFUNCTYPE(result, _ADDRESS, *arguments))


get_object = _ask_page("FPDFPage_GetObject", _ADDRESS)
get_type = _ask_object("FPDFPageObj_GetType")
get_matrix = _ask_object("FPDFPageObj_GetMatrix")
get_bounds = _ask_object("FPDFPageObj_GetBounds")
get_draw_mode = _ask_object("FPDFPath_GetDrawMode")
get_fill_color = _ask_object("FPDFPageObj_GetFillColor")
get_font = _ask_object("FPDFTextObj_GetFont", _ADDRESS)
is_embedded = _ask_object("FPDFFont_GetIsEmbedded")
get_font_data = _ask_object("FPDFFont_GetFontData", _INT, _ADDRESS, ctypes.c_size_t, _ADDRESS)
get_render_mode = _ask_object("FPDFTextObj_GetTextRenderMode")
count_segments = _ask_object("FPDFPath_CountSegments")
get_segment = _ask_object("FPDFPath_GetPathSegment", _ADDRESS)
get_segment_type = _ask_object("FPDFPathSegment_GetType")
get_segment_point = _ask_object("FPDFPathSegment_GetPoint")
closes_subpath = _ask_object("FPDFPathSegment_GetClose")
get_clip_path = _ask_object("FPDFPageObj_GetClipPath", _ADDRESS)
count_clip_paths = _ask_object("FPDFClipPath_CountPaths")
count_clip_segments = _ask_object("FPDFClipPath_CountPathSegments")
get_clip_segment = _ask_object("FPDFClipPath_GetPathSegment", _ADDRESS)
count_form_objects = _ask_object("FPDFFormObj_CountObjects")
get_form_object = _ask_object("FPDFFormObj_GetObject", _ADDRESS, ctypes.c_ulong)
count_chars = _ask_page("FPDFText_CountChars")
get_text = _ask_page("FPDFText_GetText")
get_unicode = _ask_page("FPDFText_GetUnicode", ctypes.c_uint)
get_char_box = _ask_page("FPDFText_GetLooseCharBox")
get_ink_box = _ask_page("FPDFText_GetCharBox")
get_char_origin = _ask_page("FPDFText_GetCharOrigin")
get_char_angle = _ask_page("FPDFText_GetCharAngle", ctypes.c_float)
get_char_object = _ask_page("FPDFText_GetTextObject", _ADDRESS)
is_generated = _ask_page("FPDFText_IsGenerated")
has_no_meaning = _ask_page("FPDFText_HasUnicodeMapError")
is_hyphen = _ask_page("FPDFText_IsHyphen")


def give(handle: Any) -> Argument:
    """Make the argument for one of pypdfium2's handles."""
    return _ADDRESS.from_param(ctypes.cast(handle, _ADDRESS).value)


def set_aside(kind: Literal["f", "d", "i", "I", "H", "B", "Q"], count: int) -> tuple["array[Any]", list[Argument]]:
    """Give memory for so many numbers for PDFium to write to, and the argument for the place of each.

    The kinds are those of Python's arrays: floats, doubles, ints, and unsigned ones of four, two, one and eight bytes.
    """
    numbers = array(kind, [0]) * count
    start, _ = numbers.buffer_info()
    return numbers, [_ADDRESS.from_param(start + k * numbers.itemsize) for k in range(min(count, 6))]
