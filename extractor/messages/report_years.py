"""What the report says where it sets the forms of several years side by side.

Enters: nothing. Leaves: sentences by code and language, which the report's own are looked up with.
"""

from extractor.messages.language import Language

YEARS: dict[str, dict[Language, str]] = {
    "years": {"zh": "同一单位逐年对照", "en": "The same unit over the years"},
    "years-counts": {
        "zh": "有 {series} 个单位（项目）有不止一个年度的表，共 {comparisons} 次对照；另有 {single} 个只有一个年度。",
        "en": "Units (projects) with forms of several years: {series}, comparisons: {comparisons}. With one year "
        "only: {single}.",
    },
    "years-none": {
        "zh": "没有单位有两个年度的表可以对照；只有一个年度的有 {single} 个。",
        "en": "No unit has forms of two years to compare; units with one year only: {single}.",
    },
    "years-how-units": {
        "zh": "单位：名称除空格、全半角、繁简外完全相同才算同一单位；相近的名称列出供人判断，不归并。",
        "en": "Units are the same where their names are; white space, width and traditional characters apart. "
        "Similar names are listed for a person to judge, never merged.",
    },
    "years-how-exact": {
        "zh": "指标和任务：名称相同即对应（“同名”）；同名而级别不同的注明“同名，级别变了”；同一级别下同名的有几个时不"
        "对应（“同名多个”）。",
        "en": "Indicators and tasks are linked by the same name. One that stands under another level is said to have "
        "moved; "
        "where several under one level have the name, they are not linked.",
    },
    "years-how-similar": {
        "zh": "其余的按名称相似度（0 至 100）两两配对，{score} 分以上的列出并注明“存疑”和分数，请人判断；存疑的对应单"
        "独计数，不算作变化、"
        "取消或新增。",
        "en": "What is left is compared by similarity (0 to 100). From {score} on a pair is offered as doubtful, "
        "with its "
        "score, for a person to judge; it is counted apart, and not as changed, dropped or new.",
    },
    "years-how-targets": {
        "zh": "指标值：单位相同的数值才相减，差额精确；“≥”“≤”一类的要求变低或变高时注明“放宽”“收紧”。",
        "en": "Targets: numbers are subtracted where their units are the same, exactly. Where ≥ or ≤ asks less or "
        "more than "
        "before, it is said to be weaker or stricter.",
    },
    "years-many-names": {
        "zh": "单位太多，没有比较相近的名称。",
        "en": "Too many units: similar names were not compared.",
    },
    "years-chosen": {
        "zh": "下面列出最值得看的 {count} 个（共 {all} 个）：无法再衡量、放宽、取消或存疑的指标最多。",
        "en": "Shown below are those with most to look at, {count} of {all}: indicators that are weaker, gone, "
        "doubtful or "
        "can no longer be measured.",
    },
    "figure-outcomes": {"zh": "指标逐年的变化", "en": "What became of the indicators"},
    "figure-similar-units": {
        "zh": "名称相近的单位，请判断是否同一单位",
        "en": "Units with similar names: the same one?",
    },
    "similar-units-note": {
        "zh": "没有归并。相似度 {score} 以上的列出，每个名称最多列出几个最相近的。",
        "en": "Nothing was merged. Listed from a similarity of {score} on, each name with the few most similar ones.",
    },
    "score": {"zh": "{score} 分", "en": "{score}"},
    "figure-clashes": {"zh": "同一单位同一年度有几张不同的表", "en": "Several different forms of one unit and year"},
    "clashes-note": {
        "zh": "以哪张为准不由程序决定：这些年度没有参与对照；前面的汇总把它们分别计入。",
        "en": "Which one holds is not for the program to say: these years are not compared. The sums above count "
        "each of them.",
    },
    "figure-unplaced": {"zh": "没有单位名称或年度，无法对照", "en": "Forms without a unit or a year"},
    "unplaced-note": {"zh": "这些表计入前面的汇总。", "en": "The sums above count them."},
    "series-title": {"zh": "{whose}（{kind}）：{years}", "en": "{whose} ({kind}): {years}"},
    "figure-amounts": {"zh": "资金逐年对照：{whose}", "en": "Amounts over the years: {whose}"},
    "units-differ-note": {
        "zh": "各年金额单位不同：照印列出，不换算，不相减，不画图。",
        "en": "The years have different units of money: shown as printed, not converted, subtracted or drawn.",
    },
    "figure-task-pairs": {"zh": "任务：{earlier}年 → {later}年", "en": "Tasks: {earlier} → {later}"},
    "figure-indicator-pairs": {"zh": "指标：{earlier}年 → {later}年", "en": "Indicators: {earlier} → {later}"},
    "links-counts": {
        "zh": "同名 {exact}，同名而级别变了 {moved}，存疑 {similar}，同名多个 {ambiguous}，取消 {dropped}，新增 "
        "{new}。",
        "en": "Same name {exact}, moved {moved}, doubtful {similar}, ambiguous {ambiguous}, dropped {dropped}, new "
        "{new}.",
    },
    "link-exact": {"zh": "同名", "en": "same name"},
    "link-moved": {"zh": "同名，级别变了", "en": "same name, another level"},
    "link-similar": {"zh": "？存疑，相似度 {score}", "en": "? doubtful, similarity {score}"},
    "link-ambiguous": {"zh": "？同名多个，未对应", "en": "? several of this name, not linked"},
    "link-dropped": {"zh": "− 取消", "en": "− dropped"},
    "link-new": {"zh": "＋ 新增", "en": "+ new"},
    "if-the-same": {"zh": "若为同一项", "en": "if it is the same"},
    "link-others": {"zh": "也可能是：{names}", "en": "or: {names}"},
    "outcome-same": {"zh": "不变", "en": "the same"},
    "outcome-reworded": {"zh": "写法变了，意思不变", "en": "written otherwise, means the same"},
    "outcome-stricter": {"zh": "▲ 收紧", "en": "▲ stricter"},
    "outcome-weaker": {"zh": "▼ 放宽", "en": "▼ weaker"},
    "outcome-number": {"zh": "数值变了", "en": "another number"},
    "outcome-range": {"zh": "区间变了", "en": "another range"},
    "outcome-operator": {"zh": "比较符号变了", "en": "another operator"},
    "outcome-unit": {"zh": "计量单位变了，不相减", "en": "another unit of measure"},
    "outcome-date": {"zh": "日期变了", "en": "another day"},
    "outcome-text": {"zh": "文字变了", "en": "other words"},
    "outcome-kind": {"zh": "数值与日期互换", "en": "a number became a day, or a day a number"},
    "outcome-now-words": {"zh": "▼ 变为无法衡量", "en": "▼ can no longer be measured"},
    "outcome-now-measured": {"zh": "▲ 变为可以衡量", "en": "▲ can be measured now"},
    "outcome-blanked": {"zh": "▼ 变为未填", "en": "▼ now blank"},
    "outcome-filled": {"zh": "▲ 原未填，现已填", "en": "▲ was blank, now filled in"},
    "outcome-similar": {"zh": "？名称相近，存疑", "en": "? similar name, doubtful"},
    "outcome-ambiguous": {"zh": "？同名多个，未对应", "en": "? several of one name, not linked"},
    "outcome-dropped": {"zh": "− 取消", "en": "− dropped"},
    "outcome-new": {"zh": "＋ 新增", "en": "+ new"},
    "outcome-same-means": {"zh": "名称和指标值都相同", "en": "Name and value are the same"},
    "outcome-reworded-means": {"zh": "如“≥98%”与“不低于98%”", "en": "Such as ≥98% and 不低于98%"},
    "outcome-stricter-means": {
        "zh": "“≥”的数变大，或“≤”的数变小",
        "en": "The number of ≥ is larger, or that of ≤ smaller",
    },
    "outcome-weaker-means": {
        "zh": "“≥”的数变小，或“≤”的数变大",
        "en": "The number of ≥ is smaller, or that of ≤ larger",
    },
    "outcome-number-means": {
        "zh": "没有“≥”“≤”，看不出是高是低要求",
        "en": "Without ≥ or ≤ nothing says which asks more",
    },
    "outcome-range-means": {"zh": "上限或下限变了", "en": "Its lower or upper end changed"},
    "outcome-operator-means": {"zh": "如“≥95%”变为“95%”", "en": "Such as ≥95% and 95%"},
    "outcome-unit-means": {"zh": "如“人”变为“人次”", "en": "Such as 人 and 人次"},
    "outcome-date-means": {"zh": "完成时间不同（年度不同通常如此）", "en": "Usual where the year is another one"},
    "outcome-text-means": {"zh": "文字指标值不同", "en": "The words differ"},
    "outcome-kind-means": {"zh": "一年是数值，另一年是日期", "en": "A number in one year, a day in the other"},
    "outcome-now-words-means": {"zh": "原为数值或日期，现为文字", "en": "It was a number or a day, and now is words"},
    "outcome-now-measured-means": {
        "zh": "原为文字，现为数值或日期",
        "en": "It was words, and now is a number or a day",
    },
    "outcome-blanked-means": {"zh": "指标还在，值未填", "en": "The indicator is there, its value is not"},
    "outcome-filled-means": {"zh": "去年未填值", "en": "Its value was blank the year before"},
    "outcome-similar-means": {
        "zh": "按名称相似度提出，请人判断，不计入变化",
        "en": "Offered by similarity; for a person to judge",
    },
    "outcome-ambiguous-means": {"zh": "无法确定对应哪一个", "en": "Which is which cannot be said"},
    "outcome-dropped-means": {
        "zh": "较晚年度没有同名或相近的指标",
        "en": "The later form has none of this or a similar name",
    },
    "outcome-new-means": {
        "zh": "较早年度没有同名或相近的指标",
        "en": "The earlier form has none of this or a similar name",
    },
}
"""What the comparison of years says."""
