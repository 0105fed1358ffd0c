"""The languages of messages, and text of files made fit for a terminal.

Enters: any text. Leaves: text that steers nothing.
"""

import errno
import os
import re
import string
from collections.abc import Mapping
from typing import Any, Literal

Language = Literal["zh", "en"]

STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Control characters, and those that change the direction of writing."""


_SYSTEM = {
    os.strerror(number): chinese
    for number, chinese in (
        (errno.ENOENT, "没有这个文件或文件夹"),
        (errno.EACCES, "没有权限"),
        (errno.EPERM, "不允许这样做"),
        (errno.EISDIR, "是文件夹"),
        (errno.ENOTDIR, "路径中有一段不是文件夹"),
        (errno.ENOSPC, "磁盘已满"),
        (errno.EROFS, "磁盘只读"),
        (errno.EBUSY, "正被占用"),
        (errno.EIO, "磁盘读写出错"),
        (errno.ENAMETOOLONG, "名称过长"),
        (errno.EADDRINUSE, "已被占用"),
    )
}
"""By the operating system's English sentence: why a file cannot be read or written. What is not here stays English."""


class _Filling(string.Formatter):
    """How places of a sentence are filled: `{count:page|pages}` with `1 page`, `{count:~is|are}` with `is` alone."""

    def format_field(self, value: Any, format_spec: str) -> Any:
        """Give what stands in a place."""
        one, choice, many = format_spec.partition("|")
        if not choice:
            return super().format_field(value, format_spec)
        bare = one.startswith("~")
        word = one.removeprefix("~") if str(value) == "1" else many
        return word if bare else f"{value} {word}"


_FILLING = _Filling()


def fill(sentence: str, /, **names: object) -> str:
    """Put names and counts into a sentence; what is counted stands in it for one and for many."""
    return _FILLING.vformat(sentence, (), names) if "|" in sentence else sentence.format(**names)


def say_system(names: Mapping[str, object], language: Language) -> dict[str, object]:
    """Give what a sentence names, its `detail` in the language where it is the operating system's own sentence."""
    detail = names.get("detail")
    said = _SYSTEM.get(str(detail)) if language == "zh" else None
    return {**names, "detail": said} if said is not None else dict(names)


def make_printable(text: str) -> str:
    """Give a file's text for one line of a terminal.

    What would steer the terminal, or turn the direction of its writing, becomes U+FFFD; a line break becomes a space.
    """
    return STEERING.sub("\ufffd", text.replace("\n", " ").replace("\t", " "))
