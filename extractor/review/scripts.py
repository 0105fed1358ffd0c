"""Data → scripts, the one kind of data that a page opened from disk can load. Part of the review page.

Enters: plain data. Leaves: a script that hands it over by a name. A file's text is data in it, whatever it says: what
could end a script or a string, or turn the direction of writing, is escaped.
"""

import json
import re
from typing import Any

UNSAFE = re.compile(
    "[<>&\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)
"""What does not stand in a script as it is; of a half of a character, no file of UTF-8 could hold it."""


def write_json(data: Any) -> str:
    """Give plain data as JSON that is inert wherever it stands in a page: no `<` is left of `</script>`."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def write_script(name: str, data: Any, note: str = "") -> bytes:
    """Give the script that hands data over to the page under a name; its first line is the note, if there is one."""
    head = f"// {note}\n" if note else ""
    return f"{head}jixiao.take({write_json(name)}, {write_json(data)});\n".encode()
