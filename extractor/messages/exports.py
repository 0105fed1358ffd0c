"""What is said of exports.

Enters: a code, a language and what the sentence names. Leaves: the sentence.
"""

from extractor.messages.language import Language, say_system

EXPORTS: dict[str, dict[Language, str]] = {
    "exporting": {"zh": "导出", "en": "Exporting"},
    "exported": {
        "zh": "已写入 {path}（{inputs} 个文件，{forms} 张表）",
        "en": "wrote {path} (files: {inputs}, forms: {forms})",
    },
    "as-text": {
        "zh": "{table}.{column}：有的数超出 {target} 能精确保存的范围，此列按文字写出，数字一位不少。",
        "en": "{table}.{column}: a number is longer than {target} holds exactly; the column is text, with every digit.",
    },
    "unreadable": {
        "zh": "无法读取 {path}：{detail}。请检查路径和权限。",
        "en": "Cannot read {path}: {detail}. Check the path and the permissions.",
    },
    "exists": {
        "zh": "{path} 已经存在。用 --force 替换，或另选位置。",
        "en": "{path} is there already. Replace it with --force, or choose another place.",
    },
    "foreign": {
        "zh": "{path} 不是导出的文件，没有替换任何东西。请另选位置。",
        "en": "{path} was not written by an export; nothing was replaced. Choose another place.",
    },
    "no-folder": {
        "zh": "{path} 不是文件夹。请先建立，或另选位置。",
        "en": "{path} is no folder. Make it first, or choose another place.",
    },
    "missing-extra": {
        "zh": '{target} 需要另外安装：pip install "jixiao[{extra}]"',
        "en": '{target} needs more to be installed: pip install "jixiao[{extra}]"',
    },
    "unwritten": {
        "zh": "无法写入 {path}：{detail}。请关闭打开它的程序、腾出空间，或另选位置。",
        "en": "Cannot write {path}: {detail}. Close programs that have it open, make room, or choose another place.",
    },
    "damaged-results": {
        "zh": "{count} 个结果缺失或损坏（result-damaged），没有表。请重新运行 jixiao batch。",
        "en": "results that are missing or damaged (result-damaged), without forms: {count}. Run jixiao batch again.",
    },
}


def say_of_export(code: str, language: Language, **names: object) -> str:
    """Give a sentence."""
    return EXPORTS[code][language].format(**say_system(names, language))
