"""What a person is told: every sentence of the program, in Chinese and in English, by a stable code.

Enters: a code, a language and what the sentence names. Leaves: the sentence.
"""

import re
from typing import Literal

Language = Literal["zh", "en"]

STEERING = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Control characters, and those that change the direction of writing."""

PROBLEMS: dict[str, dict[Language, tuple[str, str]]] = {
    "needs_password": {
        "zh": ("文件有密码保护，无法读取。", "请去除密码后另存，再提取一次。"),
        "en": ("The file is protected by a password.", "Save a copy without the password and extract that."),
    },
    "empty": {
        "zh": ("文件是空的。", "请向报送单位索取有内容的文件。"),
        "en": ("The file is empty.", "Ask the sender for a file with content."),
    },
    "corrupt": {
        "zh": ("文件已损坏或不完整，无法打开。", "请向报送单位索取完好的文件。"),
        "en": ("The file is damaged or incomplete and cannot be opened.", "Ask the sender for an intact file."),
    },
    "unsupported": {
        "zh": ("不支持这种文件（{detail}）。", "请另存为 XLSX、DOCX、PDF 或纯文本后再提取。"),
        "en": (
            "This kind of file is not supported ({detail}).",
            "Save it as XLSX, DOCX, PDF or plain text and extract that.",
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
    "timeout": {
        "zh": (
            "读取超过时限（{detail}），已停止。",
            "请单独查看此文件；确属正常文件时，可放宽 --silence 或 --timeout 后用 --retry 重读。",
        ),
        "en": (
            "Reading took too long ({detail}) and was ended.",
            "Look at the file; if it is sound, allow more with --silence or --timeout and run again with --retry.",
        ),
    },
    "memory": {
        "zh": (
            "读取时占用内存过多（{detail}），已停止。",
            "请单独查看此文件；确属正常文件时，可放宽 --memory 后用 --retry 重读。",
        ),
        "en": (
            "Reading took too much memory ({detail}) and was ended.",
            "Look at the file; if it is sound, allow more with --memory and run again with --retry.",
        ),
    },
    "crash": {
        "zh": ("读取此文件时工作进程崩溃（{detail}）；其他文件不受影响。", "请单独查看此文件，并将其报告给开发者。"),
        "en": (
            "The process that read this file crashed ({detail}); no other file was affected.",
            "Look at the file and report it to the developers.",
        ),
    },
    "link": {
        "zh": ("这是符号链接，没有读取。", "如需要，请直接指定它所指向的文件。"),
        "en": ("This is a symbolic link and was not followed.", "If you want it, name the file it points to."),
    },
    "special": {
        "zh": ("这不是普通文件（管道、套接字或设备），没有读取。", "请将其移出文件夹。"),
        "en": ("This is no ordinary file but a pipe, a socket or a device.", "Move it out of the folder."),
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
    "defect": {
        "zh": ("程序在读取此文件时出错（{detail}）。", "请将此文件和这条信息报告给开发者。"),
        "en": ("The program failed on this file ({detail}).", "Report the file and this message to the developers."),
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
    "form-unclaimed": {
        "zh": "第{page}页有一张表像绩效目标表，但没有模式认领",
        "en": "a table on page {page} looks like a form, but no pattern claims it",
    },
    "form-unclaimed-unpaged": {
        "zh": "有一张表像绩效目标表，但没有模式认领",
        "en": "a table looks like a form, but no pattern claims it",
    },
    "page-damaged": {"zh": "第{page}页的内容损坏，文字不全", "en": "page {page} is damaged and lacks text"},
    "content-damaged": {"zh": "有的页面内容损坏，文字不全", "en": "some page is damaged and lacks text"},
    "page-empty": {
        "zh": "第{page}页有文字，但一个字也读不出",
        "en": "page {page} draws text, but none of it can be read",
    },
    "pages-missing": {
        "zh": "读到{detail}页，而文件中数出{count}页",
        "en": "{detail} pages were read, but {count} are found in the file",
    },
    "font-damaged": {
        "zh": "有的字体数据损坏，可能缺字",
        "en": "the data of a font is damaged, so that characters may be missing",
    },
    "structure-damaged": {
        "zh": "文件的对象数据损坏，可能缺少内容",
        "en": "the data of the file's objects is damaged, so that content may be missing",
    },
    "objects-missing": {
        "zh": "文件目录中有{count}个对象找不到，可能缺少内容",
        "en": "{count} objects are not where the file's index says, so that content may be missing",
    },
    "malformed": {
        "zh": "文件的对象描述有{count}处不合语法，个别字可能有误",
        "en": "{count} words of the file's objects are malformed, so that single characters may be wrong",
    },
    "rebuilt": {
        "zh": "文件目录有误，已通过搜索对象重建",
        "en": "the file's index is wrong; its objects were found by searching",
    },
    "truncated": {"zh": "文件末尾缺失", "en": "the file's end is missing"},
    "no-unicode": {
        "zh": "第{page}页有{count}个字符没有编码",
        "en": "page {page} has {count} characters without a code",
    },
    "text-garbled": {
        "zh": "第{page}页的文字是乱码（{count}个字符），字体没有说明字符的含义，需要文字识别",
        "en": "the text of page {page} is garbled ({count} characters): its fonts do not tell what they mean; "
        "it needs text recognition",
    },
    "recognised-text": {
        "zh": "第{page}页的文字（{count}个字符）是图像上的识别结果，可能有误",
        "en": "the text of page {page} ({count} characters) was recognised from a picture and may be wrong",
    },
    "hidden-text": {
        "zh": "第{page}页有{count}个看不见的字符，未作为表的内容",
        "en": "page {page} has {count} characters that nobody sees; they were not read as part of a form",
    },
    "undecodable": {"zh": "{count}个字节无法解码", "en": "{count} bytes cannot be decoded"},
    "pages-side-by-side": {
        "zh": "第{page}页起的{count}页是一张横向分页打印的表，已左右相接",
        "en": "the {count} pages from page {page} on are one sheet printed side by side, and were put together",
    },
    "tracked-changes": {"zh": "有{count}处修订，已按接受修订读取", "en": "{count} tracked changes, read as accepted"},
    "formula-without-result": {
        "zh": "{count}个公式没有存下结果，未取值：{detail}",
        "en": "formulas without a stored result, left out ({count}): {detail}",
    },
    "sheet-unreadable": {"zh": "工作表无法读取：{detail}", "en": "sheets that cannot be read: {detail}"},
    "cell-unreadable": {
        "zh": "{count}个单元格无法读取：{detail}",
        "en": "cells that cannot be read ({count}): {detail}",
    },
    "drawing-text": {
        "zh": "图形中有{count}个字符没有读取：{detail}",
        "en": "text in drawings, not read ({count} characters): {detail}",
    },
    "hidden-sheet": {"zh": "隐藏的工作表也已读取：{detail}", "en": "hidden sheets, read as well: {detail}"},
    "hidden-rows": {"zh": "{count}个隐藏的行也已读取：{detail}", "en": "hidden rows, read as well ({count}): {detail}"},
    "hidden-columns": {
        "zh": "{count}个隐藏的列也已读取：{detail}",
        "en": "hidden columns, read as well ({count}): {detail}",
    },
    "hidden-number": {
        "zh": "{count}个单元格的格式不显示内容，已按存储的数读取：{detail}",
        "en": "numbers that their format does not show, read as stored ({count}): {detail}",
    },
    "scaled-number": {
        "zh": "{count}个单元格显示的数与存储的数不同：{detail}",
        "en": "numbers shown otherwise than they are stored ({count}): {detail}",
    },
    "covered-cell": {
        "zh": "合并单元格下还有{count}处文字，已一并读取：{detail}",
        "en": "texts below merged cells, read as part of them ({count}): {detail}",
    },
    "hidden-markup": {"zh": "有{count}个隐藏的字符没有读取", "en": "{count} hidden characters, not read"},
    "text-lost": {"zh": "网页中有{count}个字符没有读到", "en": "{count} characters of the page were not reached"},
    "frame": {"zh": "有{count}个内嵌网页没有读取", "en": "{count} pages within the page, not read"},
    "span-cut": {"zh": "{count}个合并单元格的跨度过大，已截短", "en": "{count} merged cells span too far and were cut"},
    "columns-differ": {
        "zh": "{count}行的单元格比其他行多，可能是未加引号的逗号所致",
        "en": "{count} rows have more cells than the others, perhaps by a comma without quotes",
    },
    "named-otherwise": {
        "zh": "文件名与内容不符，已按内容（{detail}）读取",
        "en": "the file's name does not fit its content, which was read as {detail}",
    },
    "other": {"zh": "{code}（{count}处）", "en": "{code} ({count})"},
}
"""Flaws of a file."""

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
    "alignment": {
        "zh": ("没有表格线之处，行列只有一种切法", "此行没有表格线，也可能有别的切法：{text}"),
        "en": (
            "Where no lines are drawn, rows and columns can be cut in one way only",
            "No lines are drawn around this row, and it may be cut in another way: {text}",
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
        "zh": ("没有修订痕迹或隐藏内容", "{what}"),
        "en": ("No tracked changes and nothing hidden", "{what}"),
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
    "only-amount": {"zh": "只是一个金额", "en": "it is only an amount"},
    "same-as": {"zh": "与本行的{other}相同", "en": "it is the same as the {other}"},
    "only-number": {"zh": "只是一个数值", "en": "it is only a number or a date"},
    "is-label": {"zh": "是级别或表头的名称", "en": "it is the name of a level or a column"},
    "is-value": {"zh": "与指标值相同", "en": "it is the same as its value"},
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
    "the-title": {"zh": "标题“{title}”", "en": "the title “{title}”"},
}
"""Words that sentences are put together from."""


LINES: dict[str, dict[Language, str]] = {
    "status-ok": {"zh": "通过", "en": "ok"},
    "status-review": {"zh": "需要核对", "en": "to review"},
    "status-partial": {"zh": "部分未能读取", "en": "read in part"},
    "status-no_form": {"zh": "没有找到表", "en": "no form found"},
    "status-error": {"zh": "未能读取", "en": "not read"},
    "severity-error": {"zh": "错误", "en": "error"},
    "severity-warning": {"zh": "警告", "en": "warning"},
    "severity-info": {"zh": "提示", "en": "note"},
    "page": {"zh": "第{first}页", "en": "page {first}"},
    "pages": {"zh": "第{first}–{last}页", "en": "pages {first}–{last}"},
    "page-count": {"zh": "共{count}页", "en": "{count} pages"},
    "form-number": {"zh": "第{number}张表，共{count}张", "en": "form {number} of {count}"},
    "funding": {"zh": "资金", "en": "Funding"},
    "objectives": {"zh": "目标", "en": "Objective"},
    "tasks": {"zh": "任务", "en": "Tasks"},
    "other-tasks": {"zh": "其他需完成的任务", "en": "Optional tasks"},
    "indicators": {"zh": "指标", "en": "Indicators"},
    "checks": {"zh": "核对", "en": "Checks"},
    "source": {"zh": "来源", "en": "Source"},
    "sum": {"zh": "合计", "en": "sum"},
    "none": {"zh": "无", "en": "none"},
    "sum-is-project": {"zh": "合计，等于项目支出", "en": "sum, the same as 项目支出"},
    "sum-beside-project": {
        "zh": "合计；项目支出 {project}，相差 {difference}",
        "en": "sum; 项目支出 is {project}, {difference} apart",
    },
    "target-text": {"zh": "文字", "en": "text"},
    "target-blank": {"zh": "空", "en": "blank"},
    "passed": {"zh": "{count} 项通过", "en": "{count} passed"},
    "skipped": {"zh": "{count} 项不适用", "en": "{count} do not apply"},
    "residue": {"zh": "剩余文字", "en": "left over"},
    "ledger": {"zh": "字符", "en": "characters"},
    "ledger-counts": {
        "zh": "来源 {source} = 值 {values} + 标签 {labels} + 重复 {repeated} + 剩余 {residue}",
        "en": "source {source} = values {values} + labels {labels} + repeated {repeated} + left over {residue}",
    },
    "extracted": {"zh": "已写入 {path}（{statuses}）", "en": "wrote {path} ({statuses})"},
    "batch-line": {
        "zh": "{done}/{total}  每秒 {rate} 个  约剩 {left}  {counts}",
        "en": "{done}/{total}  {rate}/s  {left} left  {counts}",
    },
    "batch-done": {
        "zh": "共 {files} 个文件，本次读取 {read} 个，用时 {time}，每秒 {rate} 个",
        "en": "{files} files, {read} read in this run, in {time}, {rate} a second",
    },
    "batch-forms": {"zh": "张绩效目标表", "en": "forms"},
    "batch-duplicates": {"zh": "个与前面的文件内容相同", "en": "the same as a file before them"},
    "batch-worst": {"zh": "请先看这些：", "en": "Look at these first:"},
    "batch-failed-checks": {"zh": "{count} 项核对未通过", "en": "{count} checks failed"},
    "batch-written": {"zh": "每个文件的结果见 {path}", "en": "what became of each file: {path}"},
    "batch-interrupted": {
        "zh": "已中断。已完成的都已保存；再次运行同一命令即可继续。",
        "en": "Interrupted. What is done is kept; run the same command again to go on.",
    },
    "batch-in-use": {
        "zh": "{path}：另一个批处理（进程 {owner}）正在写入此文件夹。请等它结束，或另选输出文件夹。",
        "en": "{path}: another batch (process {owner}) is writing there. Wait for it, or choose another folder.",
    },
    "batch-unwritten": {
        "zh": "{path}：无法写入（{detail}）。已完成的都已保存；腾出空间后再次运行同一命令即可继续。",
        "en": "{path}: cannot be written ({detail}). What is done is kept; make room and run the same command again.",
    },
    "batch-no-cluster": {"zh": "无法使用集群（{detail}）。", "en": "The cluster cannot be used ({detail})."},
    "batch-no-workers": {
        "zh": "无法启动工作进程（{detail}）。请检查内存，或减少 --jobs。",
        "en": "Worker processes cannot be started ({detail}). Look at the memory, or give fewer --jobs.",
    },
    "working": {"zh": "提取", "en": "Extracting"},
    "interrupted": {"zh": "已中断。", "en": "Interrupted."},
    "cannot-write": {"zh": "无法写入 {path}：{detail}", "en": "Cannot write {path}: {detail}"},
    "inspect-rows": {"zh": "{count}行，{cells}格", "en": "{count} rows, {cells} cells"},
    "inspect-form": {"zh": "第{number}段：{title}", "en": "Region {number}: {title}"},
    "inspect-no-title": {"zh": "（没有模式中的标题）", "en": "(no title of a pattern)"},
    "inspect-claims": {"zh": "认领", "en": "claims it"},
    "inspect-refuses": {"zh": "不认领，缺少：{missing}", "en": "does not; missing: {missing}"},
    "inspect-required": {"zh": "必需的已印出：{found}", "en": "required and printed: {found}"},
    "inspect-printed": {
        "zh": "{count} 个标签中印出 {found} 个；没有印出：{missing}",
        "en": "{found} of {count} labels are printed; not printed: {missing}",
    },
    "inspect-read-as": {
        "zh": "没有模式认领；以下按 {pattern} 试读",
        "en": "No pattern claims it; read as {pattern} would",
    },
    "inspect-outside": {"zh": "表以外的行", "en": "Rows outside of any form"},
    "inspect-flaws": {"zh": "读取时：{flaws}", "en": "While reading: {flaws}"},
    "inspect-kind-repeated": {"zh": "换页重印", "en": "printed again by a page break"},
    "inspect-kind-furniture": {"zh": "页眉页脚", "en": "page furniture"},
    "inspect-kind-outside": {"zh": "不属于此表", "en": "outside of the form"},
    "inspect-joined": {"zh": "跨页相接 {pages}", "en": "joined over a page break {pages}"},
    "inspect-doubtful": {"zh": "也可能是两行", "en": "may be two rows"},
    "inspect-findings": {"zh": "读取中的判断", "en": "Decided while reading"},
    "image-no-page": {
        "zh": "{format} 文件没有可画的页面；图像只能由 PDF 画出。",
        "en": "A {format} file has no page to draw: pictures are drawn of PDFs only.",
    },
    "image-no-such-page": {
        "zh": "没有第{number}页：文件共{count}页。",
        "en": "There is no page {number}: the file has {count}.",
    },
    "image-written": {"zh": "已写入 {path}", "en": "wrote {path}"},
    "image-page": {"zh": "第{number}页", "en": "page {number}"},
    "image-more": {"zh": "……还有 {count} 个", "en": "... and {count} more"},
    "image-ruling": {"zh": "框线", "en": "ruling as drawn"},
    "image-cell": {"zh": "单元格", "en": "cell"},
    "image-value": {"zh": "值", "en": "value"},
    "image-label": {"zh": "标签", "en": "label"},
    "image-repeated": {"zh": "换页重印", "en": "printed again by a page break"},
    "image-residue": {"zh": "剩余文字", "en": "residue"},
    "image-furniture": {"zh": "页眉页脚", "en": "page furniture"},
    "image-outside": {"zh": "表以外", "en": "outside of any form"},
    "pattern-ok": {"zh": "{path}：可用（{count} 个标签）", "en": "{path}: ok ({count} labels)"},
    "draft-written": {
        "zh": "已写入 {path}：待定 {count} 处，见以一个 # 开头的行",
        "en": "wrote {path}: to be decided {count}, in the lines with one #",
    },
    "draft-claimed": {
        "zh": "{path}：{pattern} 已能读这张表，不需要新模式（另有表时用 --region 指定）",
        "en": "{path}: {pattern} reads this form already, no pattern is needed (--region chooses another form)",
    },
    "draft-no-region": {
        "zh": "{path}：没有这一段，文件里共 {count} 段（jixiao inspect 可查看）",
        "en": "{path}: no such region; the file has {count} (jixiao inspect shows them)",
    },
    "pattern-none": {"zh": "{path}：没有 .toml 文件", "en": "{path}: no .toml file there"},
    "golden-differs": {
        "zh": "{name}：与标准不同，{count}处",
        "en": "{name}: differs from its golden, fields: {count}",
    },
    "golden-no-golden": {
        "zh": "{name}：没有标准文件；核对后用 jixiao golden write 写入",
        "en": "{name}: has no golden; write it with jixiao golden write and read it against the source",
    },
    "golden-no-sample": {"zh": "{name}：没有对应的样本", "en": "{name}: has no sample"},
    "golden-no-form": {"zh": "{name}：没有模式认领此文件", "en": "{name}: no pattern claims this document"},
    "golden-damaged": {
        "zh": "{name}：标准文件不是有效的 JSON（{detail}）",
        "en": "{name}: is no valid JSON ({detail})",
    },
    "golden-expected": {"zh": "应为", "en": "expected"},
    "golden-found": {"zh": "实为", "en": "found"},
    "golden-nothing": {"zh": "（没有）", "en": "(nothing)"},
    "golden-more": {"zh": "……还有 {count} 处", "en": "… and {count} more"},
    "golden-checked": {"zh": "样本 {count} 个，有问题 {bad} 个", "en": "samples: {count}, with a problem: {bad}"},
    "golden-empty": {"zh": "{path}：没有样本", "en": "{path}: no sample there"},
    "golden-written": {"zh": "已写入 {path}（{status}）", "en": "wrote {path} ({status})"},
    "golden-refused": {
        "zh": "{path}：已存在且不同，没有覆盖（--force 可覆盖）",
        "en": "{path}: is there already and differs; not overwritten (--force does)",
    },
    "golden-kept": {"zh": "{count} 个已是最新", "en": "{count} are as they should be"},
}
"""What the command and its summary say."""

HEADER: dict[str, dict[Language, str]] = {
    "unit_name": {"zh": "预算单位", "en": "unit"},
    "department_name": {"zh": "主管部门", "en": "department"},
    "implementing_unit": {"zh": "实施单位", "en": "implementing unit"},
    "project_name": {"zh": "项目名称", "en": "project"},
    "project_code": {"zh": "项目代码", "en": "project code"},
    "project_nature": {"zh": "项目性质", "en": "nature"},
    "project_category": {"zh": "项目类别", "en": "category"},
    "contact": {"zh": "联系人", "en": "contact"},
    "phone": {"zh": "联系电话", "en": "telephone"},
    "start_date": {"zh": "开始日期", "en": "start"},
    "end_date": {"zh": "完成日期", "en": "end"},
    "staff_active": {"zh": "在职人数", "en": "staff in post"},
    "staff_retired": {"zh": "离退休人数", "en": "retired staff"},
    "staff_total": {"zh": "财政供养人员数", "en": "staff"},
    "subordinate_units": {"zh": "下属二级单位数", "en": "units below it"},
}
"""The fields of a form's head, as the summary calls them."""

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
        "en": "an equals sign is missing behind the key, as in “key = value”: {printed}",
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


