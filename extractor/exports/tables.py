"""The tables of an export: names, columns, types, keys, and what each column means in Chinese and English.

Enters: the contract's models, whose English descriptions are used as they are. Leaves: definitions, from which frames,
SQL, data packages and dictionaries are made. Nothing else names a column's type.
"""

from extractor.exports.definitions import Column, Reference, Table, Type
from extractor.record import (
    Check,
    Evidence,
    Form,
    FundingGroup,
    FundingItem,
    Header,
    Leaf,
    Ledger,
    Level,
    Model,
    Objective,
    OtherPair,
    Record,
    SourceFile,
    Target,
    Task,
)

EXTRAS = {
    "period": ("期间", "The period that the value is for, where a form has several"),
    "unit": ("计量单位", "The unit of measure (计量单位)"),
    "nature": ("指标性质", "The indicator's nature or its operator, as printed (指标性质)"),
    "direction": ("指标方向性", "Whether more or less is better, as printed (指标方向性)"),
    "weight": ("权重", "The weight (权重)"),
    "standard": ("评价标准", "The standard of evaluation (评价标准)"),
    "previous": ("上年值", "The value of the year before (上年值)"),
    "actual": ("完成值", "What was reached (完成值)"),
    "score": ("得分", "The score (得分)"),
    "reason": ("未完成原因", "Why it was not reached (未完成原因分析)"),
    "note": ("备注", "The note (备注)"),
}
"""Further columns of an indicator that have columns of their own; `extra` holds these and all others."""

HEADER: dict[str, tuple[Type, str]] = {
    "unit_name": ("text", "预算单位名称"),
    "department_name": ("text", "主管部门名称"),
    "implementing_unit": ("text", "实施单位"),
    "project_name": ("text", "项目名称"),
    "project_code": ("text", "项目代码"),
    "project_nature": ("text", "项目性质"),
    "project_category": ("text", "项目类别"),
    "contact": ("text", "联系人"),
    "phone": ("text", "联系电话"),
    "start_date": ("text", "计划开始日期（ISO）"),
    "end_date": ("text", "计划完成日期（ISO）"),
    "staff_active": ("integer", "在职人数"),
    "staff_retired": ("integer", "离退休人数"),
    "staff_total": ("integer", "财政供养人员数"),
    "subordinate_units": ("integer", "下属二级单位数"),
}
"""The fields of a form's head: their types and Chinese terms."""


def _of(model: type[Model], field: str, kind: Type, zh: str, name: str | None = None) -> Column:
    """Give a column that holds a field of a model, with the model's own description."""
    return Column(name or field, kind, zh, model.model_fields[field].description or "")


