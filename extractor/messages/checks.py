"""What the checks of a form say.

Enters: a code, a language and what the sentence names. Leaves: the sentence.
"""

from extractor.messages.language import Language, fill

CHECKS: dict[str, dict[Language, tuple[str, str]]] = {
    "title": {
        "zh": ("标题和年度无误", "{what}"),
        "en": ("The title and its year are as they should be", "{what}"),
    },
    "header-complete": {
        "zh": ("表头齐全", "表头缺少或未填：{what}"),
        "en": ("The head is complete", "Missing or blank in the head: {what}"),
    },
    "funding-complete": {
        "zh": ("资金各项齐全", "资金部分没有印出：{what}"),
        "en": ("All items of the funding are printed", "Not printed in the funding: {what}"),
    },
    "dates-order": {
        "zh": ("开始日期不晚于完成日期", "完成日期 {end} 早于开始日期 {start}"),
        "en": ("The project does not end before it starts", "The project ends on {end}, before its start on {start}"),
    },
    "sections-complete": {
        "zh": ("目标、任务、指标齐全", "缺少：{what}"),
        "en": ("Objective, tasks and indicators are there", "Missing: {what}"),
    },
    "funding-unit": {
        "zh": ("金额单位已标明且一致", "{what}"),
        "en": ("One unit of money is printed", "{what}"),
    },
    "funding-duplicate": {
        "zh": ("资金各项没有重复", "{what}"),
        "en": ("No item of the funding is printed twice", "{what}"),
    },
    "funding-blank": {
        "zh": ("同一划分下各项都已填写或都未填写", "资金部分未填写：{what}"),
        "en": ("Every breakdown is filled in, or blank as a whole", "Left blank in the funding: {what}"),
    },
    "objective-duplicate": {
        "zh": ("没有重复的目标", "目标重复：“{label}”"),
        "en": ("No objective is printed twice", "Printed twice: “{label}”"),
    },
    "funding-balance": {
        "zh": ("各种划分的合计一致", "{a}合计 {a_sum}，{b}合计 {b_sum}，相差 {difference}"),
        "en": ("The breakdowns add up to the same total", "{a} adds up to {a_sum}, {b} to {b_sum}: {difference} apart"),
    },
    "funding-parts": {
        "zh": ("分项不大于总额", "{part}（{part_sum}）大于{total}（{total_sum}）"),
        "en": ("No part exceeds its total", "{part} ({part_sum}) exceeds {total} ({total_sum})"),
    },
    "amount-negative": {
        "zh": ("没有负数金额", "“{label}”的金额是负数：{amount}"),
        "en": ("No amount is negative", "The amount of “{label}” is negative: {amount}"),
    },
    "funding-total": {
        "zh": ("分项之和等于总额", "{group}的分项合计 {sum}，总额印为 {total}"),
        "en": (
            "The parts add up to the printed total",
            "The parts of {group} add up to {sum}, the printed total is {total}",
        ),
    },
    "funding-within": {
        "zh": ("年度资金不超过项目资金总额，执行数不超过预算数", "“{part}” {part_sum} 大于“{total}” {total_sum}"),
        "en": (
            "A year's money stays within the project's, what is spent within the budget",
            "“{part}” {part_sum} exceeds “{total}” {total_sum}",
        ),
    },
    "funding-place": {
        "zh": ("资金各项都能确定属于哪一组", "“{label}”属于哪一组不能确定"),
        "en": ("Every item stands under one breakdown", "“{label}” may belong to either of two breakdowns"),
    },
    "tasks-sum": {
        "zh": ("任务资金合计等于项目支出", "任务资金合计 {sum}，项目支出 {project}，{relation} {difference}"),
        "en": (
            "The tasks add up to 项目支出",
            "The tasks add up to {sum}, 项目支出 is {project}: {difference} {relation}",
        ),
    },
    "task-numbers": {
        "zh": ("任务编号连续", "{what}"),
        "en": ("The tasks are numbered in order", "{what}"),
    },
    "task-complete": {
        "zh": ("每项任务都有名称、内容、金额和目标", "任务{index}缺少：{what}"),
        "en": ("Each task has a name, content, amount and outcome", "Task {index} lacks: {what}"),
    },
    "task-suspect": {
        "zh": ("任务的文字合乎常理", "任务的{what}“{text}”可疑：{why}"),
        "en": ("The texts of the tasks are plausible", "The {what} “{text}” of a task is suspect: {why}"),
    },
    "unreadable-value": {
        "zh": ("印出的数字和日期都能读懂", "“{raw}”读不成数字或日期，未取值"),
        "en": ("Every printed number and date is understood", "“{raw}” is no number or date and was left out"),
    },
    "generic-pattern": {
        "zh": ("表式有专门的模式", "没有这种表式的专门模式，按通用词汇（{pattern}）读取，请逐项核对"),
        "en": (
            "A pattern of its own describes this layout",
            "No pattern describes this layout; it was read by general vocabulary ({pattern}): compare every value",
        ),
    },
    "unknown-label": {
        "zh": ("标签都在模式中", "模式中没有的标签：“{label}”{near}"),
        "en": ("The pattern knows every label", "The pattern does not know the label “{label}”{near}"),
    },
    "level-misplaced": {
        "zh": ("各级指标位置与分类一致", "“{name}”印在“{parent}”下，按分类应属“{expected}”{instead}"),
        "en": (
            "Every level stands where the taxonomy has it",
            "“{name}” stands under “{parent}”; by the taxonomy it belongs under “{expected}”{instead}",
        ),
    },
    "level-missing": {
        "zh": ("模式中的各级指标都已印出", "没有印出的指标级别：{what}"),
        "en": ("All levels of the pattern are printed", "Levels that are not printed: {what}"),
    },
    "leaf-without-level": {
        "zh": ("每个指标都在某一级别下", "“{name}”之上没有印出级别"),
        "en": ("Every indicator stands under a level", "No level is printed above “{name}”"),
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
    "leaf-suspect": {
        "zh": ("指标名称合乎常理", "指标名称“{name}”可疑：{why}"),
        "en": ("The names of the indicators are plausible", "The name “{name}” is suspect: {why}"),
    },
    "target-suspect": {
        "zh": ("指标值合乎常理", "“{name}”的指标值“{value}”可疑：{why}"),
        "en": ("The values are plausible", "The value “{value}” of “{name}” is suspect: {why}"),
    },
    "template-residue": {
        "zh": ("没有未填的模板符号", "“{text}”中留有模板符号"),
        "en": ("No placeholder of a template is left", "A placeholder of the template is left in “{text}”"),
    },
    "converted": {
        "zh": ("经 {what} 转换后读取，文字已与原文件核对；位置指转换结果中的表格和行列", ""),
        "en": (
            "Read from a conversion by {what}, whose text was compared; places name its tables, rows and columns",
            "",
        ),
    },
    "carried-levels": {
        "zh": ("{count}个指标的级别由上一行顺延", ""),
        "en": ("{count:indicator stands|indicators stand} under a level printed in an earlier row", ""),
    },
    "repaired": {
        "zh": ("没有需要修复的行", "此行错位，按标签读取：{text}"),
        "en": ("No row had to be repaired", "This row stands shifted and was read by its labels: {text}"),
    },
    "recognition": {
        "zh": ("图像识别的文字都有把握", "{what}"),
        "en": ("What was recognised in pictures is sure", "{what}"),
    },
    "recognition-sum": {
        "zh": (
            "没有因一个数字误识而不平的合计",
            "合计不平：识别为 {amount}，若是 {meant} 则相符（只差一个数字），请对照图像",
        ),
        "en": (
            "No sum fails by a digit that may be misread",
            "A sum fails: {amount} was recognised, with {meant} it would hold (one digit away); look at the picture",
        ),
    },
    "recognition-operator": {
        "zh": ("没有疑似误识为 2 的“≥”", "“{value}”可能是“{meant}”：“≥”易误识为 2，请对照图像"),
        "en": (
            "No “≥” seems to be read as 2",
            "“{value}” may be “{meant}”, its sign taken for a 2; look at the picture",
        ),
    },
    "label-snapped": {
        "zh": ("没有按词表改正的标签", "标签识别有误，已按词表取为：{what}"),
        "en": (
            "No label had to be put right",
            "A label was recognised with an error and taken for the nearest: {what}",
        ),
    },
    "level-inferred": {
        "zh": ("没有推断的级别", "一级指标未印出，按分类推断为 {code}"),
        "en": ("No level was inferred", "A first level is not printed; by the taxonomy it is {code}"),
    },
    "row-unread": {
        "zh": ("每一行都已读懂", "此行无法对应到各列：{text}"),
        "en": ("Every row was understood", "This row cannot be assigned to its columns: {text}"),
    },
    "many-projects": {
        "zh": (
            "一张表只列一个项目的指标",
            "此表逐行列出多个项目，却按一张表读取，各指标属于哪个项目须对照原表：{text}",
        ),
        "en": (
            "The indicators are those of one project",
            "This table lists several projects and was read as one form; see there whose each indicator is: {text}",
        ),
    },
    "project-doubtful": {
        "zh": ("各项目以名称分开", "项目名称没有变，金额或目标变了，按另一个项目读取，也可能是同一个：{text}"),
        "en": (
            "Projects are told apart by their names",
            "The name stays and the amount or goal changes; read as another project, it may be the same: {text}",
        ),
    },
    "period-unnamed": {
        "zh": ("并排的指标都标明了期间", "指标并排列出，没有标明各属哪个期间：{text}"),
        "en": (
            "Indicators side by side name their periods",
            "Indicators stand side by side, and nothing says for which period: {text}",
        ),
    },
    "levels-lowered": {
        "zh": (
            "一级、二级指标各在自己的表头下",
            "“一级指标”栏下是二级指标，“二级指标”栏下是指标名称，按内容读取：{text}",
        ),
        "en": (
            "First and second levels stand below their own headings",
            "Second levels stand below 一级指标 and names of indicators below 二级指标; read by what they say: {text}",
        ),
    },
    "columns-alike": {
        "zh": ("指标表没有意思相同的两栏", "表头中还有一栏意思相同，按先出现的一栏取值，这一栏原样另存：{text}"),
        "en": (
            "No two columns of the indicators mean the same",
            "Another column before it means the same; that one was taken, this one is kept under its own name: {text}",
        ),
    },
    "line-cells": {
        "zh": ("表格的行是原有的", "每个单元格自成一行，空格和行界已失，按标签分行；请逐项对照原件"),
        "en": (
            "The form's rows are its own",
            "Each cell has a line of its own, blanks and row ends are lost; the labels parted the rows: compare all",
        ),
    },
    "page-cut": {
        "zh": ("跨页的行只有一种接法", "此行跨页相接，也可能本是两行：{text}"),
        "en": (
            "Every row that a page break cut can be joined in one way only",
            "Joined over a page break; it may be two rows: {text}",
        ),
    },
    "page-end": {
        "zh": ("没有文字在页末中断", "此行占满一页，文字在页末中断，后文可能没有印出：{text}"),
        "en": (
            "No text breaks off at a page's end",
            "This row fills its page and its text breaks off there; the rest may not be printed: {text}",
        ),
    },
    "form-end": {
        "zh": ("表到哪里结束可以确定", "表后的内容可能仍属于本表，没有读取：{text}"),
        "en": ("It is certain where the form ends", "What stands below the form may be a part of it, not read: {text}"),
    },
    "wrap-space": {
        "zh": ("换行处有无空格都能确定", "文件在括号外加空格，此处换行，原有空格与否无从判断：{text}"),
        "en": (
            "At every wrap it is known whether a space stood there",
            "The document sets brackets off with spaces; whether one stood at this wrap is not known: {text}",
        ),
    },
    "alignment": {
        "zh": ("没有表格线之处，行列只有一种切法", "表格线没有完全圈定此行，也可能有别的切法：{text}"),
        "en": (
            "Where no lines are drawn, rows and columns can be cut in one way only",
            "Lines do not show where all of this row ends; it may be cut in another way: {text}",
        ),
    },
    "residue": {
        "zh": ("没有剩余文字", "{count}个字符既不是值也不是标签：{text}"),
        "en": ("No text is left over", "{count:character is|characters are} neither value nor label: {text}"),
    },
    "unreadable-characters": {
        "zh": ("字符都能读懂", "{what}"),
        "en": ("Every character could be read", "{what}"),
    },
    "tracked-changes": {
        "zh": ("没有修订痕迹或隐藏内容", "{what}"),
        "en": ("No tracked changes and nothing hidden", "{what}"),
    },
    "ledger": {
        "zh": ("来源字符全部有着落", "来源有 {source} 个字符，记入 {counted} 个：这是程序的缺陷"),
        "en": (
            "Every source character is accounted for",
            "The source has {source:character|characters}, {counted} {counted:~is|are} accounted for: a defect",
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
    "not-found": {"zh": "没有找到{what}", "en": "No {what} was found"},
    "nearly": {
        "zh": "标题印为“{printed}”，是否应为“{declared}”？",
        "en": "The title is printed “{printed}”; is it “{declared}”?",
    },
    "no-unit": {"zh": "没有标明金额单位", "en": "The unit of money is not printed"},
    "units-differ": {"zh": "金额单位不一致：{headings}", "en": "Different units of money are printed: {headings}"},
    "printed-twice": {"zh": "重复：“{label}”", "en": "Printed twice: “{label}”"},
    "items-apart": {
        "zh": "“{label}”的分项与其标题分开",
        "en": "Items stand apart from their heading “{label}”",
    },
    "number-gap": {"zh": "任务编号不连续：{numbers}", "en": "The tasks are not numbered in order: {numbers}"},
    "number-optional": {
        "zh": "任务{number}列在其他需完成的任务中",
        "en": "Task {number} stands among the optional tasks",
    },
    "recognised-amounts": {
        "zh": "数字识别没有把握，请对照图像：{text}",
        "en": "numbers recognised without certainty; compare them with the picture: {text}",
    },
    "recognised-values": {
        "zh": "指标值识别没有把握，请对照图像：{text}",
        "en": "indicator values recognised without certainty; compare them with the picture: {text}",
    },
    "recognised-aligned": {
        "zh": "扫描件中的表格没有框线，行列由文字的对齐推出，请对照图像",
        "en": "the scanned table has no lines; its rows and columns follow from how its texts are aligned; compare them"
        " with the picture",
    },
    "recognised-texts": {
        "zh": "文字中有没有把握的字，请对照图像：{text}",
        "en": "texts with a character recognised without certainty; compare them with the picture: {text}",
    },
    "only-amount": {"zh": "只是一个金额", "en": "it is only an amount"},
    "same-as": {"zh": "与本行的{other}相同", "en": "it is the same as the {other}"},
    "only-number": {"zh": "只是一个数值", "en": "it is only a number or a date"},
    "is-label": {"zh": "是级别或表头的名称", "en": "it is the name of a level or a column"},
    "is-value": {"zh": "与指标值相同", "en": "it is the same as its value"},
    "unit-column": {"zh": "单位栏里不是单位", "en": "what stands in its unit's column is no unit"},
    "no-day": {"zh": "不是日历上的日期", "en": "no day of the calendar"},
    "leading-zero": {"zh": "数字以零开头", "en": "a number that begins with zero"},
    "per-cent": {"zh": "名称不是比率，值却是百分比", "en": "its name is no rate, but it is a percentage"},
    "no-per-cent": {"zh": "名称是比率，值却没有百分号", "en": "its name is a rate, but it has no percent sign"},
    "no-digit": {"zh": "有百分号而没有数字", "en": "a percent sign without a digit"},
    "over-hundred": {"zh": "百分比大于 100%", "en": "a percentage over 100"},
    "other-year": {"zh": "年份与标题不同", "en": "another year than the title's"},
    "meant": {"zh": "，或应为“{label}”", "en": ", or “{label}” is meant"},
    "near": {"zh": "，是否为“{label}”？", "en": "; is it “{label}”?"},
    "nothing": {"zh": "无", "en": "nothing"},
}
"""Words that sentences are put together from."""


def say_check(code: str, language: Language, /, *, passed: bool, **names: object) -> str:
    """Give a check's sentence."""
    text = CHECKS[code][language][0 if passed else 1]
    return fill(text, **names)


def say_word(word: str, language: Language, /, **names: object) -> str:
    """Give a word of the program's sentences."""
    return fill(WORDS[word][language], **names)
