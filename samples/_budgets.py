"""What the invented budgets hold: a long one with five forms, and documents that name forms and hold none.

Enters: nothing. Leaves: each document as blocks, which `_booklet` prints. No body of these names exists; the amounts
add up, in each table and from table to table.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from _forms import Form

Style = Literal["cover", "part", "title", "chapter", "prose", "corner", "entry"]
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text or a paragraph."""

    style: Style
    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: its rows, each of as many cells, and its columns' shares of the page's width in per cent."""

    rows: Rows
    shares: tuple[int, ...]
    repeat: bool = False


@dataclass(frozen=True, slots=True)
class Printed:
    """A form: its title lines and its table, or its three tables with repeated headings."""

    form: Form
    sections: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """The page's end."""


Block = Line | Grid | Printed | Break


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit with its budget in 万元: basic expenditure and its projects (name, content, amount, outcome)."""

    name: str
    staff: int
    retired: int
    basic: Decimal
    projects: tuple[tuple[str, str, Decimal, str], ...]
    duty: str

    @property
    def project(self) -> Decimal:
        """What all projects take."""
        return sum((amount for _, _, amount, _ in self.projects), Decimal(0))

    @property
    def total(self) -> Decimal:
        """What the unit takes in all."""
        return self.basic + self.project


BUREAU = "南屿市海洋渔业局"
YEAR = "2021年"

UNITS = (
    Unit(
        "南屿市海洋渔业局（本级）",
        64,
        31,
        Decimal("1286.40"),
        (
            (
                "海域使用动态监管",
                "对全市审批的海域使用项目开展岸线巡查和无人机航拍；对疑似违法用海线索实地核查，建立线索台账并逐项销号。",
                Decimal("186.50"),
                "用海活动规范有序，疑似线索核查率达到百分之百。",
            ),
            (
                "渔业安全生产管理",
                "组织开展渔船安全隐患排查整治，培训船东船长和职务船员，更新通导设备和救生器材，保障渔业安全应急指挥中心运行。",
                Decimal("243.75"),
                "渔业安全生产形势总体平稳，较大以上事故得到有效遏制。",
            ),
            (
                "海洋生态修复",
                "实施红树林补植和岸滩清理，开展修复后跟踪监测。",
                Decimal("310.00"),
                "岸线生态功能逐步恢复。",
            ),
        ),
        "贯彻执行海洋与渔业的法律法规，组织实施海域使用、海岛保护和渔业资源管理",
    ),
    Unit(
        "南屿市水产技术推广站",
        22,
        17,
        Decimal("402.18"),
        (
            (
                "水产养殖病害测报",
                "设立测报点三十个，每月采样检测，发布病害预警信息。",
                Decimal("58.20"),
                "及时预警，养殖损失有所下降。",
            ),
            (
                "深水网箱养殖技术推广",
                "引进抗风浪网箱和环保饵料，建立示范点，编印技术手册，组织现场观摩和技术培训，跟踪示范户投入产出情况。",
                Decimal("96.30"),
                "示范户亩均效益提高，环保饵料使用率逐年上升。",
            ),
        ),
        "承担水产新品种、新技术的引进、试验、示范和推广",
    ),
    Unit(
        "南屿市渔港服务中心",
        35,
        12,
        Decimal("518.66"),
        (
            (
                "渔港公共设施维护",
                "维护码头、航标、照明和消防设施，清淤疏浚港池航道。",
                Decimal("275.40"),
                "渔港设施完好率不低于百分之九十五。",
            ),
            ("渔港环境整治", "清运港区垃圾，回收废旧网具，处理含油污水。", Decimal("88.00"), "港区环境整洁。"),
        ),
        "承担渔港公共设施的管理和维护，为进出港渔船提供服务",
    ),
    Unit(
        "南屿市海洋环境监测站",
        28,
        6,
        Decimal("436.92"),
        (
            (
                "近岸海域水质监测",
                "在全市近岸海域布设监测站位四十个，按季节采样分析，编制年度海洋环境状况公报。",
                Decimal("164.80"),
                "监测数据真实准确，为海洋环境管理提供依据。",
            ),
        ),
        "承担海洋环境和海洋灾害的监测、预报和评价",
    ),
    Unit(
        "南屿市渔政支队",
        87,
        40,
        Decimal("1624.05"),
        (
            (
                "伏季休渔执法",
                "开展海上巡航、港口检查和市场检查，严厉打击违规捕捞和涉渔“三无”船舶，做好渔获物定点上岸监管和案件移送。",
                Decimal("342.60"),
                "休渔秩序良好，违法案件查处率达到百分之百。",
            ),
            (
                "执法船艇运行维护",
                "保障执法船艇燃油、维修、保险和年检，更新通信导航设备。",
                Decimal("417.35"),
                "执法船艇完好率不低于百分之九十。",
            ),
        ),
        "承担渔业行政执法和海上渔业安全监督检查",
    ),
)


def _show(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _form_2021(unit: Unit, heading: Sequence[str]) -> Form:
    """Give a unit's form in the layout of 2021."""
    total, zero = _show(unit.total), "0"
    rows = [
        ["预算单位名称", unit.name, "", "", ""],
        ["主管部门名称", BUREAU, "", "", ""],
        ["财政供养人员数", "在职人数", str(unit.staff), "离退休人数", str(unit.retired)],
        ["预算整体情况", "按支出类型划分", "预算金额（万元）", "按收入来源划分", "预算金额（万元）"],
        ["", "其中：基本支出", _show(unit.basic), "其中：财政拨款", total],
        ["", "项目支出", _show(unit.project), "其他资金", zero],
        ["", "按预算级次划分", "预算金额（万元）", "", ""],
        ["", "其中：市本级使用资金", total, "", ""],
        ["", "拟转移支付市县资金", zero, "", ""],
        ["总体绩效目标", _objective(unit), "", "", ""],
        ["年度重点工作任务", "名称", "主要实施内容", "拟投入的资金（万元）", "期望达到的目标（概述）"],
        *(
            ["", f"任务{number}：{name}", content, _show(amount), outcome]
            for number, (name, content, amount, outcome) in enumerate(unit.projects, 1)
        ),
        ["", "其他需完成的任务 (可选填)", "/", "/", "/"],
        *_indicators(unit, ecological=True),
    ]
    return Form(tuple(heading), (tuple(map(tuple, rows)),))