def say_word(word: str, language: Language, /, **names: object) -> str:
    """Give a word of the program's sentences."""
    return WORDS[word][language].format(**names)


def say_check(code: str, language: Language, /, *, passed: bool, **names: object) -> str:
    """Give a check's sentence."""
    text = CHECKS[code][language][0 if passed else 1]
    return text.format(**names)


def say_problem(code: str, language: Language, /, **names: object) -> tuple[str, str]:
    """Give a problem's sentence and its next step."""
    sentence, step = PROBLEMS[code][language]
    return sentence.format(**{"detail": "?", **names}), step


def say_part(code: str, language: Language, /, **names: object) -> str:
    """Give the words for a flaw of a file."""
    unpaged = f"{code}-unpaged"
    if names.get("page") is None and unpaged in PARTS:
        code = unpaged
    return PARTS.get(code, PARTS["other"])[language].format(code=code, **names)


def say_line(code: str, language: Language, **names: object) -> str:
    """Give a line of the command or its summary."""
    return LINES[code][language].format(**names)


def say_field(code: str, language: Language) -> str:
    """Give what the summary calls a field of a form's head."""
    return HEADER[code][language] if code in HEADER else code


def say_mistake(code: str, language: Language, /, *, path: str, key: str, line: int | None, **names: object) -> str:
    """Give what is wrong with a pattern file: file, key, sentence, and the line where it is known."""
    near = names.get("near")
    said = {**names, "near": NEAR[language].format(near=near) if near else ""}
    where = "" if line is None else {"zh": f"（第{line}行）", "en": f" (line {line})"}[language]
    return ": ".join(filter(None, (path, key, MISTAKES[code][language].format(**said) + where)))


def say_draft(code: str, language: Language, /, **names: object) -> str:
    """Give a remark of a drafted pattern, on one line or several."""
    return DRAFTS[code][language].format(**names)


def make_printable(text: str) -> str:
    """Give a file's text for one line of a terminal.

    What would steer the terminal, or turn the direction of its writing, becomes U+FFFD; a line break becomes a space.
    """
    return STEERING.sub("\ufffd", text.replace("\n", " ").replace("\t", " "))
