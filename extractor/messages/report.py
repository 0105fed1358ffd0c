"""What the report says.

Enters: a code, a language and what the sentence names. Leaves: the sentence.
"""

from extractor.messages.language import Language, fill, say_system
from extractor.messages.report_years import YEARS

REPORT: dict[str, dict[Language, str]] = {
    # The page
    "page-title": {"zh": "绩效目标表：初步汇总", "en": "Performance-target forms: a first look"},
    "page-made": {
        "zh": "由 jixiao {version} 根据 {path} 生成。金额保持原文数字和单位，不换算；万元与元分开汇总。",
        "en": "Made by jixiao {version} from {path}. Amounts keep their printed digits and units; 万元 and 元 stand "
        "apart.",
    },
    "page-links": {
        "zh": "图中每一条、表中带下划线之处都可点开其明细；明细中的位置可点开原件中的该处。",
        "en": "Each bar, and each underlined word, leads to its rows; the place in a row leads to where the source "
        "prints it.",
    },
    "page-places": {
        "zh": "图中每一条、表中带下划线之处都可点开其明细；明细写明在原件中的位置。先运行 jixiao review，再生成本"
        "页，位置即可点开原件。",
        "en": "Each bar, and each underlined word, leads to its rows, which say where the source prints each "
        "value. Run "
        "jixiao review before the report, and the places become links.",
    },
    "contents": {"zh": "目录", "en": "Contents"},
    "back": {"zh": "收起", "en": "close"},
    "rows": {"zh": "明细", "en": "Rows"},
    "nothing": {
        "zh": "没有提取到任何表。请看下面每个输入的结果和下一步。",
        "en": "No form was extracted. See below what became of each input, and the next step.",
    },
    "left-out": {
        "zh": "另有 {count} 行未列出；全部各行用 jixiao export 导出。",
        "en": "{count:more row is|more rows are} not listed; jixiao export writes all of them.",
    },
    "corrected-from": {"zh": "已更正，原提取为 {before}", "en": "corrected; {before} was extracted"},
    "at-page": {"zh": "第{page}页", "en": "page {page}"},
    "at-cell": {"zh": "工作表 {sheet} 单元格 {cell}", "en": "sheet {sheet}, cell {cell}"},
    "at-column": {"zh": "表{table} 第{row}行 第{column}列", "en": "table {table}, row {row}, column {column}"},
    "at-line": {"zh": "第{line}行", "en": "line {line}"},
    "doubtful-form": {"zh": "有疑点，先核对", "en": "doubtful: look at it first"},
    "no-unit": {"zh": "未印单位", "en": "no unit printed"},
    "no-year": {"zh": "未印年度", "en": "no year printed"},
    "no-level": {"zh": "（无级别）", "en": "(no level)"},
    "no-level-below": {"zh": "（无二级指标）", "en": "(no second level)"},
    "not-printed": {"zh": "未印", "en": "not printed"},
    "absent": {"zh": "（未列）", "en": "(not listed)"},
    "units-differ": {"zh": "单位不同，不比较", "en": "units differ: not compared"},
    "count-of": {"zh": "{name}：{count}", "en": "{name}: {count}"},
    # Columns
    "column-file": {"zh": "文件", "en": "File"},
    "column-whose": {"zh": "单位（项目）", "en": "Unit (project)"},
    "column-year": {"zh": "年度", "en": "Year"},
    "column-what": {"zh": "项目", "en": "What"},
    "column-value": {"zh": "值", "en": "Value"},
    "column-place": {"zh": "原件位置", "en": "Place in the source"},
    "column-status": {"zh": "结果", "en": "Status"},
    "column-inputs": {"zh": "输入", "en": "Inputs"},
    "column-forms": {"zh": "表", "en": "Forms"},
    "column-meaning": {"zh": "含义", "en": "Meaning"},
    "column-code": {"zh": "代码", "en": "Code"},
    "column-happened": {"zh": "发生了什么", "en": "What happened"},
    "column-next-step": {"zh": "下一步", "en": "Next step"},
    "column-title": {"zh": "标题", "en": "Title"},
    "column-kind": {"zh": "种类", "en": "Kind"},
    "column-unit": {"zh": "金额单位", "en": "Unit of money"},
    "column-pattern": {"zh": "模式", "en": "Pattern"},
    "column-counted": {"zh": "已计入的文件", "en": "Counted with"},
    "column-group": {"zh": "分组", "en": "Breakdown"},
    "column-item": {"zh": "项目", "en": "Item"},
    "column-amount": {"zh": "金额（{unit}）", "en": "Amount ({unit})"},
    "column-share-of-group": {"zh": "占本组", "en": "Share of its breakdown"},
    "column-filled": {"zh": "已填的表", "en": "Filled in"},
    "column-doubtful": {"zh": "其中有疑点", "en": "Of these doubtful"},
    "column-blank": {"zh": "未填", "en": "Blank"},
    "column-twice": {"zh": "重复印出，未计", "en": "Printed twice, not added"},
    "column-project": {"zh": "项目支出", "en": "项目支出"},
    "column-tasks": {"zh": "任务数", "en": "Tasks"},
    "column-listed": {"zh": "任务合计", "en": "Sum of tasks"},
    "column-listed-share": {"zh": "占项目支出", "en": "Share of 项目支出"},
    "column-rest": {"zh": "未列入任务", "en": "Not listed"},
    "column-no-amount": {"zh": "无金额的任务", "en": "Tasks without amount"},
    "column-task": {"zh": "任务", "en": "Task"},
    "column-share-of-project": {"zh": "占项目支出", "en": "Share of 项目支出"},
    "column-level-1": {"zh": "一级指标", "en": "First level"},
    "column-level-2": {"zh": "二级指标", "en": "Second level"},
    "column-indicators": {"zh": "指标数", "en": "Indicators"},
    "column-blank-levels": {"zh": "有级别而无指标", "en": "Level without indicator"},
    "column-unmeasured": {"zh": "无法衡量的占比", "en": "Cannot be measured"},
    "column-severity": {"zh": "程度", "en": "Severity"},
    "column-check": {"zh": "应当成立而没有成立", "en": "What should hold and does not"},
    "column-findings": {"zh": "处", "en": "Findings"},
    "column-where": {"zh": "在表的哪一部分", "en": "In which part"},
    "column-worst": {"zh": "最先要看的一条", "en": "Worst finding"},
    "column-pointer": {"zh": "字段", "en": "Field"},
    "column-extracted": {"zh": "提取的值", "en": "As extracted"},
    "column-corrected": {"zh": "更正为", "en": "Corrected to"},
    "column-became": {"zh": "结果", "en": "What became of it"},
    "column-name": {"zh": "单位名称", "en": "Unit"},
    "column-similar": {"zh": "相近的单位名称", "en": "Similar name"},
    "column-score": {"zh": "相似度", "en": "Similarity"},
    "column-indicator": {"zh": "指标", "en": "Indicator"},
    "column-earlier": {"zh": "较早年度", "en": "Earlier"},
    "column-later": {"zh": "较晚年度", "en": "Later"},
    "column-change": {"zh": "变化", "en": "Change"},
    "column-link": {"zh": "如何对应", "en": "How linked"},
    "column-budget": {"zh": "全年预算数", "en": "Budget of the year"},
    "column-executed": {"zh": "全年执行数", "en": "Spent"},
    "column-executed-share": {"zh": "执行率", "en": "Spent share"},
    "column-weights": {"zh": "权重合计", "en": "Sum of weights"},
    "column-scores": {"zh": "得分合计", "en": "Sum of scores"},
    "column-reached": {"zh": "填了完成值的指标", "en": "Indicators with an actual value"},
    "axis-inputs": {"zh": "输入（个）", "en": "inputs"},
    "axis-forms": {"zh": "表（张）", "en": "forms"},
    "axis-indicators": {"zh": "指标（个）", "en": "indicators"},
    # What came in
    "outcomes": {"zh": "收到什么，结果如何", "en": "What came in, and what became of it"},
    "outcomes-counts": {
        "zh": "输入 {inputs} 个，其中内容不同的 {contents} 个，内容完全相同的重复件 {duplicates} 个（只计一次）。找到"
        "表 {forms} 张；"
        "其中 {again} 张与另一文件中的表逐字相同，不重复计入，以下按 {distinct} 张汇总。",
        "en": "Inputs: {inputs}; different contents: {contents}; duplicates of the same content: {duplicates} (counted "
        "once). Forms found: {forms}; {again} of them {again:~says|say} the same, word for word, as a form in another "
        "file and {again:~is|are} not counted again. What follows counts {distinct}.",
    },
    "outcomes-gist": {
        "zh": "输入 {inputs}，表 {forms}，未能读取 {failed}",
        "en": "inputs {inputs}, forms {forms}, not read {failed}",
    },
    "tasks-gist": {
        "zh": "{forms} 张表中，{short} 张没有列全项目支出，{over} 张多于项目支出",
        "en": "of {forms:form|forms}, {short} {short:~lists|list} less than 项目支出, {over} more",
    },
    "tree-gist": {"zh": "{count} 个指标", "en": "{count:indicator|indicators}"},
    "targets-gist": {"zh": "{share} 无法衡量", "en": "{share} cannot be measured"},
    "figure-statuses": {"zh": "各种结果的输入数", "en": "Inputs by what became of them"},
    "status-ok": {"zh": "通过", "en": "ok"},
    "status-review": {"zh": "需要核对", "en": "to review"},
    "status-partial": {"zh": "部分未能读取", "en": "read in part"},
    "status-no_form": {"zh": "没有找到表", "en": "no form found"},
    "status-error": {"zh": "未能读取", "en": "not read"},
    "status-duplicate": {"zh": "重复件", "en": "duplicate"},
    "status-ok-means": {"zh": "找到表，各项核对都成立", "en": "A form was found, and every check passed"},
    "status-review-means": {"zh": "至少有一项核对不成立，请看疑点", "en": "At least one check failed: see below"},
    "status-partial-means": {
        "zh": "某页或某部分未能读取，其余已读",
        "en": "A page or a part could not be read; the rest was",
    },
    "status-no_form-means": {"zh": "文件中没有模式认得的表", "en": "No pattern knows a form in it"},
    "status-error-means": {
        "zh": "文件未能读取，见原因和下一步",
        "en": "The file could not be read: see why, and the next step",
    },
    "status-duplicate-means": {
        "zh": "内容与较早的输入完全相同，只计一次",
        "en": "The same content as an earlier input; counted once",
    },
    "same-content": {"zh": "内容与 {path} 相同", "en": "The same content as {path}"},
    "figure-kinds": {"zh": "各种类、年度、金额单位的表数", "en": "Forms by kind, year and unit of money"},
    "kind-department": {"zh": "部门整体支出", "en": "department"},
    "kind-project": {"zh": "项目支出表", "en": "project"},
    "kind-evaluation": {"zh": "绩效自评", "en": "self-evaluation"},
    "figure-repeated": {"zh": "与另一文件中的表逐字相同", "en": "Forms that say the same as one in another file"},
    "repeated-note": {
        "zh": "比较时不计空格和换行。内容有任何不同的表都分别计入。",
        "en": "White space apart. Forms that differ in anything else count each.",
    },
    # Funding
    "funding": {"zh": "资金：按类型、来源和级次", "en": "Funding by type, source and level"},
    "funding-how": {
        "zh": "种类、年度、金额单位都相同的表才相加，金额不换算。主管部门的表若已含下属单位，相加即有重复，请按名单判"
        "断。占比按本组各项之和计算，四舍五入到 0.1%。一张表把同一项印了几次时，该项不计入合计，另列。“有疑点”指该表"
        "有核对不成立（错误或警告）。",
        "en": "Only forms of one kind, year and unit of money are added up; nothing is rescaled. Where a "
        "department's form contains its units already, the sum counts them twice: the rows say whose forms they are. "
        "A share is that of the sum of its breakdown, rounded to 0.1%. An item that a form prints several times is "
        "listed, not added. A form is doubtful where a check fails as an error or a warning.",
    },
    "funding-none": {"zh": "没有一张表印有资金。", "en": "No form prints any funding."},
    "funding-without": {
        "zh": "有 {count} 张表没有填写任何金额：{names}",
        "en": "Forms without any amount: {count} ({names})",
    },
    "other-items": {"zh": "其余 {count} 项", "en": "{count:other item|other items}"},
    "item-in": {"zh": "{group}：{label}", "en": "{group}: {label}"},
    "item-of": {"zh": "{group}：{label}（{unit}）", "en": "{group}: {label} ({unit})"},
    "year-in": {"zh": "{year}（{unit}）", "en": "{year} ({unit})"},
    "figure-funding": {"zh": "资金构成：{kind}", "en": "Funding: {kind}"},
    "negative-note": {"zh": "合计为负的项不画出。", "en": "Items whose sum is negative are not drawn."},
    "undrawn-note": {"zh": "只画前 {count} 组。", "en": "Only the first {count} are drawn."},
    # Tasks
    "tasks": {"zh": "任务占项目支出的比重", "en": "Tasks by their share of 项目支出"},
    "tasks-none": {"zh": "没有一张表印有年度重点工作任务。", "en": "No form prints tasks."},
    "tasks-how": {
        "zh": "任务（含其他需完成的任务）的金额之和与按支出类型划分的“项目支出”相比；差额是未列入任务的部分，用虚线框"
        "画出。"
        "项目支出未填、未印或重复印出时不计算。",
        "en": "The sum of the tasks' amounts (optional ones among them) beside 项目支出 of the breakdown by type; "
        "what no task "
        "lists is drawn with a dashed edge. Where 项目支出 is blank, not printed or printed twice, nothing is "
        "computed.",
    },
    "tasks-chosen": {
        "zh": "下面逐一画出项目支出最大的 {count} 张（共 {all} 张）。",
        "en": "The forms with the largest 项目支出 are drawn one by one: {count} of {all}.",
    },
    "figure-listed": {"zh": "任务列出了项目支出的多少", "en": "How much of 项目支出 the tasks list"},
    "listed-over": {"zh": "多于项目支出", "en": "more than 项目支出"},
    "listed-all": {"zh": "全部列出", "en": "all of it"},
    "listed-most": {"zh": "列出 90% 以上，不到全部", "en": "at least 90%, not all"},
    "listed-half": {"zh": "列出 50% 至 90%", "en": "50% to 90%"},
    "listed-less": {"zh": "列出不到 50%", "en": "less than 50%"},
    "listed-unknown": {"zh": "无法计算", "en": "cannot be computed"},
    "figure-tasks": {"zh": "{whose} {year}：任务（{unit}）", "en": "{whose}, {year}: tasks ({unit})"},
    "listed-sum": {"zh": "任务合计", "en": "Sum of tasks"},
    "listed-rest": {"zh": "未列入任务", "en": "Not listed in any task"},
    "project-total": {"zh": "项目支出", "en": "项目支出"},
    "other-tasks": {"zh": "其余 {count} 项任务", "en": "{count:other task|other tasks}"},
    "listed-over-note": {"zh": "任务合计多于项目支出。", "en": "The tasks add up to more than 项目支出."},
    "no-project-note": {
        "zh": "项目支出未填、未印或重复印出，占比不计算。",
        "en": "项目支出 is blank, not printed or printed twice: no shares.",
    },
    # Indicators and targets
    "tree": {"zh": "指标体系", "en": "The indicator tree"},
    "tree-none": {"zh": "没有一张表印有指标。", "en": "No form prints indicators."},
    "tree-how": {
        "zh": "共 {count} 个指标，来自 {forms} 张表。级别按代码归并（如“产出指标”与“产出类指标”）。",
        "en": "{count:indicator|indicators} in {forms:form|forms}. Levels are put together by their codes, such as "
        "产出指标 "
        "and 产出类指标.",
    },
    "figure-tree": {"zh": "各级别的指标数", "en": "Indicators by level"},
    "targets": {"zh": "指标值：能不能衡量", "en": "Targets: what can be measured"},
    "targets-how": {
        "zh": "数值和日期可以衡量；文字（如“逐步完善”）没有说明怎样算完成。文字中含有程序未能完全读懂的值，也归文字。",
        "en": "Numbers and days can be measured; words (逐步完善) do not say when they are reached. A value that the "
        "program "
        "does not understand to its last character counts as words.",
    },
    "targets-share": {
        "zh": "已填的 {filled} 个指标值中，{text} 个是文字，即 {share} 无法衡量；另有 {blank} 个未填。",
        "en": "Of {filled:value that is|values that are} filled in, {text} {text:~is|are} words: {share} cannot be "
        "measured. {blank} {blank:~is|are} blank.",
    },
    "figure-targets": {"zh": "各一级指标的指标值种类", "en": "Kinds of targets by first level"},
    "target-number": {"zh": "数值", "en": "number"},
    "target-date": {"zh": "日期", "en": "day"},
    "target-text": {"zh": "文字", "en": "words"},
    "target-blank": {"zh": "未填", "en": "blank"},
    "unmeasured": {"zh": "文字占 {share}", "en": "words: {share}"},
    "figure-words": {"zh": "最常见的文字指标值", "en": "The most frequent words"},
    "words-longer": {
        "zh": "另有 {count} 个超过 {length} 字的文字指标值，不在此列。",
        "en": "{count:value|values} of more than {length} characters {count:~is|are} not among these.",
    },
    # Findings
    "findings": {"zh": "疑点：哪些核对不成立", "en": "Which checks fail, and where"},
    "findings-counts": {
        "zh": "{forms} 张表中，{clean} 张各项核对都成立。",
        "en": "Of {forms:form|forms}, {clean} {clean:~passes|pass} every check.",
    },
    "findings-how": {
        "zh": "核对只指出矛盾，不改动数字。同一项核对在一张表中可能有几处。",
        "en": "A check points at a contradiction and changes nothing. It may fail several times in a form.",
    },
    "figure-findings": {"zh": "下列各项不成立的表数", "en": "Forms in which this does not hold"},
    "finding-of": {
        "zh": "{severity}：{name}——{forms} 张表，{count} 处",
        "en": "{severity}: {name}: {forms:form|forms}, {count:finding|findings}",
    },
    "severity-error": {"zh": "错误", "en": "error"},
    "severity-warning": {"zh": "警告", "en": "warning"},
    "severity-info": {"zh": "提示", "en": "note"},
    "part-header": {"zh": "表头", "en": "head"},
    "part-funding": {"zh": "资金", "en": "funding"},
    "part-objectives": {"zh": "目标", "en": "objectives"},
    "part-tasks": {"zh": "任务", "en": "tasks"},
    "part-other_tasks": {"zh": "其他任务", "en": "optional tasks"},
    "part-indicators": {"zh": "指标", "en": "indicators"},
    "part-whole": {"zh": "整张表", "en": "the whole form"},
    "figure-worst": {"zh": "先看这些表", "en": "Forms to look at first"},
    "corrections": {"zh": "核对更正", "en": "Corrections by reviewers"},
    "corrections-how": {
        "zh": "核对人更正了 {count} 个值；本页按更正后的值汇总，原提取值列在旁边；疑点一节中的核对针对原提取值。",
        "en": "Reviewers corrected {count:value|values}; this page counts the corrected ones and shows what was "
        "extracted. "
        "The checks above are about the values as extracted.",
    },
    "figure-verdicts": {"zh": "判定的状况", "en": "How the verdicts stand"},
    "column-standing": {"zh": "状况", "en": "Standing"},
    "column-verdicts": {"zh": "判定数", "en": "Verdicts"},
    "column-reviewer": {"zh": "核对人", "en": "Reviewer"},
    "column-reason": {"zh": "理由", "en": "Reason"},
    "standing-disputed": {"zh": "意见不一，未更正", "en": "disputed: nothing was corrected"},
    "standing-doubtful": {"zh": "存疑", "en": "doubtful"},
    "standing-wrong": {"zh": "错误", "en": "wrong"},
    "standing-right": {"zh": "正确", "en": "right"},
    "standing-stale": {
        "zh": "针对的值已不是现在提取的值，未使用",
        "en": "about a value that is no longer extracted: not used",
    },
    "standing-superseded": {"zh": "后来改了判定", "en": "changed by a later verdict"},
    "figure-corrections": {"zh": "更正前后", "en": "Before and after"},
    # Self-evaluations
    "evaluations": {"zh": "自评：执行与得分", "en": "Self-evaluations: spending and scores"},
    "evaluations-how": {
        "zh": "执行率按全年执行数除以全年预算数计算，四舍五入到 0.1%；权重和得分为各指标之和，不含预算执行项自身的分"
        "值。",
        "en": "The spent share is 全年执行数 by 全年预算数, rounded to 0.1%. Weights and scores are the indicators' "
        "sums, without "
        "points for the spending itself.",
    },
    "figure-evaluations": {"zh": "各自评表", "en": "Each self-evaluation"},
    "not-numbers": {"zh": "另有 {count} 个不是数字", "en": "{count} more {count:~is no number|are no numbers}"},
    # The command
    "reading": {"zh": "读取结果", "en": "Reading results"},
    "written": {
        "zh": "已写入 {path}（输入 {inputs} 个，表 {forms} 张）",
        "en": "wrote {path} (inputs: {inputs}, forms: {forms})",
    },
    "exists": {
        "zh": "{path} 已存在，没有覆盖。加 --force 覆盖，或用 -o 另选文件名。",
        "en": "{path} is there already and was not overwritten. Use --force, or choose another name with -o.",
    },
    "foreign": {
        "zh": "{path} 不是网页，没有覆盖。请用 -o 另选文件名。",
        "en": "{path} is no page and was not overwritten. Choose another name with -o.",
    },
    "no-libraries": {
        "zh": '缺少 {name}：report 需要另外安装：pip install "jixiao[report]"',
        "en": '{name} is missing: report needs more to be installed: pip install "jixiao[report]"',
    },
    "unread-results": {
        "zh": "{path}：无法读取（{detail}）。请检查路径和权限。",
        "en": "{path}: cannot be read ({detail}). Check the path and the permissions.",
    },
    **YEARS,
}
"""What the report and its command say."""


def say(code: str, language: Language, /, **names: object) -> str:
    """Give a word or a sentence of the report."""
    return fill(REPORT[code][language], **say_system(names, language))
