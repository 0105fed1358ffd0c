"""What is wrong with a pattern file, and the remarks of a drafted one.

Enters: a code, a language and what the sentence names. Leaves: the sentence.
"""

from extractor.messages.language import Language

MISTAKES: dict[str, dict[Language, str]] = {
    "unreadable": {
        "zh": "文件读不出来（{detail}）：请检查路径和权限",
        "en": "the file cannot be read ({detail}): check the path and the permissions",
    },
    "too-large": {
        "zh": "文件太大，不会是模式文件",
        "en": "the file is too large to be a pattern",
    },
    "encoding": {
        "zh": "文件是以 {encoding} 编码保存的：请在编辑器里“另存为”，编码选 UTF-8",
        "en": "the file is saved in {encoding}: choose “Save as” in the editor, with UTF-8 as the encoding",
    },
    "no-text": {
        "zh": "这不是文本文件：模式文件是 UTF-8 编码的纯文本，不能用 Word 保存",
        "en": "this is no text: a pattern is a plain text in UTF-8, and not saved by a word processor",
    },
    "wide-signs": {
        "zh": "引号和括号须用英文半角，这里有中文输入法打出的 {signs}；应写成：{meant}",
        "en": "signs of a Chinese input method stand where TOML needs those of the keyboard: {signs}; write: {meant}",
    },
    "twice": {
        "zh": "同一个键或同一部分写了两次：{printed}；请并为一处",
        "en": "the same key or part is written twice: {printed}; put both together",
    },
    "open-list": {
        "zh": "列表没有正确收尾：此行或上面缺少 ] ，或词与词之间缺少逗号：{printed}",
        "en": "a list goes wrong here: a ] is missing in this line or above, or a comma between two words: {printed}",
    },
    "open-quote": {
        "zh": "引号没有成对：{printed}",
        "en": "a quote is not closed: {printed}",
    },
    "backslash": {
        "zh": "双引号里的 \\ 须写成 \\\\ ，或改用单引号：{printed}",
        "en": "inside of double quotes write \\\\ for \\, or use single quotes: {printed}",
    },
    "no-equals": {
        "zh": "键的后面缺少等号，应为“键 = 值”：{printed}",
        "en": "an equals sign is missing after the key, as in “key = value”: {printed}",
    },
    "open-heading": {
        "zh": "部分的标题没有收尾，应如 [header.fields]：{printed}",
        "en": "the heading of a part is not closed; write it like [header.fields]: {printed}",
    },
    "bad-value": {
        "zh": '等号后面不是词或列表：词要加引号，列表如 ["甲", "乙"]，是与否写 true 或 false：{printed}',
        "en": 'what follows the equals sign is no word and no list: put words in quotes, a list is ["甲", "乙"], '
        "yes and no are true and false: {printed}",
    },
    "bad-line": {
        "zh": "此行看不懂，应为“键 = 值”、[部分] 或以 # 开头的说明：{printed}",
        "en": "this line is no “key = value”, no [part], and no remark that begins with #: {printed}",
    },
    "chinese-key": {
        "zh": '等号左边是代码（如 unit_name），表上印的词写在右边的列表里，如 unit_name = ["单位名称"]：{printed}',
        "en": "a code such as unit_name stands left of the equals sign, and the printed words in the list to its "
        'right, as in unit_name = ["单位名称"]: {printed}',
    },
    "no-toml": {
        "zh": "不是 TOML（{detail}）：{printed}",
        "en": "this is no TOML ({detail}): {printed}",
    },
    "own-name": {
        "zh": "没有这个键：模式以文件名为名，要改名就改文件名",
        "en": "no such key: a pattern is called as its file; rename the file instead",
    },
    "unknown-key": {
        "zh": "没有这个键{near}；这里可用的有：{known}",
        "en": "no such key{near}; there are here: {known}",
    },
    "key-missing": {
        "zh": "缺少这个键：请补上",
        "en": "this key is missing: add it",
    },
    "no-list": {
        "zh": '应为列表：即使只有一个词也要写成 ["词"]，这里是 {value}',
        "en": 'this must be a list, even of one word: ["word"]; here it is {value}',
    },
    "empty-list": {
        "zh": "列表是空的：请写上表上印的词，或删去整行",
        "en": "the list is empty: write what the form prints, or remove the line",
    },
    "no-word": {
        "zh": "应为加引号的词，这里是 {value}",
        "en": "this must be a word in quotes; here it is {value}",
    },
    "empty-word": {
        "zh": "词是空的：请写上表上印的词，或删去",
        "en": "the word is empty: write what the form prints, or remove it",
    },
    "no-bool": {
        "zh": "只能写 true（是）或 false（否），不加引号，这里是 {value}",
        "en": "this can only be true or false, without quotes; here it is {value}",
    },
    "no-part": {
        "zh": "这里应是一个部分，下面各有代码和词的列表，而不是 {value}",
        "en": "this must be a part with codes and their lists of words, not {value}",
    },
    "no-value": {
        "zh": "这个值不能用（{detail}）：{value}",
        "en": "this value cannot be used ({detail}): {value}",
    },
    "no-field": {
        "zh": "没有代码 {code}{near}；可用的代码：{allowed}",
        "en": "no such field as {code}{near}; one of: {allowed}",
    },
    "no-label": {
        "zh": "“{word}”没有说明是什么：同一个词也要写在 [header.fields]、[funding] 或 [objectives.fields] 里",
        "en": "nothing says what “{word}” means: write it in [header.fields], [funding] or [objectives.fields] too",
    },
    "level-twice": {
        "zh": "一级指标代码 {code} 写了两次：同一级的不同叫法写在一个 names 里",
        "en": "the first level {code} is written twice: put all its names into one list",
    },
    "only-marks": {
        "zh": "词 {word} 比对时是空的（只有空格或冒号）：请写表上印的词",
        "en": "a word of nothing but marks, {word}: write what the form prints",
    },
    "two-places": {
        "zh": "“{word}”在两处：{first} 和 {second}；只能留一处",
        "en": "“{word}” stands in two places: {first} and {second}; keep it in one",
    },
    "same-twice": {
        "zh": "“{word}”在 {first} 里写了两次（空格、冒号和全角半角不作区别）：删去一个",
        "en": "“{word}” stands twice in {first} (spaces, colons and width make no difference): remove one",
    },
    "name-taken": {
        "zh": "已有名为 {name} 的模式（{other}）：请改文件名",
        "en": "a pattern named {name} is there already ({other}): rename the file",
    },
}
"""What is wrong with a pattern file, and what to do."""