def _form_2024(unit: Unit, heading: Sequence[str]) -> Form:
    """Give a unit's form in the layout of 2024."""
    total, zero = _show(unit.total), "0"
    rows = [
        ["部门名称", unit.name, "", "", ""],
        ["基本信息", "财政供养人员数", str(unit.staff + unit.retired), "下属二级单位数", zero],
        ["预算整体情况", "部门预算支出", "预算金额（万元）", "收入来源", "预算金额（万元）"],
        ["", "基本支出", _show(unit.basic), "财政拨款", total],
        ["", "项目支出", _show(unit.project), "其他资金", zero],
        ["", "事业发展性支出", "预算金额（万元）", "按预算级次划分", "预算金额（万元）"],
        ["", "财政专项资金", zero, "市本级使用资金", total],
        ["", "其他事业发展性支出", _show(unit.project), "拟用于对下转移支付资金", zero],
        ["总体绩效目标", _objective(unit), "", "", ""],
        ["年度重点工作任务", "名称", "主要实施内容", "拟投入的资金（万元）", "期望达到的目标 （概述）"],
        *(["", name, content, _show(amount), outcome] for name, content, amount, outcome in unit.projects),
        *_indicators(unit, ecological=False),
    ]
    return Form(tuple(heading), (tuple(map(tuple, rows)),))


def _objective(unit: Unit) -> str:
    return (
        f"{unit.name}围绕全市海洋渔业工作部署，{unit.duty}。年度内统筹安排各项任务，规范资金使用，加快预算执行进度，"
        "建立健全内部控制制度，确保各项重点工作按期完成，服务渔业高质量发展，保障渔民群众生产生活安全。"
    )


def _indicators(unit: Unit, *, ecological: bool) -> Iterator[list[str]]:
    short = unit.projects[0][0]
    last = unit.projects[-1][0]
    yield ["绩效指标", "一级指标", "二级指标", "三级指标", "指标值"]
    yield ["", "产出指标", "数量指标", f"{short}次数", f"≥{len(unit.name)}次"]
    yield ["", "", "", f"{last}覆盖面", "12个镇街"]
    yield ["", "", "质量指标", "验收合格率", "100%"]
    yield ["", "", "时效指标", "任务完成时间", "12月底前" if ecological else "2024年12月底前"]
    yield ["", "", "成本指标", "预算控制率", "≤100%"]
    yield ["", "效益指标", "经济效益指标", "渔民收入", "稳步增长"]
    yield ["", "", "社会效益指标", "渔区安全稳定", "有效保障"]
    yield ["", "", "生态效益指标", "海域水质优良比例", "≥85%"]
    yield ["", "", "可持续影响指标", "长效管理机制", "逐步完善"]
    yield ["", "满意度指标", "服务对象满意度指标", "渔民群众满意度", "≥90%"]


