"""What a person is told: every sentence of the program, in Chinese and in English, by a stable code.

Enters: a code, a language and what the sentence names. Leaves: the sentence.
"""

from typing import Literal

Language = Literal["zh", "en"]

PROBLEMS: dict[str, dict[Language, tuple[str, str]]] = {
    "needs_password": {
        "zh": ("文件有密码保护，无法读取。", "请去除密码后另存，再提取一次。"),
        "en": ("The file is protected by a password.", "Save a copy without the password and extract that."),
    },
    "corrupt": {
        "zh": ("文件已损坏或不完整，无法打开。", "请向报送单位索取完好的文件。"),
        "en": ("The file is damaged or incomplete and cannot be opened.", "Ask the sender for an intact file."),
    },
    "unsupported": {
        "zh": ("不支持这种文件（{detail}）。", "请另存为 PDF、DOCX 或纯文本后再提取。"),
        "en": (
            "This kind of file is not supported ({detail}).",
            "Save it as PDF, DOCX or plain text and extract that.",
        ),
    },
    "limit": {
        "zh": ("文件超出安全限度（{detail}），已停止读取。", "请检查文件；正常的表格不会这样大。"),
        "en": (
            "The file exceeds a safety limit ({detail}).",
            "Look at the file: an ordinary form is never that large.",
        ),
    },
    "needs_ocr": {
        "zh": ("文件只有图像，没有文字层。", "请先做文字识别（OCR），或索取电子版。"),
        "en": (
            "The pages are images without a text layer.",
            "Run text recognition (OCR) first, or ask for the original.",
        ),
    },
    "unreadable": {
        "zh": ("无法读取文件（{detail}）。", "请检查路径和权限。"),
        "en": ("The file cannot be read ({detail}).", "Check the path and the permissions."),
    },
    "no_form": {
        "zh": (
            "没有找到绩效目标表。最接近的是 {pattern}，缺少：{missing}。",
            "若确是绩效目标表，请用 jixiao inspect 查看，并为其编写模式文件。",
        ),
        "en": (
            "No performance-target form was found. The nearest pattern is {pattern}; missing: {missing}.",
            "If it is a form, look at it with jixiao inspect and write a pattern for it.",
        ),
    },
    "ambiguous_pattern": {
        "zh": ("有多个模式同时认领此表：{patterns}。", "请修改自己的模式，使其标题或标签能与其他模式区分。"),
        "en": (
            "Several patterns claim this form: {patterns}.",
            "Change your pattern so that its title or labels differ.",
        ),
    },
    "partial": {
        "zh": ("部分内容未能读取：{parts}。", "请对照原件查看这些部分。"),
        "en": ("Some parts could not be read: {parts}.", "Look at these parts in the source."),
    },
}
"""Why a file gave nothing, or not everything: a plain sentence and the next step."""

PARTS: dict[str, dict[Language, str]] = {
    "page-unreadable": {"zh": "第{page}页无法打开", "en": "page {page} cannot be opened"},
    "page-image-only": {"zh": "第{page}页只有图像", "en": "page {page} is an image only"},
    "truncated": {"zh": "文件末尾缺失", "en": "the file's end is missing"},
    "no-unicode": {
        "zh": "第{page}页有{count}个字符没有编码",
        "en": "page {page} has {count} characters without a code",
    },
    "undecodable": {"zh": "{count}个字节无法解码", "en": "{count} bytes cannot be decoded"},
    "tracked-changes": {"zh": "有{count}处修订，已按接受修订读取", "en": "{count} tracked changes, read as accepted"},
    "other": {"zh": "{code}（{count}处）", "en": "{code} ({count})"},
}
"""Flaws of a file."""