NEAR: dict[Language, str] = {"zh": "，是否为 {near}？", "en": "; is it {near}?"}
"""What a sentence adds where the meaning of a mistake can be guessed."""

DRAFTS: dict[str, dict[Language, str]] = {
    "head": {
        "zh": "由一张没有专门模式的表起草，依据通用词汇（{base}）。要决定的有 {count} 处，都写在以一个 # 开头的行里：\n"
        "去掉行首的 # 就采用，不需要就删去整行（## 开头的只是说明）。\n"
        "词之间不分空格、冒号和全角半角；“其中：”、编号和末尾的括号不必写。\n"
        "改好以后：jixiao patterns check 本文件；jixiao extract --patterns 本文件 --summary 表。",
        "en": "Drafted from a form that no pattern describes, by general vocabulary ({base}). To be decided: {count},\n"
        "in the lines with one #: remove it to take the line, or remove the line (## is an explanation).\n"
        "Spaces, colons and width make no difference; 其中：, numbering and a bracket at the end need not be written.\n"
        "Then: jixiao patterns check THIS FILE; jixiao extract --patterns THIS FILE --summary FORM.",
    },
    "description": {
        "zh": "{title}（草稿，请写明是哪里、哪年的表）",
        "en": "{title} (draft: say whose form it is, and of which year)",
    },
    "identify": {
        "zh": "title：标题里必有的词，不写年度和单位名称。labels：每张这样的表都印的词，有的表不印的要删去。\n"
        "absent：这种表从不印的词，用来和别的表区分。",
        "en": "title: words of the title, without year and unit. labels: what each such form prints;\n"
        "remove what some do not. absent: what no such form prints, to tell it from others.",
    },
    "no-title": {
        "zh": "没有找到标题，下面是这类表常用的：请改成表上的",
        "en": "No title was found; this is the usual one: write what the form prints",
    },
    "header": {
        "zh": '表头：左边是代码，右边是表上的词。other：认得、但没有代码的词，如 ["立项依据"]。',
        "en": "The head: codes, and the words of the form. other: words that are known and have no code.",
    },
    "ask-header": {
        "zh": "下面是表头字段吗？CODE 换成代码（见 patterns/README.md）；没有代码的，把词移到 other。",
        "en": "Are these fields of the head? Write a code for CODE (see patterns/README.md),\n"
        "or move the word to other.",
    },
    "funding": {
        "zh": "资金：groups 下每组是一种划分，items 是分项。amounts：金额列的表头。",
        "en": "The funding: each group is a breakdown, items are its amounts. amounts: headings of amount columns.",
    },
    "ask-funding": {
        "zh": "下面是这一组的金额吗？CODE 换成代码，如 fiscal、other。",
        "en": "Are these amounts of this breakdown? Write a code for CODE, such as fiscal or other.",
    },
    "ask-amounts": {
        "zh": '下面是金额列的表头，一列是一种划分吗？是的话把它的分项写在下面，如 items.total = ["词"]。',
        "en": 'Is this a column of amounts that holds a breakdown? Then add its items, as in items.total = ["word"].',
    },
    "objectives": {
        "zh": "目标：overall 总体，annual 年度，multi_year 中长期，actual 完成情况。",
        "en": "The objectives: overall, annual, multi_year, actual (what was achieved).",
    },
    "ask-objectives": {
        "zh": "下面的词旁边是一段话，是目标吗？不是目标的，移到 [header] 的 other。",
        "en": "A text stands beside these words; are they objectives? If not, move them to other in [header].",
    },
    "tasks": {
        "zh": "重点工作任务表：名称、内容、金额、目标各列的表头。",
        "en": "The task table: headings of its columns.",
    },
    "ask-tasks": {
        "zh": "下面是任务表的表头；代码只有 name、content、amount、expected_outcome。",
        "en": "These are headings of the task table; the codes are name, content, amount, expected_outcome.",
    },
    "indicators": {
        "zh": "指标表：level_1、level_2 一级和二级指标，name 指标名称，value 指标值，其余各列代码自定（英文）。\n"
        "all_levels：每张表都印出全部级别的写 true。",
        "en": "The indicator table: level_1, level_2, name, value; other columns have codes of your own.\n"
        "all_levels: true where each form prints all levels.",
    },
    "no-column": {
        "zh": "没有找到这些列：{codes}。表上叫什么？",
        "en": "These columns were not found: {codes}. What does the form call them?",
    },
    "ask-indicators": {
        "zh": "下面是指标表的哪一列？CODE 换成代码：name、value、unit、weight、note、actual、score，或自定的英文词。",
        "en": "Which columns are these? Write a code for CODE: name, value, unit, weight, note,\n"
        "actual, score, or your own.",
    },
    "levels": {
        "zh": "级别：表上印的叫法；没有印的，写的是通常的叫法。成本指标在一级还是二级，照表上印的。",
        "en": "The levels as printed; those that the form does not print have their usual names.",
    },
    "ask-level": {
        "zh": "下面是这一级下面的二级指标吗？CODE 换成代码，如 quality；没有合适的，自定一个英文词。",
        "en": "Are these second levels of it? Write a code for CODE, such as quality, or one of your own.",
    },
    "ask-names": {
        "zh": "下面是这个一级指标的叫法吗？",
        "en": "Is this another name of this first level?",
    },
    "ask-first-level": {
        "zh": "下面是一级指标吗？是的话去掉各行行首的 #，CODE 换成代码，如 management，或自定的英文词。",
        "en": "Is this a first level? Then remove the # of its lines, and write a code for CODE:\n"
        "management, or your own.",
    },
    "ask-sections": {
        "zh": "下面的词旁边没有值，是边上的标题（sections）吗？",
        "en": "No value stands beside these words; are they side labels (sections)?",
    },
    "ask-other": {
        "zh": "下面的词认得而没有代码，列入 other：",
        "en": "These words may have no code; put them among the others:",
    },
    "values": {
        "zh": "blanks：表示空白的记号。units：表上的金额单位。",
        "en": "blanks: marks that stand for nothing. units: units of money on the form.",
    },
    "no-unit": {
        "zh": "表上没有找到金额单位：留下可能用到的",
        "en": "No unit of money was found on the form: leave those that may be used",
    },
    "marks": {
        "zh": "这些也表示空白吗？是的话写进 blanks：{marks}",
        "en": "Do these stand for nothing too? Then add to blanks: {marks}",
    },
    "add": {"zh": "把 {word} 加进上面的 {key}", "en": "add {word} to {key} above"},
    "value": {"zh": "旁边印的是 {value}", "en": "beside it: {value}"},
    "near": {"zh": "近似 {near}（{code}）", "en": "near {near} ({code})"},
}
"""The remarks of a drafted pattern."""


def say_mistake(code: str, language: Language, /, *, path: str, key: str, line: int | None, **names: object) -> str:
    """Give what is wrong with a pattern file: file, key, sentence, and the line where it is known."""
    near = names.get("near")
    said = {**names, "near": NEAR[language].format(near=near) if near else ""}
    where = "" if line is None else {"zh": f"（第{line}行）", "en": f" (line {line})"}[language]
    return ": ".join(filter(None, (path, key, MISTAKES[code][language].format(**said) + where)))


def say_draft(code: str, language: Language, /, **names: object) -> str:
    """Give a remark of a drafted pattern, on one line or several."""
    return DRAFTS[code][language].format(**names)