DOCUMENT = Column(
    "document",
    "text",
    "文件编号：内容的 SHA-256 加文件名后缀",
    "The document: SHA-256 of its content and ending",
    required=True,
)
FORM = Column("form", "integer", "文件中第几张表，从 0 起", "Which form of the document, from 0", required=True)
POINTER = Column(
    "pointer",
    "text",
    "在 record 中的 JSON Pointer；其后加 / 和字段名即为单个值的位置",
    "JSON Pointer into record of what the row shows; with / and a field's name it points at a single value",
    required=True,
)
POSITION = Column(
    "position", "integer", "按印刷顺序的序号，从 0 起", "The place in printed order, from 0", required=True
)
CORRECTED = Column(
    "corrected",
    "text",
    "经核对更正的列名，以空格分隔；没有更正则为空",
    "The columns that reviewers corrected, parted by spaces; null where there are none",
)
ORIGINALS = Column(
    "originals",
    "json",
    "更正前的值：JSON 对象，从列名到提取的值",
    "What was extracted before the corrections: a JSON object from column to value",
)
UNIT = Column("unit", "text", "金额单位，按原文：万元或元", "The unit of money as printed: 万元 or 元")
ORIGINAL_AMOUNT = Column(
    "amount_original",
    "decimal",
    "更正前的金额；未更正则为空",
    "The amount as extracted where reviewers corrected it; null elsewhere",
)
FEN = Column(
    "amount_fen",
    "integer",
    "由金额和单位换算的分；单位未知或不是整数分时为空",
    "Derived: the amount in 分 (0.01 元); null where the unit is unknown or it is no whole number of them",
)
HOW_PLACED = (
    Column("page", "integer", "页码，从 1 起", "The page, from 1"),
    Column("x0", "number", "左边，单位为点", "The left edge, in points from the page's left"),
    Column("top", "number", "上边，单位为点", "The upper edge, in points from the page's top"),
    Column("x1", "number", "右边，单位为点", "The right edge, in points from the page's left"),
    Column("bottom", "number", "下边，单位为点", "The lower edge, in points from the page's top"),
    Column("table", "integer", "文档中的第几个表格，从 1 起", "The table of a word processor's file, from 1"),
    Column("row", "integer", "行，从 1 起", "The row of that table, from 1"),
    Column("column", "integer", "网格列，从 1 起", "The grid column of that table, from 1"),
    Column("sheet", "text", "工作表名称", "The sheet of a spreadsheet"),
    Column("cell", "text", "单元格，如 D12", "The cell of that sheet, such as D12"),
    Column("line", "integer", "文本行或段落，从 1 起", "The line of a text or the paragraph, from 1"),
    Column("start", "integer", "行内起始字符，从 0 起", "The first character of the line, from 0"),
    Column("end", "integer", "行内结束字符（不含）", "The character of the line after the last one"),
)
"""A place in the source; of the columns only those of one kind of place are filled."""

TO_FORM = (Reference(("document", "form"), "forms"),)

DOCUMENTS = Table(
    "documents",
    "每个输入文件一行，未能读取和重复的也在内",
    "A row for every input, those that could not be read and duplicates among them",
    (
        Column("input", "integer", "输入的序号，从 0 起", "The input's place in their order, from 0", required=True),
        Column(
            "document",
            "text",
            "文件编号：内容的 SHA-256 加文件名后缀；未能读取则为空",
            "The document: SHA-256 of its content and ending; null where it could not be read",
        ),
        Column("path", "text", "输入的路径", "The path as the run was given it", required=True),
        _of(SourceFile, "name", "text", "文件名"),
        _of(SourceFile, "sha256", "text", "内容的 SHA-256"),
        _of(SourceFile, "format", "text", "格式"),
        _of(SourceFile, "pages", "integer", "页数"),
        _of(SourceFile, "reader", "text", "读取所用的库"),
        Column(
            "status",
            "text",
            "结果：ok、review、partial、no_form 或 error",
            "What became of it: ok, review, partial, no_form or error",
            required=True,
        ),
        Column("error_code", "text", "错误代码", "The code of the error"),
        Column("error_message", "text", "发生了什么", "What happened"),
        Column("error_next_step", "text", "下一步怎么办", "What to do"),
        Column("forms", "integer", "找到的表数", "How many forms were found", required=True),
        Column(
            "duplicate_of",
            "text",
            "与之内容相同的更早输入的路径；其各表只列一次",
            "The path of an earlier input with the same content; its forms are listed once, with that input",
        ),
        Column("json", "text", "JSON 结果的位置", "Where its JSON lies, below the output folder"),
    ),
    ("input",),
)