CHECKS: dict[str, dict[Language, tuple[str, str]]] = {
    "title": {
        "zh": ("有标题和年度", "没有找到{what}"),
        "en": ("The title and its year are there", "No {what} was found"),
    },
    "header-complete": {
        "zh": ("表头齐全", "表头缺少或未填：{what}"),
        "en": ("The head is complete", "Missing or blank in the head: {what}"),
    },
    "funding-complete": {
        "zh": ("资金各项齐全", "资金部分没有印出：{what}"),
        "en": ("All items of the funding are printed", "Not printed in the funding: {what}"),
    },
    "sections-complete": {
        "zh": ("目标、任务、指标齐全", "缺少：{what}"),
        "en": ("Objective, tasks and indicators are there", "Missing: {what}"),
    },
    "funding-unit": {
        "zh": ("金额单位已标明", "没有标明金额单位"),
        "en": ("The unit of money is printed", "The unit of money is not printed"),
    },
    "funding-balance": {
        "zh": ("各种划分的合计一致", "{a}合计 {a_sum}，{b}合计 {b_sum}，相差 {difference}"),
        "en": ("The breakdowns add up to the same total", "{a} adds up to {a_sum}, {b} to {b_sum}: {difference} apart"),
    },
    "funding-parts": {
        "zh": ("分项不大于总额", "{part}（{part_sum}）大于{total}（{total_sum}）"),
        "en": ("No part exceeds its total", "{part} ({part_sum}) exceeds {total} ({total_sum})"),
    },
    "funding-total": {
        "zh": ("分项之和等于总额", "{group}的分项合计 {sum}，总额印为 {total}"),
        "en": (
            "The parts add up to the printed total",
            "The parts of {group} add up to {sum}, the printed total is {total}",
        ),
    },
    "tasks-sum": {
        "zh": ("任务资金合计等于项目支出", "任务资金合计 {sum}，项目支出 {project}，{relation} {difference}"),
        "en": (
            "The tasks add up to 项目支出",
            "The tasks add up to {sum}, 项目支出 is {project}: {difference} {relation}",
        ),
    },
    "task-numbers": {
        "zh": ("任务编号连续", "任务编号不连续：{numbers}"),
        "en": ("The tasks are numbered in order", "The tasks are not numbered in order: {numbers}"),
    },
    "task-complete": {
        "zh": ("每项任务都有名称、内容、金额和目标", "任务{index}缺少：{what}"),
        "en": ("Each task has a name, content, amount and outcome", "Task {index} lacks: {what}"),
    },
    "unreadable-value": {
        "zh": ("印出的数字和日期都能读懂", "“{raw}”读不成数字或日期，未取值"),
        "en": ("Every printed number and date is understood", "“{raw}” is no number or date and was left out"),
    },
    "unknown-label": {
        "zh": ("标签都在模式中", "模式中没有的标签：“{label}”{near}"),
        "en": ("The pattern knows every label", "The pattern does not know the label “{label}”{near}"),
    },
    "level-misplaced": {
        "zh": ("各级指标位置与分类一致", "“{name}”印在“{parent}”下，按分类应属“{expected}”"),
        "en": (
            "Every level stands where the taxonomy has it",
            "“{name}” stands under “{parent}”; by the taxonomy it belongs under “{expected}”",
        ),
    },
    "level-missing": {
        "zh": ("模式中的各级指标都已印出", "没有印出的指标级别：{what}"),
        "en": ("All levels of the pattern are printed", "Levels that are not printed: {what}"),
    },
    "leaf-misplaced": {
        "zh": ("指标与其级别相符", "“{name}”印在“{parent}”下，看起来像{expected}"),
        "en": ("Indicators suit their levels", "“{name}” stands under “{parent}” but looks like {expected}"),
    },
    "leaf-complete": {
        "zh": ("每个指标都有名称和指标值", "指标“{name}”缺少{what}"),
        "en": ("Every indicator has a name and a value", "The indicator “{name}” lacks its {what}"),
    },
    "leaf-duplicate": {
        "zh": ("没有重复的指标", "同一级别下重复的指标：“{name}”"),
        "en": ("No indicator is printed twice", "Printed twice under one level: “{name}”"),
    },
    "target-suspect": {
        "zh": ("指标值合乎常理", "“{name}”的指标值“{value}”可疑：{why}"),
        "en": ("The values are plausible", "The value “{value}” of “{name}” is suspect: {why}"),
    },
    "template-residue": {
        "zh": ("没有未填的模板符号", "“{text}”中留有模板符号"),
        "en": ("No placeholder of a template is left", "A placeholder of the template is left in “{text}”"),
    },
    "carried-levels": {
        "zh": ("{count}个指标的级别由上一行顺延", ""),
        "en": ("{count} indicators stand under a level printed in an earlier row", ""),
    },
    "repaired": {
        "zh": ("没有需要修复的行", "此行错位，按标签读取：{text}"),
        "en": ("No row had to be repaired", "This row stands shifted and was read by its labels: {text}"),
    },
    "level-inferred": {
        "zh": ("没有推断的级别", "一级指标未印出，按分类推断为 {code}"),
        "en": ("No level was inferred", "A first level is not printed; by the taxonomy it is {code}"),
    },
    "row-unread": {
        "zh": ("每一行都已读懂", "此行无法对应到各列：{text}"),
        "en": ("Every row was understood", "This row cannot be assigned to its columns: {text}"),
    },
    "page-cut": {
        "zh": ("跨页的行只有一种接法", "此行跨页相接，也可能本是两行：{text}"),
        "en": (
            "Every row that a page break cut can be joined in one way only",
            "Joined over a page break; it may be two rows: {text}",
        ),
    },
    "residue": {
        "zh": ("没有剩余文字", "{count}个字符既不是值也不是标签：{text}"),
        "en": ("No text is left over", "{count} characters are neither value nor label: {text}"),
    },
    "unreadable-characters": {
        "zh": ("字符都能读懂", "{what}"),
        "en": ("Every character could be read", "{what}"),
    },
    "tracked-changes": {
        "zh": ("没有修订痕迹", "{what}"),
        "en": ("No tracked changes", "{what}"),
    },
    "ledger": {
        "zh": ("来源字符全部有着落", "来源有 {source} 个字符，记入 {counted} 个：这是程序的缺陷"),
        "en": (
            "Every source character is accounted for",
            "The source has {source} characters, {counted} are accounted for: a defect of the program",
        ),
    },
}
"""What each check says when it passes, and when it fails."""