# ---- the tables of a budget -----------------------------------------------------------------------------------------

FUNCTIONS = (
    ("213", "农林水支出", "21303", "水利"),
    ("220", "自然资源海洋气象等支出", "22002", "海洋管理事务"),
    ("208", "社会保障和就业支出", "20805", "行政事业单位养老支出"),
    ("210", "卫生健康支出", "21011", "行政事业单位医疗"),
    ("221", "住房保障支出", "22102", "住房改革支出"),
)
ECONOMIC = [
    "基本工资",
    "津贴补贴",
    "奖金",
    "伙食补助费",
    "绩效工资",
    "养老保险缴费",
    "职业年金缴费",
    "医疗保险缴费",
    "公务员医疗补助",
    "其他社会保障缴费",
    "住房公积金",
    "医疗费",
    "其他工资福利支出",
    "办公费",
    "印刷费",
    "咨询费",
    "手续费",
    "水费",
    "电费",
    "邮电费",
    "取暖费",
    "物业管理费",
    "差旅费",
    "因公出国（境）费用",
    "维修（护）费",
    "租赁费",
    "会议费",
    "培训费",
    "公务接待费",
    "专用材料费",
    "被装购置费",
    "专用燃料费",
    "劳务费",
    "委托业务费",
    "工会经费",
    "福利费",
    "公务用车运行维护费",
    "其他交通费用",
    "税金及附加费用",
    "其他商品和服务支出",
    "离休费",
    "退休费",
    "抚恤金",
    "生活补助",
    "救济费",
    "医疗费补助",
    "助学金",
    "奖励金",
    "个人农业生产补贴",
    "其他对个人和家庭的补助",
]


def _total() -> Decimal:
    return sum((unit.total for unit in UNITS), Decimal(0))


def _basic() -> Decimal:
    return sum((unit.basic for unit in UNITS), Decimal(0))


def _project() -> Decimal:
    return sum((unit.project for unit in UNITS), Decimal(0))


def _split(amount: Decimal, parts: int) -> list[Decimal]:
    """Split an amount into uneven parts that add up to it."""
    weights = [Decimal(3 + (7 * index) % 11) for index in range(parts)]
    shares = [(amount * weight / sum(weights)).quantize(Decimal("0.01")) for weight in weights]
    return [*shares[:-1], amount - sum(shares[:-1])]


def _balance() -> Grid:
    total, basic, project = _show(_total()), _show(_basic()), _show(_project())
    rows = [
        ["收入", "", "支出", ""],
        ["项目", "预算数", "项目", "预算数"],
        ["一、财政拨款", total, "一、基本支出", basic],
        ["二、财政专户拨款", "0.00", "二、项目支出", project],
        ["三、其他资金", "0.00", "三、事业单位经营支出", "0.00"],
        ["本年收入合计", total, "本年支出合计", total],
        ["四、上级补助收入", "0.00", "四、结转下年", "0.00"],
        ["收入总计", total, "支出总计", total],
    ]
    return Grid(rows, (32, 18, 32, 18))


def _income() -> Grid:
    rows = [["项目", "2021年预算"], ["一、一般公共预算拨款", _show(_total())], ["二、政府性基金预算拨款", "0.00"]]
    rows += [["三、国有资本经营预算拨款", "0.00"], ["四、其他收入", "0.00"], ["收入合计", _show(_total())]]
    return Grid(rows, (65, 35))


def _by_function() -> Grid:
    basic, project = _split(_basic(), 5), _split(_project(), 5)
    rows = [["功能科目编码", "功能科目名称", "合计", "基本支出", "项目支出"]]
    for index, (code, name, below, below_name) in enumerate(FUNCTIONS):
        both = _show(basic[index] + project[index])
        rows.append([code, name, both, _show(basic[index]), _show(project[index])])
        rows.append([below, f"　{below_name}", both, _show(basic[index]), _show(project[index])])
    rows.append(["", "合计", _show(_total()), _show(_basic()), _show(_project())])
    return Grid(rows, (16, 36, 16, 16, 16), repeat=True)


