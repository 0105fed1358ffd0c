"""PDFium's functions that are called for each character or drawn object, declared to cost little. Part of reading a PDF.

Enters: addresses, as integers. Leaves: plain integers, and numbers that PDFium writes into memory set aside once.
pypdfium2 declares them with typed pointers, for which Python makes an object at each call: twice the time. They are
called without letting other threads run: PDFium allows one at a time anyway.
"""

import ctypes
from array import array
from collections.abc import Callable
from typing import Any, Literal

import pypdfium2.raw as pdfium

_ADDRESS, _INT = ctypes.c_void_p, ctypes.c_int


def _declare(name: str, result: Any, *arguments: Any) -> Callable[..., int]:
    # ctypes' simple types share no public class that a type could name.
    return ctypes.cast(getattr(pdfium, name), ctypes.PYFUNCTYPE(result, *arguments))


get_object = _declare("FPDFPage_GetObject", _ADDRESS, _ADDRESS, _INT)
get_form_object = _declare("FPDFFormObj_GetObject", _ADDRESS, _ADDRESS, ctypes.c_ulong)
get_type = _declare("FPDFPageObj_GetType", _INT, _ADDRESS)
count_form_objects = _declare("FPDFFormObj_CountObjects", _INT, _ADDRESS)
get_matrix = _declare("FPDFPageObj_GetMatrix", _INT, _ADDRESS, _ADDRESS)
get_bounds = _declare("FPDFPageObj_GetBounds", _INT, *[_ADDRESS] * 5)
get_draw_mode = _declare("FPDFPath_GetDrawMode", _INT, *[_ADDRESS] * 3)
count_segments = _declare("FPDFPath_CountSegments", _INT, _ADDRESS)
get_segment = _declare("FPDFPath_GetPathSegment", _ADDRESS, _ADDRESS, _INT)
get_segment_type = _declare("FPDFPathSegment_GetType", _INT, _ADDRESS)
get_segment_point = _declare("FPDFPathSegment_GetPoint", _INT, *[_ADDRESS] * 3)
closes_subpath = _declare("FPDFPathSegment_GetClose", _INT, _ADDRESS)
get_char_box = _declare("FPDFText_GetLooseCharBox", _INT, _ADDRESS, _INT, _ADDRESS)
get_char_origin = _declare("FPDFText_GetCharOrigin", _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS)
get_char_object = _declare("FPDFText_GetTextObject", _ADDRESS, _ADDRESS, _INT)
is_generated = _declare("FPDFText_IsGenerated", _INT, _ADDRESS, _INT)


def get_address(handle: Any) -> int:
    """Give the address that one of pypdfium2's handles points to."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def set_aside(kind: Literal["f", "d", "i"], count: int) -> tuple["array[Any]", tuple[int, ...]]:
    """Give memory for so many numbers (floats, doubles or ints) for PDFium to write to, and the address of each."""
    numbers = array(kind, [0] * count)
    start, _ = numbers.buffer_info()
    return numbers, tuple(start + k * numbers.itemsize for k in range(count))