FORMS = Table(
    "forms",
    "每张绩效目标表一行：表头、核对结果和字符账",
    "A row for every form: its head, how many checks failed, what became of its characters",
    (
        DOCUMENT,
        FORM,
        Column("input", "integer", "输入的序号", "The input that holds it", required=True),
        _of(Form, "pattern", "text", "所用的模式"),
        _of(Record, "title", "text", "标题，按原文"),
        _of(Record, "attachment", "text", "附件号，按原文"),
        _of(Record, "year", "integer", "预算年度"),
        *(_of(Header, name, kind, zh) for name, (kind, zh) in HEADER.items()),
        Column(
            "blank_fields",
            "text",
            "原文印有而未填写的表头字段，以空格分隔；其余空值是原文没有印出的",
            "Fields of the head that are printed with a blank cell, parted by spaces; other nulls are not printed",
        ),
        Column("funding_unit", "text", "金额单位，按原文：万元或元", "The unit of money as printed: 万元 or 元"),
        Column("first_page", "integer", "首页", "Its first page; null where the format has no pages"),
        Column("last_page", "integer", "末页", "Its last page"),
        Column("errors", "integer", "未通过的核对：错误", "How many checks failed as errors", required=True),
        Column("warnings", "integer", "未通过的核对：警告", "How many checks failed as warnings", required=True),
        Column("notes", "integer", "未通过的核对：提示", "How many checks failed as notes", required=True),
        _of(Ledger, "source", "integer", "来源的非空字符数", "ledger_source"),
        _of(Ledger, "values", "integer", "其中：值", "ledger_values"),
        _of(Ledger, "labels", "integer", "其中：标签", "ledger_labels"),
        _of(Ledger, "repeated", "integer", "其中：分页重复的表头", "ledger_repeated"),
        _of(Ledger, "residue", "integer", "其中：剩余文字", "ledger_residue"),
        CORRECTED,
        ORIGINALS,
    ),
    ("document", "form"),
    (Reference(("input",), "documents"),),
)

HEADER_OTHER = Table(
    "header_other",
    "表头中模式不认识的标签和值",
    "Printed pairs of label and value in the head for which there is no column",
    (
        DOCUMENT,
        FORM,
        POINTER,
        POSITION,
        _of(OtherPair, "label", "text", "标签，按原文"),
        _of(OtherPair, "value", "text", "值，按原文"),
        CORRECTED,
        ORIGINALS,
    ),
    ("document", "form", "pointer"),
    TO_FORM,
)

FUNDING = Table(
    "funding",
    "资金：每组每项一行",
    "The funding: a row for every item of every breakdown",
    (
        DOCUMENT,
        FORM,
        POINTER,
        Column("group", "integer", "第几组，从 0 起", "Which breakdown, from 0", required=True),
        Column(
            "item",
            "integer",
            "组内第几项，从 0 起；组内没有项时为空",
            "Which item of it, from 0; null where the breakdown has none",
        ),
        _of(FundingGroup, "code", "text", "分组代码", "group_code"),
        _of(FundingGroup, "label", "text", "分组标签，按原文", "group_label"),
        _of(FundingItem, "code", "text", "项代码", "item_code"),
        _of(FundingItem, "label", "text", "项标签，按原文", "item_label"),
        UNIT,
        _of(FundingItem, "amount", "decimal", "金额，单位按原文"),
        ORIGINAL_AMOUNT,
        FEN,
        CORRECTED,
        ORIGINALS,
    ),
    ("document", "form", "pointer"),
    TO_FORM,
)

OBJECTIVES = Table(
    "objectives",
    "绩效目标（文字）",
    "The objectives in words",
    (
        DOCUMENT,
        FORM,
        POINTER,
        POSITION,
        _of(Objective, "code", "text", "目标代码"),
        _of(Objective, "label", "text", "标签，按原文"),
        _of(Objective, "text", "text", "目标内容"),
        CORRECTED,
        ORIGINALS,
    ),
    ("document", "form", "pointer"),
    TO_FORM,
)

