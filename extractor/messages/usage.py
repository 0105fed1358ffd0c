"""Why a command is not carried out as it was given, and what to give instead.

Enters: a code, a language and what the sentence names. Leaves: the sentence.
"""

from extractor.messages.language import Language, say_system

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
        "zh": "{path}：文件夹里没有可读的文件（jixiao 写出的不算）。请检查路径，或文件夹是否已挂载；没有改动任何结果。",
        "en": "{path}: the folder holds no files to read (what jixiao wrote is none). Check the path, or whether it is "
        "mounted; no results were changed.",
    },
    "input-none": {
        "zh": "没有可读的文件：--include 和 --exclude 排除了全部，或清单里的都不存在。请检查；没有改动任何结果。",
        "en": "There is no file to read: --include and --exclude leave out all, or none that the list names is there. "
        "Check them; no results were changed.",
    },
    "no-inputs": {
        "zh": "请给出要读的文件、文件夹或压缩包，或用 --from-file 给出清单。",
        "en": "Name files, folders or archives to read, or a list of them with --from-file.",
    },
    "no-results-there": {
        "zh": "{path}：不存在。请给出 jixiao batch 的输出文件夹，或 jixiao extract -o 写出的 JSON。",
        "en": "{path}: it is not there. Name the output folder of jixiao batch, or JSON that jixiao extract -o wrote.",
    },
    "stream-is-no-folder": {
        "zh": "要写的是文件夹，不能写到标准输出。请给出文件夹（名称就叫 - 的写作 ./-）。",
        "en": "What is written is a folder, and cannot go to standard output. Name a folder (one called - is ./-).",
    },
    "stream-is-no-table": {
        "zh": "导出的是文件或文件夹，不能写到标准输出。请给出名称，如 -o 汇总.xlsx。",
        "en": "An export is a file or a folder, and cannot go to standard output. Name one, such as -o all.xlsx.",
    },
    "picture-to-terminal": {
        "zh": "图像不能写到终端。请给出文件名，或用 > 转到文件。",
        "en": "A picture cannot go to a terminal. Name a file, or send it into one with >.",
    },
    "one-picture": {
        "zh": "标准输出只能写一幅图像，文件有 {count} 页。请用 --page 选一页，或给出文件名。",
        "en": "Only one picture can go to standard output, and the file has {count} pages. Choose one with --page, or "
        "name a file.",
    },
    "no-part": {"zh": "{value} 不是 2/5 这样的一份。", "en": "{value} is no part such as 2/5."},
    "unreadable": {
        "zh": "{path}：无法读取（{detail}）。请检查路径和权限。",
        "en": "{path}: cannot be read ({detail}). Check the path and the permissions.",
    },
    "one-target": {
        "zh": "有两个文件会写到同一处：请分开提取。",
        "en": "Two of the files would be written to one target: extract them apart.",
    },
    "stdin-twice": {"zh": "“-”（标准输入）只能读一次。", "en": "'-' (standard input) can be read only once."},
    "no-folder": {
        "zh": "{path} 不是文件夹。请先建立，或另选位置。",
        "en": "{path} is no folder. Make it first, or choose another place.",
    },
    "target-is-input": {
        "zh": "{path} 是要读的文件之一。请另选位置。",
        "en": "{path} is one of the files to read. Choose another place.",
    },
    "target-is-document": {
        "zh": "{path} 是一份文件（PDF、Word、表格等），没有覆盖。请另选位置。",
        "en": "{path} is a document (PDF, Word, a spreadsheet) and was not replaced. Choose another place.",
    },
    "no-share": {"zh": "{value} 不是 1% 或 0.01 这样的比例。", "en": "{value} is no share such as 1% or 0.01."},
    "no-class": {
        "zh": "没有这样的类别：{unknown}；有 {known}。",
        "en": "no such class: {unknown}; there are {known}.",
    },
    "no-pattern": {
        "zh": "没有模式 {name}；有：{known}",
        "en": "there is no pattern {name}; there are: {known}",
    },
    "no-sample": {
        "zh": "{path} 中没有这样的样本：{names}",
        "en": "no such sample in {path}: {names}",
    },
    "belongs-to-serve": {
        "zh": "--port 和 --reviewer 要与 --serve 同用。",
        "en": "--port and --reviewer belong to --serve.",
    },
    "belongs-to-image": {"zh": "--page 要与 --image 同用。", "en": "--page belongs to --image."},
    "no-address": {
        "zh": "{value} 不是 http://127.0.0.1:8765/ 这样的地址。",
        "en": "{value} is no address such as http://127.0.0.1:8765/.",
    },
}


def say_of_usage(code: str, language: Language, **names: object) -> str:
    """Say why a command is not carried out as it was given."""
    return USAGE[code][language].format(**say_system(names, language))