def _by_economy(amount: Decimal, lead: str) -> Grid:
    rows = [["部门预算支出经济科目编码", "经济科目名称", lead]]
    for index, (name, share) in enumerate(zip(ECONOMIC, _split(amount, len(ECONOMIC)), strict=True)):
        rows.append([f"[{301 + index // 18}{index % 18 + 1:02d}]", name, _show(share)])
    rows.append(["", "合计", _show(amount)])
    return Grid(rows, (30, 44, 26), repeat=True)


def _travel() -> Grid:
    rows = [
        ["项目", "2020年预算", "2021年预算"],
        ["行政经费", "498.00", "486.50"],
        ["“三公”经费", "62.00", "58.00"],
        ["其中：（一）因公出国（境）支出", "0.00", "0.00"],
        ["（二）公务用车购置及运行维护支出", "52.00", "50.00"],
        ["（三）公务接待费支出", "10.00", "8.00"],
    ]
    return Grid(rows, (50, 25, 25))


def _empty(lead: str) -> Grid:
    return Grid([["功能科目编码", "功能科目名称", lead], ["", "合计", "0.00"]], (30, 44, 26))


def _projects() -> Grid:
    rows = [["单位名称", "项目名称", "项目支出", "其中：财政拨款", "绩效目标"]]
    for unit in UNITS:
        for name, _, amount, outcome in unit.projects:
            rows.append([unit.name, name, _show(amount), _show(amount), outcome])
    rows.append(["合计", "", _show(_project()), _show(_project()), ""])
    return Grid(rows, (24, 22, 14, 14, 26), repeat=True)


def _purchases() -> Grid:
    rows = [["采购项目", "采购品目", "数量", "单位", "预算金额（万元）"]]
    rows += [
        ["船艇通信导航设备更新", "通信设备", "12", "套", "86.40"],
        ["水质监测仪器", "仪器仪表", "4", "台", "52.00"],
    ]
    rows.append(["合计", "", "16", "", "138.40"])
    return Grid(rows, (30, 22, 12, 12, 24))


TABLES: tuple[tuple[str, Grid], ...] = (
    ("收支总体情况表", _balance()),
    ("收入总体情况表", _income()),
    ("支出总体情况表", _by_function()),
    ("财政拨款收支总体情况表", _balance()),
    ("一般公共预算支出情况表（按功能分类科目）", _by_function()),
    ("一般公共预算基本支出情况表（按支出经济分类科目）", _by_economy(_basic(), "2021年预算")),
    ("一般公共预算项目支出情况表（按支出经济分类科目）", _by_economy(_project(), "2021年预算")),
    ("一般公共预算安排的行政经费及“三公”经费预算表", _travel()),
    ("政府性基金预算支出情况表", _empty("2021年预算")),
    ("国有资本经营预算支出情况表", _empty("2021年预算")),
    ("部门预算基本支出预算表", _by_economy(_basic(), "合计")),
    ("部门预算项目支出及其他支出预算表", _projects()),
)


# ---- prose ----------------------------------------------------------------------------------------------------------


def _overview() -> Iterator[Block]:
    yield Line("part", "第一部分 部门概况")
    yield Line("chapter", "一、主要职责")
    for unit in UNITS:
        yield Line("prose", f"{unit.name}：{unit.duty}，完成市委、市政府和上级主管部门交办的其他任务。" * 3)
    yield Line("chapter", "二、机构设置")
    names = "、".join(unit.name for unit in UNITS)
    staff = sum(unit.staff for unit in UNITS)
    yield Line("prose", f"本部门预算包括{names}共{len(UNITS)}个单位的预算。年末在职人员{staff}人。")
    yield Line("chapter", "三、年度主要工作任务")
    for unit in UNITS:
        for name, content, _, outcome in unit.projects:
            yield Line("prose", f"{name}。{content}通过以上工作，{outcome}")


