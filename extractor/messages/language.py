"""The languages of messages, and text of files made fit for a terminal.

Enters: any text. Leaves: text that steers nothing.
"""

import re
from typing import Literal

Language = Literal["zh", "en"]

STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Control characters, and those that change the direction of writing."""


def make_printable(text: str) -> str:
    """Give a file's text for one line of a terminal.

    What would steer the terminal, or turn the direction of its writing, becomes U+FFFD; a line break becomes a space.
    """
    return STEERING.sub("\ufffd", text.replace("\n", " ").replace("\t", " "))
