"""What is said of a plan of fields to look at.

Enters: a code, a language and what the sentence names. Leaves: the sentence.
"""

from extractor.messages.language import Language, fill

SAMPLING: dict[str, dict[Language, str]] = {
    "drawn": {
        "zh": "已写入 {path}：从 {documents} 个文件、{population} 个值中抽取 {fields} 个（种子 {seed}）",
        "en": "wrote {path}: {fields} of {population:value|values} of {documents:document|documents} {fields:~is|are} "
        "drawn (seed {seed})",
    },
    "drawn-money": {
        "zh": "已写入 {path}：从 {documents} 个文件的 {yuan} 元中抽取 {size} 元，落在 {fields} 个金额上（种子 {seed}）",
        "en": "wrote {path}: {size} of {yuan} yuan of {documents:document|documents} {size:~is|are} drawn; they stand "
        "in {fields:amount|amounts} "
        "(seed {seed})",
    },
    "proves": {
        "zh": "{condition}，即可证明：全部值的错误率不高于 {most}（置信度 {confidence}）",
        "en": "{condition}, at most {most} of all values are wrong, with a confidence of {confidence}",
    },
    "proves-money": {
        "zh": "{condition}，即可证明：记在错误金额中的资金不超过 {most}（置信度 {confidence}）",
        "en": "{condition}, at most {most} of the money stands in wrong amounts, with a confidence of {confidence}",
    },
    "all-right": {"zh": "若全部正确", "en": "If all of them are right"},
    "most-right": {"zh": "若错误不超过 {errors} 个", "en": "If no more than {errors} of them {errors:~is|are} wrong"},
    "excluded": {
        "zh": "未纳入：{count} 个金额（{why}）",
        "en": "not drawn from: {count:amount|amounts} ({why})",
    },
    "unreadable": {"zh": "读不出来", "en": "that could not be understood"},
    "no-unit": {"zh": "没有 元 或 万元 的单位", "en": "without 元 or 万元 as their unit"},
    "zero": {"zh": "为零", "en": "of zero"},
    "negative": {"zh": "为负", "en": "below zero"},
    "without": {
        "zh": "{count} 个文件没有读出表格，抽样对它们不作任何证明",
        "en": "documents in which no form was read: {count}; nothing is proved about them",
    },
    "no-plan": {
        "zh": "{path}：不是 jixiao sample 写出的方案",
        "en": "{path}: this is no plan as jixiao sample writes it",
    },
    "other-results": {
        "zh": "{path}：从 {out} 重新抽取得不到这个方案：结果已改变，或方案来自别的批次或版本；请重新抽取",
        "en": "{path}: drawn again from {out}, the plan is another one: the results have changed, or it was drawn from "
        "others or by another version; draw a new one",
    },
    "empty": {"zh": "{path}：没有可抽取的值", "en": "{path}: there is nothing to draw from"},
    "too-large": {
        "zh": "要证明这样低的错误率需抽取一百万以上的值；请放宽 --bound",
        "en": "to prove so low an error rate, more than a million values must be drawn; allow more with --bound",
    },
}


def say_of_sampling(code: str, language: Language, **names: object) -> str:
    """Give a line about a plan."""
    return fill(SAMPLING[code][language], **names)
