"""What the command `jixiao doctor` says of a machine.

Enters: a code, a state and a language. Leaves: what it is about, and the sentence.
"""

from extractor.messages.language import Language

GROUPS: dict[str, dict[Language, str]] = {
    "read": {"zh": "能读的文件", "en": "Files that can be read"},
    "machine": {"zh": "本机", "en": "This machine"},
    "extras": {"zh": "另装的功能", "en": "Extras"},
}

STATES: dict[str, dict[Language, str]] = {
    "ok": {"zh": "可用", "en": "ok"},
    "limited": {"zh": "受限", "en": "limited"},
    "missing": {"zh": "没有", "en": "missing"},
    "broken": {"zh": "有误", "en": "broken"},
}

SENTENCES: dict[str, dict[Language, dict[str, str]]] = {
    "formats": {"zh": {"ok": "{detail}"}, "en": {"ok": "{detail}"}},
    "office": {
        "zh": {
            "ok": "doc（含 wps）、rtf：由 {detail} 断网转换，已试转成功",
            "missing": "doc（含 wps）、rtf：要用 LibreOffice，没有安装",
            "limited": "doc（含 wps）、rtf：LibreOffice 已安装，但试转失败（{detail}）",
        },
        "en": {
            "ok": "doc (wps too), rtf: by {detail}, kept from the network; a trial was converted",
            "missing": "doc (wps too), rtf: need LibreOffice, which is not installed",
            "limited": "doc (wps too), rtf: LibreOffice is installed, but a trial failed ({detail})",
        },
    },
    "office-unsealed": {
        "zh": {
            "limited": "doc（含 wps）、rtf：LibreOffice 不能断网（{detail}），不打开；JIXIAO_UNSEALED_OFFICE=1 表示坚持"
        },
        "en": {
            "limited": "doc (wps too), rtf: not opened, LibreOffice cannot be kept from the network ({detail});"
            " JIXIAO_UNSEALED_OFFICE=1 insists"
        },
    },
    "office-open": {
        "zh": {"limited": "doc（含 wps）、rtf：按 JIXIAO_UNSEALED_OFFICE 转换，LibreOffice 没有断网（{detail}）"},
        "en": {"limited": "doc (wps too), rtf: converted as JIXIAO_UNSEALED_OFFICE insists, with a network ({detail})"},
    },
    "ocr": {
        "zh": {"ok": "扫描件和图片：{detail}", "missing": "扫描件和图片：没有文字识别"},
        "en": {"ok": "scans and pictures: {detail}", "missing": "scans and pictures: no text recognition"},
    },
    "ocr-models": {
        "zh": {"missing": "扫描件和图片：文字识别缺少模型文件"},
        "en": {"missing": "scans and pictures: the text recognition lacks its models"},
    },
    "program": {"zh": {"ok": "jixiao {detail}"}, "en": {"ok": "jixiao {detail}"}},
    "patterns": {
        "zh": {"ok": "随附模式 {detail} 个", "broken": "随附模式无法读取：{detail}"},
        "en": {"ok": "{detail} patterns are shipped", "broken": "the shipped patterns cannot be read: {detail}"},
    },
    "folder": {
        "zh": {
            "ok": "临时文件夹可写，剩余空间：{detail}",
            "limited": "临时文件夹空间不多：{detail}",
            "broken": "临时文件夹不可写：{detail}",
        },
        "en": {
            "ok": "temporary files can be written, room left: {detail}",
            "limited": "little room is left for temporary files: {detail}",
            "broken": "temporary files cannot be written: {detail}",
        },
    },
    "size": {"zh": {"ok": "{detail}"}, "en": {"ok": "{detail}"}},
    "terminal": {
        "zh": {"ok": "输出编码能显示中文：{detail}", "limited": "输出编码不能显示中文：{detail}"},
        "en": {"ok": "Chinese can be printed: {detail}", "limited": "Chinese cannot be printed: {detail}"},
    },
    "fonts": {
        "zh": {"ok": "图片图例的中文字体：{detail}", "missing": "没有中文字体，图片图例只能用英文"},
        "en": {
            "ok": "a font for Chinese in pictures: {detail}",
            "missing": "no font for Chinese: legends of pictures are in English",
        },
    },
    "extra": {
        "zh": {"ok": "{code}：{detail}", "missing": "{code}：没有安装 {detail}"},
        "en": {"ok": "{code}: {detail}", "missing": "{code}: {detail} not installed"},
    },
}
"""What is said of each finding in each state; of an extra what `extra` has."""


def say_group(group: str, language: Language) -> str:
    """Give the heading of a group of findings."""
    return GROUPS[group][language]


def say_state(state: str, language: Language) -> str:
    """Give the word for a state."""
    return STATES[state][language]


def say_finding(code: str, state: str, language: Language, /, *, detail: str) -> str:
    """Give the sentence for a finding."""
    sentences = SENTENCES.get(code, SENTENCES["extra"])[language]
    return sentences[state].format(code=code, detail=detail)
