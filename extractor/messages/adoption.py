"""What is said where a reviewed document becomes a sample.

Enters: a code, a language and what the sentence names. Leaves: the sentence.
"""

from extractor.messages.language import Language, fill

ADOPTION: dict[str, dict[Language, str]] = {
    "no-document": {
        "zh": "{document}：结果中没有这个文件，或其中没有读出表格",
        "en": "{document}: no such document is among the results, or no form was read in it",
    },
    "several-documents": {
        "zh": "{document}：有几个文件符合，请写出其编号的开头",
        "en": "{document}: several documents fit; give the first digits of one's id",
    },
    "unreviewed": {
        "zh": "{path}：还有 {count} 个值未确认（{states}）；每个值都须判为正确，或判为错误并写出正确的值",
        "en": "{path}: {count:value is|values are} not confirmed ({states}); each must be right, or wrong with a "
        "correction",
    },
    "unreviewed-value": {"zh": "  第{form}张表  {pointer}  {state}", "en": "  form {form}  {pointer}  {state}"},
    "unreviewed-more": {"zh": "  另有 {count} 个", "en": "  and {count} more"},
    "state-open": {"zh": "未判定", "en": "open"},
    "state-wrong": {"zh": "错误而未更正", "en": "wrong without a correction"},
    "state-doubtful": {"zh": "存疑", "en": "doubtful"},
    "state-disputed": {"zh": "意见不一", "en": "disputed"},
    "unsafe-name": {
        "zh": "{path}：这个文件名不能在各系统上使用；请用 --name 另取名字",
        "en": "{path}: not every system can hold a file of this name; give another with --name",
    },
    "no-source": {
        "zh": "{source}：文件不在，或内容已不是核对时的内容；请用 --source 指明原文件",
        "en": "{source}: the file is not there, or is not the one that was reviewed; name that one with --source",
    },
    "name-taken": {
        "zh": "{path}：已有同名而内容不同的样本；请用 --name 另取名字",
        "en": "{path}: there is another sample of this name; give another name with --name",
    },
    "golden-taken": {
        "zh": "{golden}：标准文件已在且不同；要覆盖请用 --force",
        "en": "{golden}: this golden is there and differs; overwrite it with --force",
    },
    "adopted": {
        "zh": "已写入 {path} 和 {golden}；请再对照来源看一遍其中的核对项、代码和目标值，它们由程序得出",
        "en": "wrote {path} and {golden}; read the checks, codes and targets in it too, which are the program's own",
    },
    "corrected": {
        "zh": "标准文件采用了 {count} 处更正：在程序读对之前，jixiao golden check 会报告不同，这正是它的用处；"
        "读对之后若核对项有变，用 golden write --force 重写",
        "en": "The golden holds {count:corrected value|corrected values}: jixiao golden check tells of a difference "
        "until the program "
        "reads {count:~it|them} right, which is what it is for. Where checks change then, write it again with golden "
        "write --force",
    },
    "unchanged": {
        "zh": "没有更正：程序现在读出的就是标准文件所写的",
        "en": "Nothing was corrected: the program gives what the golden holds",
    },
}


def say_of_adoption(code: str, language: Language, **names: object) -> str:
    """Give a line about a document that becomes a sample."""
    return fill(ADOPTION[code][language], **names)