def _explanation() -> Iterator[Block]:
    total, project = _show(_total()), _show(_project())
    yield Line("part", "第三部分 2021年部门预算情况说明")
    chapters = (
        (
            "一、部门预算收支增减变化情况",
            f"2021年本部门收入预算{total}万元，比上年增加3.20%，主要原因是人员经费政策性增资；",
        ),
        ("二、“三公”经费安排情况", "2021年本部门“三公”经费预算安排58万元，比上年减少4万元，主要原因是压减公务接待费；"),
        (
            "三、机关运行经费安排情况",
            "2021年机关运行经费安排486.50万元，比上年减少11.50万元，主要用于办公、水电、差旅和会议；",
        ),
        ("四、政府采购情况", "2021年本部门政府采购安排138.40万元，其中货物类138.40万元，工程类0万元，服务类0万元；"),
        (
            "五、国有资产占有使用情况",
            "截至2020年12月31日，本部门占有使用国有资产总体情况为：固定资产6820.15万元，车辆24辆，船艇9艘；",
        ),
    )
    for heading, text in chapters:
        yield Line("chapter", heading)
        for _ in range(4):
            yield Line("prose", text + "坚持过紧日子要求，严格控制一般性支出，优化支出结构，提高资金使用效益。" * 4)
    yield Line("chapter", "六、预算绩效情况说明")
    yield Line(
        "prose",
        f"2021年，本部门对{sum(len(unit.projects) for unit in UNITS)}个项目实行绩效目标管理，涉及资金{project}万元，"
        "其中数量指标46个、质量指标23个、时效指标12个、成本指标9个，效益指标31个，满意度指标10个。"
        "各项目均按要求设置了一级指标、二级指标、三级指标和指标值，详见第四部分2021年市级部门整体预算绩效目标表。",
    )
    for unit in UNITS:
        for name, _, amount, outcome in unit.projects:
            yield Line(
                "prose",
                f"{name}项目：预算安排{_show(amount)}万元。总体绩效目标：{outcome}社会效益指标：渔区安全稳定。" * 2,
            )


def _glossary() -> Iterator[Block]:
    yield Line("part", "第五部分 名词解释")
    terms = {
        "财政拨款收入": "指市级财政当年拨付的资金",
        "其他资金": "指除财政拨款以外的各项资金",
        "基本支出": "指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出",
        "项目支出": "指在基本支出之外为完成特定行政任务和事业发展目标所发生的支出",
        "“三公”经费": "指因公出国（境）费、公务用车购置及运行费和公务接待费",
        "绩效目标": "指财政支出在一定期限内计划达到的产出和效果",
    }
    for number, (term, meaning) in enumerate(terms.items()):
        yield Line("prose", f"{'一二三四五六'[number]}、{term}：{meaning}。{BUREAU}各单位按照统一口径填报。" * 2)


def _contents(entries: Sequence[tuple[str, int]]) -> Iterator[Block]:
    yield Line("title", "目  录")
    for text, page in entries:
        yield Line("entry", f"{text}{'…' * max(4, 30 - len(text))}{page}")


def _tables(year: str = YEAR) -> Iterator[Block]:
    for number, (name, grid) in enumerate(TABLES, 1):
        yield Line("corner", f"预算公开{number:02d}表")
        yield Line("title", f"{year}部门预算{name}" if number % 2 else name)
        yield Line("corner", f"单位名称：{BUREAU}　　　单位：万元")
        yield grid
        if number % 3 == 0:
            yield Line("prose", "注：本表反映部门本年度预算安排情况，因四舍五入可能存在尾差。")
        yield Break()


# ---- the documents --------------------------------------------------------------------------------------------------

TITLE_2021 = "2021年市级部门整体预算绩效目标表"
TITLE_2024 = "2024年市级部门整体预算绩效目标表"


def long_budget() -> Iterator[Block]:
    """A published budget of more than 30 pages with five forms.

    The first begins in the middle of a page, below prose. The second begins on the page on which the first ends. A list
    of projects and other tables stand between it and the third, whose title names its unit and is broken over two
    lines. The fourth follows it. The fifth begins below another table, and a table without a title follows it.
    """
    yield Line("cover", f"{YEAR}{BUREAU}部门预算")
    yield Break()
    entries = [("第一部分 部门概况", 3), ("第二部分 2021年部门预算表", 5)]
    entries += [
        (name, page) for (name, _), page in zip(TABLES, (5, 6, 7, 8, 9, 10, 12, 14, 15, 16, 17, 19), strict=True)
    ]
    entries += [("第三部分 2021年部门预算情况说明", 20), (f"第四部分 {TITLE_2021}", 24), ("第五部分 名词解释", 33)]
    yield from _contents(entries)
    yield Break()
    yield from _overview()
    yield Break()
    yield Line("part", "第二部分 2021年部门预算表")
    yield from _tables()
    yield from _explanation()
    yield Line("part", f"第四部分 {TITLE_2021}")
    yield Line("prose", "根据预算绩效管理要求，本部门及所属单位编制了整体预算绩效目标表，随部门预算一并公开。")
    yield Printed(_form_2021(UNITS[0], ("附件1", TITLE_2021)), sections=True)
    yield Printed(_form_2021(UNITS[1], ("附件2", TITLE_2021)))
    yield Line("title", "项目支出绩效目标清单")
    yield Line("corner", "单位：万元")
    yield _projects()
    yield Break()
    yield Line("title", "政府采购预算表")
    yield _purchases()
    yield Break()
    yield Printed(_form_2024(UNITS[2], (f"{UNITS[2].name}2024年", "市级部门整体预算绩效目标表")))
    yield Break()
    yield Printed(_form_2024(UNITS[3], (TITLE_2024,)))
    yield Break()
    yield Line("title", "国有资本经营预算支出表")
    yield _empty("2021年预算")
    yield Printed(_form_2021(UNITS[4], ("附件5", TITLE_2021)))
    yield Line("prose", "")
    yield _travel()
    yield Break()
    yield from _glossary()


