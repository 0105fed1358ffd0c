"""Units: the words that say how something is counted or measured, alone or as a rate (`人次`, `万元/亩`, `个工作日`).

Leaves: the pattern of a unit, and what some units leave open about the number before them. Units are a closed list: a
word that is not in it may turn the number into something else (`2021年`, `3级`, `5号楼`).
"""

import re


def any_of(words: str) -> str:
    """Give the pattern of one of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words.split(), key=len, reverse=True))


_SCALE = "(?:十万|百万|千万|万亿|万|亿|百|千)"
_COUNTERS = (
    "人 名 个 位 户 家 次 场 项 件 批 套 台 辆 架 艘 座 栋 幢 间 所 处 条 支 份 篇 部 本 册 张 枚 块 幅 株 棵 头 "
    "只 匹 羽 尾 盏 门 课 节 堂 课时 学时 人次 人天 人日 人月 人年 例 起 宗 案 卷 票 笔 单 篮 袋 箱 桶 盒 瓶 包 "
    "盆 口 眼 孔 杆 根 片 扇 床 床位 车 标段 路 对 双 组 期 届 班 轮 层 级 岗 面 首 集 版 字 词 款 类 种 帧 倍 "
    "分 剂 针 副 顶 方 宗地 地块 台套 页 桌 席 餐 学分 标箱 标台 人份 讲 趟 回 遍 桩 井 棚 池 塘 库 窗 罐 筐 捆 "
    "束 队 团 厅 室 馆 曲 畦 穴 丛 窖 人时 工时 机时 台时 床日 亩次"
)
_NOUNS = (
    "项目 子项目 村 行政村 自然村 村居 社区 乡镇 镇 乡 街道 县 区 县区 县市区 市 省 国家 企业 单位 部门 机构 "
    "学校 班级 学生 教师 医院 家庭 农户 贫困户 活动 会议 培训 案件 课题 点 点位 站 站点 网点 岗位 学位 车位 泊位 "
    "工位 铺位 展位 摊位 品种 工程 系统 平台 基地 专家 职工 干部 党员 老人 儿童 患者 学员 考生 志愿者 车辆 设备 "
    "团队 队伍 支部 党支部 党组织 专利 论文 作品 节目 剧目 课程 园区 景区 水库 路口 路段 小区 楼栋 栏目 账号 "
    "场馆 厕所 公厕 村庄 流域 断面 样品 样本"
)
_INTERVALS = "小时 工作日 自然日 日历日 日历天 星期 学期 百分点"
_MEASURES = (
    "% ‰ 元 美元 港元 澳门元 欧元 日元 英镑 角 克 千克 公斤 斤 吨 毫克 微克 米 千米 公里 厘米 毫米 微米 海里 "
    "延米 亩 公顷 平方 平米 平方米 平方公里 平方千米 平方厘米 立方 立方米 立方厘米 标方 升 公升 毫升 秒 分钟 天 "
    "日 周 年 岁 周岁 度 ℃ 摄氏度 分贝 千伏 千伏安 瓦 千瓦 千瓦时 兆瓦 兆帕 赫兹 千卡 标准煤 吨标准煤 kg g mg t "
    "m km cm mm m2 m² ㎡ m3 m³ km2 km² ha L mL h min ms d kV kVA kW kWh MW MPa Hz dB KB GB MB TB PB Mbps Gbps "
    "TEU ppm mg/L μg/L mg/m3 mg/m³ μg/m3 μg/m³ mg/kg"
)
# Units that stand only after a stroke, 每 or 个, where they are no day or month of the calendar.
_PERIODS = "月 季 季度 半年 学年 年度"
_COUNTED = rf"个?(?:{any_of(_COUNTERS)})次?|(?:{any_of(_COUNTERS)})?(?:{any_of(_NOUNS)})"
_LASTING = rf"个?(?:{any_of(_INTERVALS)})|个(?:{any_of(_PERIODS)})"
_ONE = rf"(?:{_COUNTED}|{_LASTING}|{any_of(_MEASURES)})"
_EACH = rf"(?:(?:/|每|[·•・.*])(?:{_ONE}|{any_of(_PERIODS)}))"

UNIT = re.compile(rf"{_SCALE}?{_ONE}(?:\({_ONE}\))?{_EACH}{{0,3}}|{_SCALE}{_EACH}{{0,3}}|(?=/){_EACH}{{1,3}}")
"""A whole unit, in narrow characters and without white space."""

ORDINALS = frozenset({
    "日", "期", "届", "级", "组", "班", "轮", "层", "类", "版", "集", "节", "课", "度", "区", "路", "点",
    "站", "讲", "回", "队", "团", "厅", "室", "馆", "库", "井", "桩", "窗", "课程",
})  # fmt: skip
"""After these a bare number may be an ordinal or a day (`3级`, `二期`, `15日`); with an operator it is a count."""

QUALIFIERS = frozenset({"个人", *_NOUNS.split()})
"""In an indicator's name these say who or where, not how it is counted: `培训人数（教师）`."""

UNITS_OF_KILO = ("克", "米", "瓦")
"""`三千克` is three kilograms or three thousand grams."""
