"""What is said of verdicts: their counts, what is doubtful about them, and what is wrong with a typed value.

Enters: a code, a language and what the sentence names. Leaves: the sentence.
"""

from extractor.messages.language import Language

VERDICTS: dict[str, dict[Language, str]] = {
    "reviewed": {
        "zh": "已核对 {count} 个值：正确 {right}，错误 {wrong}（已更正 {corrected}），"
        "存疑 {doubtful}，意见不一 {disputed}",
        "en": "{count} values reviewed: {right} right, {wrong} wrong ({corrected} of them corrected), "
        "{doubtful} doubtful, {disputed} disputed",
    },
    "disputed": {
        "zh": "{name}  第{form}张表  {pointer}  意见不一：{opinions}",
        "en": "{name}  form {form}  {pointer}  reviewers disagree: {opinions}",
    },
    "stale": {
        "zh": "{name}  第{form}张表  {pointer}  未采用 {reviewer} 的判定：{why}",
        "en": "{name}  form {form}  {pointer}  {reviewer}'s verdict is not used: {why}",
    },
    "damaged": {
        "zh": "{path}：第 {line} 行不是判定（{reason}）：{text}",
        "en": "{path}: line {line} is no verdict ({reason}): {text}",
    },
    "merged": {
        "zh": "已写入 {path}：判定 {verdicts} 条，来自 {files} 个文件、{reviewers} 名核对人",
        "en": "wrote {path}: {verdicts} verdicts from {files} files, by {reviewers} reviewers",
    },
    "no-verdicts": {
        "zh": "{path}：没有判定文件；请先用 jixiao review 核对，或用 --verdicts 指明文件",
        "en": "{path}: there is no file of verdicts; review with jixiao review first, or name the file with --verdicts",
    },
    "no-results": {
        "zh": "{path}：没有结果；请给出 jixiao batch 的输出文件夹",
        "en": "{path}: there are no results; name the output folder of jixiao batch",
    },
    "is-right": {"zh": "正确", "en": "right"},
    "is-wrong": {"zh": "错误", "en": "wrong"},
    "is-corrected": {"zh": "应为 {after}", "en": "should be {after}"},
    "is-doubtful": {"zh": "存疑", "en": "doubtful"},
}

OBJECTIONS: dict[str, dict[Language, str]] = {
    "unknown-document": {"zh": "结果中没有这个文件", "en": "no such document is among the results"},
    "unknown-form": {"zh": "文件中没有这张表", "en": "the document has no such form"},
    "unknown-field": {"zh": "表中没有这个值", "en": "the form has no such value"},
    "changed": {"zh": "现在提取的值与核对时不同", "en": "the value extracted now is another one"},
    "no-amount": {
        "zh": "不是金额：只写数字，如 1079.96 或 1,079.96，不写单位",
        "en": "this is no amount: write the number alone, such as 1079.96 or 1,079.96, without its unit",
    },
    "no-count": {
        "zh": "不是整数：请写 23 或 23人 这样的数",
        "en": "this is no whole number: write it as 23 or 23人",
    },
    "no-date": {
        "zh": "不是日期：请写 2021-12-31 或 2021年12月31日",
        "en": "this is no day: write it as 2021-12-31 or 2021年12月31日",
    },
    "control-characters": {"zh": "含有不可见的控制字符", "en": "there are control characters in it"},
    "too-long": {"zh": "太长了，最多 20000 个字符", "en": "it is too long; at most 20000 characters"},
    "wrong-type": {"zh": "这里应为文字", "en": "a text belongs here"},
}
"""Why a verdict or a typed value is not used."""


def say_of_verdicts(code: str, language: Language, **names: object) -> str:
    """Give a line about verdicts."""
    return VERDICTS[code][language].format(**names)


def say_objection(code: str, language: Language) -> str:
    """Say why a verdict or a typed value is not used."""
    return OBJECTIONS[code][language]