WORDS: dict[str, dict[Language, str]] = {
    "title": {"zh": "标题", "en": "title"},
    "year": {"zh": "年度", "en": "year"},
    "objectives": {"zh": "绩效目标", "en": "objective"},
    "tasks": {"zh": "重点工作任务", "en": "tasks"},
    "indicators": {"zh": "绩效指标", "en": "indicators"},
    "name": {"zh": "名称", "en": "name"},
    "value": {"zh": "指标值", "en": "value"},
    "content": {"zh": "内容", "en": "content"},
    "amount": {"zh": "金额", "en": "amount"},
    "expected_outcome": {"zh": "目标", "en": "outcome"},
    "more": {"zh": "多出", "en": "too much"},
    "less": {"zh": "尚缺", "en": "not listed"},
    "over-hundred": {"zh": "百分比大于 100%", "en": "a percentage over 100"},
    "other-year": {"zh": "年份与标题不同", "en": "another year than the title's"},
    "near": {"zh": "，是否为“{label}”？", "en": "; is it “{label}”?"},
    "nothing": {"zh": "无", "en": "nothing"},
    "the-title": {"zh": "标题“{title}”", "en": "the title “{title}”"},
}
"""Words that sentences are put together from."""


def say_word(word: str, language: Language, **names: object) -> str:
    """Give a word of the program's sentences."""
    return WORDS[word][language].format(**names)


def say_check(code: str, language: Language, *, passed: bool, **names: object) -> str:
    """Give a check's sentence."""
    text = CHECKS[code][language][0 if passed else 1]
    return text.format(**names)


def say_problem(code: str, language: Language, **names: object) -> tuple[str, str]:
    """Give a problem's sentence and its next step."""
    sentence, step = PROBLEMS[code][language]
    return sentence.format(**{"detail": "?", **names}), step


def say_part(code: str, language: Language, **names: object) -> str:
    """Give the words for a flaw of a file."""
    return PARTS.get(code, PARTS["other"])[language].format(code=code, **names)
