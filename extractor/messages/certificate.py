"""What the certificate says.

Enters: a code, a language and what the sentence names. Leaves: the sentence.
"""

from extractor.messages.language import Language, fill

CERTIFICATE: dict[str, dict[Language, str]] = {
    "title": {"zh": "抽查证书", "en": "Certificate of a spot-check"},
    "result-proved": {"zh": "已证明。", "en": "Proved."},
    "result-unproved": {"zh": "未能证明。", "en": "Not proved."},
    "result-incomplete": {"zh": "核对未完成。", "en": "Incomplete."},
    "proved": {
        "zh": "在 {population} 个值中，错误的不超过 {bound}（按核对结果，不超过 {most}；置信度 {confidence}）。",
        "en": "Of {population:value|values}, at most {bound} are wrong (by what was found, at most {most}), "
        "with a confidence of {confidence}.",
    },
    "proved-money": {
        "zh": "在 {yuan} 元中，记在错误金额里的不超过 {bound}（按核对结果，不超过 {most}；置信度 {confidence}）。",
        "en": "Of {yuan} yuan, at most {bound} stand in wrong amounts (by what was found, at most {most}), "
        "with a confidence of {confidence}.",
    },
    "unproved": {
        "zh": "没有证明错误不超过 {bound}：按核对结果，"
        "在 {population} 个值中错误的不超过 {most}（置信度 {confidence}）。",
        "en": "It is not proved that at most {bound} are wrong. By what was found, at most {most} of {population} "
        "values are, with a confidence of {confidence}.",
    },
    "unproved-money": {
        "zh": "没有证明错误不超过 {bound}：按核对结果，"
        "在 {yuan} 元中记在错误金额里的不超过 {most}（置信度 {confidence}）。",
        "en": "It is not proved that at most {bound} stand in wrong amounts. By what was found, at most {most} of "
        "{yuan} yuan do, with a confidence of {confidence}.",
    },
    "incomplete": {
        "zh": "抽出的 {fields} 个值中还有 {open} 个没有判定，本页不证明错误不超过 {bound}。把没有判定的都算作错误，"
        "在 {population} 个值中错误的不超过 {most}（置信度 {confidence}）。",
        "en": "{open} of the {fields:drawn value|drawn values} {open:~has|have} no verdict, so this page does not "
        "prove that at most {bound} "
        "are wrong. If all of those were wrong, at most {most} of {population:value|values} would be, with a "
        "confidence of "
        "{confidence}.",
    },
    "incomplete-money": {
        "zh": "抽出的 {fields} 个金额中还有 {open} 个没有判定，本页不证明错误不超过 {bound}。把没有判定的都算作错误，"
        "在 {yuan} 元中记在错误金额里的不超过 {most}（置信度 {confidence}）。",
        "en": "{open} of the {fields:drawn amount|drawn amounts} {open:~has|have} no verdict, so this page does not "
        "prove that at most {bound} "
        "stand in wrong amounts. If all of those were wrong, at most {most} of {yuan} yuan would, with a confidence of "
        "{confidence}.",
    },
    "heading-what": {"zh": "从什么中抽取了什么", "en": "What was drawn from what"},
    "heading-found": {"zh": "核对结果", "en": "What was found"},
    "heading-wrong": {"zh": "不正确或不能确定的值", "en": "Values that are wrong or uncertain"},
    "heading-limits": {"zh": "本页没有证明什么", "en": "What this page does not prove"},
    "heading-who": {"zh": "谁在何时核对", "en": "Who looked, and when"},
    "batch": {"zh": "批次", "en": "Batch"},
    "batch-holds": {
        "zh": "{name}：{documents} 个内容不同的文件，{forms} 张表",
        "en": "{name}: {documents:document|different documents}, {forms:form|forms}",
    },
    "population": {"zh": "总体", "en": "Population"},
    "sample": {"zh": "样本", "en": "Sample"},
    "drawn-by": {"zh": "{size}；{method}；种子 {seed}", "en": "{size}; {method}; seed {seed}"},
    "drawn-yuan": {
        "zh": "{yuan} 元，落在 {fields} 个金额上",
        "en": "{yuan} yuan, which stand in {fields:amount|amounts}",
    },
    "method-simple": {"zh": "每个值机会相同", "en": "every value with the same chance"},
    "method-stratified": {"zh": "按模式和文件类型分层", "en": "each pattern and kind of file in proportion"},
    "method-money-unit": {"zh": "每一元钱机会相同", "en": "every yuan with the same chance"},
    "of-money": {"zh": "{amounts} 个金额，共 {yuan} 元", "en": "{amounts:amount|amounts}, {yuan} yuan"},
    "hash-manifest": {"zh": "清单（SHA-256）", "en": "Manifest (SHA-256)"},
    "hash-values": {"zh": "全部值（SHA-256）", "en": "All values (SHA-256)"},
    "hash-plan": {"zh": "方案 {name}", "en": "Plan {name}"},
    "hash-verdicts": {"zh": "判定 {name}", "en": "Verdicts {name}"},
    "merged-files": {"zh": "（{count} 个文件合并）", "en": "({count:file|files} merged)"},
    "misstated": {"zh": "错报（Stringer 界限）", "en": "Misstated (Stringer)"},
    "at-most-yuan": {"zh": "不超过 {yuan} 元", "en": "at most {yuan} yuan"},
    "column-class": {"zh": "字段类别", "en": "class"},
    "column-population": {"zh": "总数", "en": "of"},
    "column-drawn": {"zh": "抽取", "en": "drawn"},
    "column-right": {"zh": "正确", "en": "right"},
    "column-wrong": {"zh": "错误", "en": "wrong"},
    "column-doubtful": {"zh": "存疑", "en": "doubtful"},
    "column-open": {"zh": "未判定", "en": "open"},
    "column-estimate": {"zh": "估计错误率", "en": "estimated error rate"},
    "column-interval": {"zh": "{confidence} 区间", "en": "{confidence} interval"},
    "column-most": {"zh": "最多（{confidence}）", "en": "at most ({confidence})"},
    "class-all": {"zh": "全部", "en": "all"},
    "class-amount": {"zh": "金额", "en": "amounts"},
    "class-count": {"zh": "整数", "en": "whole numbers"},
    "class-date": {"zh": "日期", "en": "dates"},
    "class-name": {"zh": "名称", "en": "names"},
    "class-text": {"zh": "文字", "en": "texts"},
    "class-label": {"zh": "标签", "en": "labels"},
    "class-level": {"zh": "指标层级", "en": "levels"},
    "class-value": {"zh": "指标值", "en": "indicator values"},
    "class-extra": {"zh": "指标其他栏", "en": "further columns"},
    "class-mark": {"zh": "空白标记", "en": "blank marks"},
    "note-bounds": {
        "zh": "区间为双侧，“最多”为单侧，各自成立的把握如所示；均为精确界限（Clopper-Pearson、超几何分布；"
        "分层和按元抽取时用 Hoeffding 不等式，覆盖率不低于所示）。存疑（含意见不一）和未判定的值，在上限中都算作错误。",
        "en": "Intervals have two sides, “at most” has one; each holds with the confidence shown. All are exact "
        "(Clopper and Pearson, hypergeometric; for strata and yuan, by Hoeffding, at least as often as shown). "
        "Doubtful, disputed and open values count as wrong in every upper bound.",
    },
    "is-wrong": {"zh": "错误", "en": "is wrong"},
    "is-doubtful": {"zh": "存疑", "en": "is doubtful"},
    "is-disputed": {"zh": "意见不一", "en": "is disputed"},
    "should-be": {"zh": "应为 {after}", "en": "and should be {after}"},
    "and-more": {"zh": "另有 {count} 项", "en": "and {count} more"},
    "limit-missing": {
        "zh": "程序没有提取出来的值：表中共 {characters} 个字符，其中 {left} 个既不是值也不是标签。",
        "en": "That no value is missing: of {characters:character|characters} in the forms, {left} {left:~is|are} "
        "neither value nor label.",
    },
    "limit-without": {
        "zh": "没有读出表格的 {count} 个文件。",
        "en": "Anything about documents in which no form was read: {count} of them.",
    },
    "limit-excluded": {
        "zh": "没有纳入总体的 {count} 个金额（为零、为负、没有单位或读不出来）。",
        "en": "Anything about {count:amount that is|amounts that are} not in the population: of zero, below zero, "
        "without a unit, or "
        "not understood.",
    },
    "limit-stale": {
        "zh": "{count} 条判定所针对的值与现在提取的不同，没有采用。",
        "en": "{count:verdict is about another value than that|verdicts are about other values than those} extracted "
        "now, and {count:~is|are} not used.",
    },
    "limit-source": {
        "zh": "表中所印的数字本身属实，或核对人没有看错：这里只证明程序读出的就是来源所印的。",
        "en": "That what the forms print is true, or that the reviewers saw well: only that the program read what is "
        "printed.",
    },
    "looked": {"zh": "{values} 个值，{times}", "en": "{values:value|values}, {times}"},
    "nobody": {"zh": "还没有人核对", "en": "Nobody has looked yet"},
    "signature": {"zh": "签名、日期", "en": "Signature, date"},
    "footer": {
        "zh": "由 jixiao {version} 生成。凭同一批结果、方案和判定文件，可逐字节重新生成本页：jixiao certify。",
        "en": "Made by jixiao {version}. From the same results, plan and verdicts, jixiao certify makes this page "
        "again, byte for byte.",
    },
}


def say_on_certificate(code: str, language: Language, **names: object) -> str:
    """Give a sentence of the certificate."""
    return fill(CERTIFICATE[code][language], **names)