TASKS = Table(
    "tasks",
    "年度重点工作任务和其他需完成的任务",
    "The year's main tasks and the optional ones",
    (
        DOCUMENT,
        FORM,
        POINTER,
        POSITION,
        Column(
            "optional",
            "boolean",
            "是否为“其他需完成的任务”",
            "Whether it is one of the optional tasks (其他需完成的任务)",
            required=True,
        ),
        _of(Task, "number", "integer", "任务编号"),
        _of(Task, "name", "text", "任务名称"),
        _of(Task, "content", "text", "主要实施内容"),
        UNIT,
        _of(Task, "amount", "decimal", "拟投入的资金，单位按原文"),
        ORIGINAL_AMOUNT,
        FEN,
        _of(Task, "expected_outcome", "text", "期望达到的目标"),
        CORRECTED,
        ORIGINALS,
    ),
    ("document", "form", "pointer"),
    TO_FORM,
)

INDICATORS = Table(
    "indicators",
    "绩效指标：每个指标一行；没有指标或印有空白标记的级次也占一行",
    "The indicators, a row for each; a level without any, or with a mark for a blank, has a row of its own",
    (
        DOCUMENT,
        FORM,
        POINTER,
        POSITION,
        Column("kind", "text", "indicator（指标）或 level（级次）", "`indicator`, or `level`", required=True),
        Column(
            "depth",
            "integer",
            "上级的层数",
            "How many levels stand above an indicator, or up to a level",
            required=True,
        ),
        Column("level1", "text", "一级指标，按原文", "The first level as printed (一级指标)"),
        Column("level1_code", "text", "一级指标代码", "Its stable name, such as output"),
        Column("level2", "text", "二级指标，按原文", "The second level as printed (二级指标)"),
        Column("level2_code", "text", "二级指标代码", "Its stable name, such as quantity"),
        Column(
            "levels",
            "json",
            "各级名称和代码：JSON 数组，从外到内",
            "The names and codes of all levels, from the outermost: a JSON array of [name, code]",
            required=True,
        ),
        _of(Leaf, "name", "text", "指标名称，按原文"),
        _of(Leaf, "value", "text", "指标值，按原文"),
        _of(Level, "blank", "text", "级次下印的空白标记，如 无、/"),
        *(Column(name, "text", zh, en) for name, (zh, en) in EXTRAS.items()),
        Column("extra", "json", "其他各列：JSON 对象", "All further columns: a JSON object from stable name to text"),
        CORRECTED,
        ORIGINALS,
    ),
    ("document", "form", "pointer"),
    TO_FORM,
)

TARGETS = Table(
    "targets",
    "理解后的指标值，与 indicators 按编号一一对应；空白的指标值没有行",
    "The indicators' values understood, joined to `indicators` by the same key; a blank value has no row",
    (
        DOCUMENT,
        FORM,
        Column("pointer", "text", "指标的 JSON Pointer", "JSON Pointer into record of the indicator", required=True),
        _of(Target, "kind", "text", "种类：number（数值）、date（日期）、text（文字）"),
        _of(Target, "operator", "text", "运算符：=、≥、≤、>、<、≈ 或 range（区间）"),
        _of(Target, "number", "decimal", "数值，或区间的下限"),
        _of(Target, "number_high", "decimal", "区间的上限"),
        _of(Target, "unit", "text", "单位，按原文"),
        _of(Target, "date", "text", "日期（ISO）"),
    ),
    ("document", "form", "pointer"),
    (Reference(("document", "form", "pointer"), "indicators"),),
)

CHECKS = Table(
    "checks",
    "核对结果，通过的也在内",
    "What was checked, and what came of it, checks that passed among them",
    (
        DOCUMENT,
        FORM,
        Column("check", "integer", "核对的序号，从 0 起", "Its place among the form's checks, from 0", required=True),
        _of(Check, "code", "text", "核对项代码"),
        Column("status", "text", "pass（通过）、fail（未通过）、skip（不适用）", "pass, fail, or skip", required=True),
        Column(
            "severity", "text", "info（提示）、warning（警告）、error（错误）", "info, warning, or error", required=True
        ),
        _of(Check, "message", "text", "说明"),
        _of(Check, "pointers", "json", "涉及的值：JSON Pointer 数组"),
    ),
    ("document", "form", "check"),
    TO_FORM,
)

