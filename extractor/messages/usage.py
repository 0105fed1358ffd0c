"""Why a command is not carried out as it was given, and what to give instead.

Enters: a code, a language and what the sentence names. Leaves: the sentence.
"""

from extractor.messages.language import Language

USAGE: dict[str, dict[Language, str]] = {
    "input-missing": {
        "zh": "{path}：没有这个文件或文件夹。请检查路径；没有改动任何结果。",
        "en": "{path}: no such file or folder. Check the path; no results were changed.",
    },
    "input-denied": {
        "zh": "{path}：没有读取权限。请检查权限；没有改动任何结果。",
        "en": "{path}: it may not be read. Check the permissions; no results were changed.",
    },
    "input-empty": {
        "zh": "{path}：文件夹里没有文件。请检查路径，或文件夹是否已挂载；没有改动任何结果。",
        "en": "{path}: the folder holds no files. Check the path, or whether it is mounted; no results were changed.",
    },
    "input-none": {
        "zh": "没有可读的文件：--include 和 --exclude 排除了全部，或清单里的都不存在。请检查；没有改动任何结果。",
        "en": "There is no file to read: --include and --exclude leave out all, or none that the list names is there. "
        "Check them; no results were changed.",
    },
}


def say_of_usage(code: str, language: Language, **names: object) -> str:
    """Say why a command is not carried out as it was given."""
    return USAGE[code][language].format(**names)
