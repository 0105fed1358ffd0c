"""The fonts of a PDF's pages, as PDFium has decoded them → their checksums. Part of reading a PDF.

Enters: text pages of PDFium. Leaves: the checksum of each embedded font that characters of theirs are set in. Where a
font's stream in the file ends with that checksum, PDFium has decoded the stream as it was written, and it need not be
decoded once more to find that out: fonts are most of a file.
"""

from zlib import adler32

from extractor.readers.pdf_calls import (
    Argument,
    count_chars,
    get_char_object,
    get_font,
    get_font_data,
    is_embedded,
    set_aside,
)

SAMPLES = 32
"""So many of a page's characters are asked for their fonts. A font that none of them has is only not known."""

LARGEST = 32 << 20
"""No larger font is looked at."""


class Fonts:
    """Knows the checksums of the fonts of a document's pages."""

    def __init__(self) -> None:
        """Begin a document."""
        self.checksums: set[int] = set()
        self._sizes: set[int] = set()
        self._size, (self._to_size,) = set_aside("Q", 1)

    def note(self, textpage: Argument) -> None:
        """Note the fonts of a page. Of several with the same size, only the first one: on most pages it is the same."""
        count = count_chars(textpage)
        items = {get_char_object(textpage, index) for index in range(0, count, count // SAMPLES + 1)}
        for font in {get_font(item) for item in items if item}:
            if is_embedded(font) != 1 or not get_font_data(font, None, 0, self._to_size):
                continue
            (size,) = self._size
            if size not in self._sizes and 0 < size <= LARGEST:
                self._sizes.add(size)
                data, (to_data, *_) = set_aside("B", size)
                if get_font_data(font, to_data, size, self._to_size):
                    self.checksums.add(adler32(data))