def plain_budget() -> Iterator[Block]:
    """A budget without forms."""
    yield Line("cover", f"{YEAR}{BUREAU}部门预算")
    yield Break()
    yield from _overview()
    yield Break()
    yield from _tables()
    yield from _glossary()


def final_account() -> Iterator[Block]:
    """A final account: tables, and prose on performance with numbers, a score and the names of indicators."""
    yield Line("title", f"2020年度{BUREAU}部门决算")
    yield Line("chapter", "一、收入支出决算总体情况")
    yield Line("title", "收入支出决算总表")
    yield _balance()
    yield Line("title", "支出决算表")
    yield _by_function()
    yield Line("chapter", "二、预算绩效情况说明")
    yield Line(
        "prose",
        f"（一）绩效管理工作开展情况。我部门组织对2020年度一般公共预算项目支出开展绩效自评，涉及资金{_show(_project())}万元。",
    )
    for unit in UNITS:
        for name, content, amount, outcome in unit.projects:
            yield Line(
                "prose",
                f"{name}项目绩效自评综述：全年预算数{_show(amount)}万元，执行数{_show(amount)}万元，完成预算的100%，得分96分。"
                f"{content}产出指标、效益指标和满意度指标均完成年初目标，{outcome}",
            )
    yield Line("chapter", "三、“三公”经费支出情况")
    yield _travel()


def contents_and_prose() -> Iterator[Block]:
    """A table of contents that names the form, and prose that does."""
    yield from _contents([("第一部分 部门概况", 3), ("第三部分 预算情况说明", 9), (f"第四部分 {TITLE_2021}", 31)])
    yield Line("entry", f"附件 {TITLE_2021} 31")
    yield Break()
    yield from _overview()
    yield from _explanation()


def balance_sheet() -> Iterator[Block]:
    """A spreadsheet of income and expenditure, printed."""
    yield Line("title", "部门收支总表")
    yield Line("corner", f"填报单位：{BUREAU}　　　单位：万元")
    yield _balance()
    yield Line("title", "部门支出总表")
    yield _by_function()
    yield _by_economy(_basic(), "基本支出")


def letter() -> Iterator[Block]:
    """A letter that asks for the form, names its columns, and shows in a table how each is filled in."""
    yield Line("title", "关于报送2021年市级部门整体预算绩效目标的通知")
    yield Line("prose", "局属各单位：")
    yield Line(
        "prose",
        f"根据市财政局有关要求，请各单位认真填报《{TITLE_2021}》，于9月30日前报送局规划财务科。现将有关事项通知如下：",
    )
    yield Line("chapter", "一、填报内容")
    yield Line(
        "prose",
        "表中预算单位名称、主管部门名称、按支出类型划分、按收入来源划分、总体绩效目标、年度重点工作任务以及一级指标、二级指标、"
        "三级指标、指标值各栏均须填写，数量指标、质量指标、时效指标和成本指标应当量化。",
    )
    yield Line("chapter", "二、填报要求")
    rows = [["栏目", "填报要求"], ["预算单位名称", "填写单位全称"], ["总体绩效目标", "概括描述年度总体目标"]]
    rows += [["指标值", "尽量使用数字"], ["其他需完成的任务", "没有的可以不填"]]
    yield Grid(rows, (35, 65))
    yield Line("prose", f"附件：{TITLE_2021}（略）")
    yield Line("corner", BUREAU)


def project_list() -> Iterator[Block]:
    """A list of projects with their targets in prose."""
    yield Line("title", f"{YEAR}{BUREAU}项目支出绩效目标清单")
    yield Line("corner", "单位：万元")
    yield _projects()
