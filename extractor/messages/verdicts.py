"""What is said of verdicts: their counts, what is doubtful about them, and what is wrong with a typed value.

Enters: a code, a language and what the sentence names. Leaves: the sentence.
"""

from extractor.messages.language import Language, fill

VERDICTS: dict[str, dict[Language, str]] = {
    "reviewed": {
        "zh": "已核对 {count} 个值：正确 {right}，错误 {wrong}（已更正 {corrected}），"
        "存疑 {doubtful}，意见不一 {disputed}",
        "en": "{count:value|values} reviewed: {right} right, {wrong} wrong ({corrected} of them corrected), "
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
        "en": "wrote {path}: {verdicts:verdict|verdicts} from {files:file|files}, by {reviewers:reviewer|reviewers}",
    },
    "no-verdicts": {
        "zh": "{path}：没有判定文件；请先用 jixiao review 核对，或用 --verdicts 指明文件",
        "en": "{path}: there is no file of verdicts; review with jixiao review first, or name the file with --verdicts",
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


REFUSALS: dict[str, dict[Language, str]] = {
    **OBJECTIONS,
    "other-host": {
        "zh": "只回应本机地址：请用命令所显示的网址打开",
        "en": "only this computer's own address is answered: open the address that the command shows",
    },
    "other-origin": {
        "zh": "请求来自别的网页，已拒绝",
        "en": "the request comes from another page and is refused",
    },
    "no-key": {
        "zh": "请用命令所显示的完整网址打开；每次启动网址都不同",
        "en": "open the whole address that the command shows; it is another one each time",
    },
    "no-token": {
        "zh": "页面已过期：请用命令所显示的网址重新打开",
        "en": "the page is out of date: open the address that the command shows again",
    },
    "no-json": {"zh": "应以 application/json 发送", "en": "send it as application/json"},
    "too-large": {"zh": "内容过长", "en": "this is too long"},
    "no-verdict": {"zh": "这不是判定", "en": "this is no verdict"},
    "no-question": {"zh": "应为字段类别 class 和文字 text", "en": "a class of field and a text belong here"},
    "not-saved": {
        "zh": "判定没有保存：磁盘已满或文件不可写",
        "en": "the verdict is not saved: the disk is full, or the file cannot be written",
    },
    "not-there": {"zh": "没有这个网页", "en": "there is no such page"},
}
"""Why the server of the review page refuses a request."""


def say_refusal(code: str, language: Language) -> str:
    """Say why a request is refused."""
    return REFUSALS[code][language]


def say_of_verdicts(code: str, language: Language, **names: object) -> str:
    """Give a line about verdicts."""
    return fill(VERDICTS[code][language], **names)


def say_objection(code: str, language: Language) -> str:
    """Say why a verdict or a typed value is not used."""
    return OBJECTIONS[code][language]