EVIDENCE = Table(
    "evidence",
    "每个值的出处；一个值出自多处时各占一行",
    "Where each value stands in the source; a value cut by a page break has a row for each part",
    (
        DOCUMENT,
        FORM,
        Column("pointer", "text", "值的 JSON Pointer", "JSON Pointer into record of the value", required=True),
        Column("part", "integer", "第几处，从 0 起", "Which of its places, from 0", required=True),
        Column(
            "raw",
            "text",
            "清理前的文字（各处合在一起）",
            "The text before cleaning, of all places together",
            required=True,
        ),
        Column(
            "how",
            "text",
            "由何得来：label、header、level、carried 或 repaired",
            "How it was found: label, header, level, carried or repaired",
            required=True,
        ),
        Column("structure", "text", "alignment：由文字对齐而非框线得出", "alignment where no rulings show the cell"),
        _of(Evidence, "confidence", "number", "扫描件：识别中把握最小的一个字的把握，0 到 1"),
        _of(Evidence, "confirmed", "boolean", "扫描件：与表内合计相符的金额"),
        *HOW_PLACED,
    ),
    ("document", "form", "pointer", "part"),
    TO_FORM,
)

RESIDUE = Table(
    "residue",
    "表内既不是值也不是标签的文字",
    "Text inside of forms that is neither a value nor a label",
    (
        DOCUMENT,
        FORM,
        Column("residue", "integer", "第几段，从 0 起", "Which piece of the form, from 0", required=True),
        Column("part", "integer", "第几处，从 0 起", "Which of its places, from 0", required=True),
        Column("text", "text", "文字", "The text", required=True),
        *HOW_PLACED,
    ),
    ("document", "form", "residue", "part"),
    TO_FORM,
)

VERDICTS = Table(
    "verdicts",
    "核对人的判定，按时间顺序",
    "What reviewers said, in the order of the verdicts",
    (
        Column("position", "integer", "序号，从 0 起", "Its place in their order, from 0", required=True),
        DOCUMENT,
        FORM,
        Column("pointer", "text", "值的 JSON Pointer", "JSON Pointer into record of the value", required=True),
        Column("name", "text", "文件名", "The file's name", required=True),
        Column("before", "json", "提取的值（JSON）", "The value as extracted, as JSON", required=True),
        Column(
            "after",
            "json",
            "更正为（JSON）；没有更正则为空",
            "The value as corrected, as JSON; null where none is given",
        ),
        Column(
            "verdict",
            "text",
            "right（正确）、wrong（错误）、doubtful（存疑）、undone（撤回）",
            "right, wrong, doubtful, or undone",
            required=True,
        ),
        Column(
            "standing",
            "text",
            "现状：该值的结论 right、wrong、doubtful、disputed（意见不一）；stale（与现有结果不符）；"
            "superseded（已被同一人后来的判定取代或撤回）",
            "How it stands: what all reviewers say of the value (right, wrong, doubtful, disputed), stale where it "
            "does not fit what is extracted now, superseded where its reviewer has said something else since",
            required=True,
        ),
        Column(
            "applied", "boolean", "更正是否已用于各表", "Whether its correction stands in these tables", required=True
        ),
        Column("reason", "text", "理由", "Why", required=True),
        Column("reviewer", "text", "核对人", "Who", required=True),
        Column("time", "text", "时间（ISO）", "When, ISO 8601", required=True),
        Column("program", "text", "程序版本", "The program's version", required=True),
        Column("pattern", "text", "模式", "The pattern", required=True),
        Column("pattern_version", "text", "模式版本", "The pattern's version", required=True),
    ),
    ("position",),
)

TABLES = (
    DOCUMENTS,
    FORMS,
    HEADER_OTHER,
    FUNDING,
    OBJECTIVES,
    TASKS,
    INDICATORS,
    TARGETS,
    CHECKS,
    EVIDENCE,
    RESIDUE,
    VERDICTS,
)
