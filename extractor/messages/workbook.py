"""What the workbook says beside the forms' own words.

Enters: a code, a language and what the sentence names. Leaves: the sentence.
"""

from extractor.messages.language import Language, fill

WORKBOOK: dict[str, dict[Language, str]] = {
    "summary": {
        "zh": "共 {files} 个文件，{forms} 张绩效目标表：{statuses}",
        "en": "{files:file|files}, {forms:form|forms}: {statuses}",
    },
    "cut": {"zh": "…（全文见“{sheet}”第 {number} 号）", "en": "… (all of it in “{sheet}”, no. {number})"},
    "yes": {"zh": "是", "en": "yes"},
    "review": {"zh": "核对", "en": "review"},
    "duplicate": {"zh": "与 {path} 内容相同", "en": "the same as {path}"},
    "residue": {"zh": "没有读成值的文字：{text}", "en": "text that became no value: {text}"},
    "table-cell": {"zh": "表{table} 第{row}行 第{column}列", "en": "table {table}, row {row}, column {column}"},
    "line": {"zh": "第{line}行", "en": "line {line}"},
    "verdict": {"zh": "核对意见", "en": "verdict"},
    "verdict-doubtful": {
        "zh": "{reviewer} 对 {before} 存疑：{reason}",
        "en": "{reviewer} doubts {before}: {reason}",
    },
    "verdict-disputed": {
        "zh": "核对人意见不一，没有更正：{reviewer} 认为 {before} 应为 {after}（{reason}）",
        "en": "reviewers disagree, nothing was corrected: {reviewer} has {after} for {before} ({reason})",
    },
    "verdict-stale": {
        "zh": "{reviewer} 的判定与现有结果不符，没有采用：{before} → {after}（{reason}）",
        "en": "{reviewer}'s verdict does not fit the results and is not used: {before} → {after} ({reason})",
    },
    "verdict-wrong": {
        "zh": "{reviewer} 认为 {before} 有误，没有写明应为多少：{reason}",
        "en": "{reviewer} says that {before} is wrong, and not what would be right: {reason}",
    },
}


def say_in_workbook(code: str, language: Language, **names: object) -> str:
    """Give a sentence."""
    return fill(WORKBOOK[code][language], **names)
