"""Random texts as the forms hold them: one word to 800 characters, with digits, Latin words, quotes and paragraphs.

Enters: a source of chance. Leaves: text. What it means is of no weight; that it wraps like real text is.
"""

from random import Random


def words(text: str) -> list[str]:
    """Give the words of a line."""
    return text.split()


PLACES = words("湛江 赤坎 霞山 坡头 麻章 廉江 雷州 吴川 遂溪 徐闻 滨海 南海 东山 长宁 新丰 龙门")
BODIES = words(
    "信访局 文化服务中心 市场监督管理局 交通运输局 水务局 卫生健康局 农业农村局 档案馆 图书馆 残疾人联合会 "
    "科学技术协会 住房和城乡建设局 应急管理局 城市管理和综合执法局 青少年宫 第一中学"
)
WHO = words("我局 各县（市、区） 市级单位 基层组织 相关部门 项目承担单位 技术服务机构 社会组织 驻点工作组")
HOW = words("按照 结合 围绕 依托 通过 根据 统筹")
DOES = words(
    "推进 完善 加强 组织 落实 提升 建立健全 优化 开展 巩固 规范 支持 保障 引导 督促 牵头实施 持续改进 定期检查"
)
WHAT = words(
    "公共服务设施建设 信息系统运行维护 业务培训 矛盾纠纷排查 专项资金管理 人才队伍建设 环境综合整治 安全生产检查 "
    "数据共享交换 农村饮水安全 群众诉求办理 食品药品抽检 古籍数字化保护 港口疏浚工程 宣传教育活动 应急物资储备 "
    "无障碍设施改造 绩效评价结果应用 办公设备购置 电子政务外网接入 马路市场整治 风险隐患排查"
)
AIMS = words(
    "确保社会和谐稳定 提高群众满意度 降低运行成本 减少安全事故 促进可持续发展 满足群众基本需求 提升服务水平 "
    "实现应收尽收 增强风险防范能力 改善生态环境质量 推动高质量发展 做到应补尽补"
)
LATIN = words(
    "APP Windows Server OA 5G PM2.5 VPN IPv6 GB/T19001 Linux ETC LED B2B COVID-19 Word Excel 3D WiFi iOS HTTPS"
)
PAIRS = ("Windows Server", "Power BI", "Wi-Fi Mesh", "Smart City", "Open Data", "Visual Studio Code")
MARKS = "，，，，，；、："
ASCII_MARKS = str.maketrans({"，": ", ", "；": "; ", "：": ": ", "（": " (", "）": ") "})


def make_unit(random: Random) -> str:
    """Give the name of a body: `湛江市信访局`, now and then a long one."""
    name = f"{random.choice(PLACES)}{random.choice('市县区')}{random.choice(BODIES)}"
    return name + random.choice(["", "", "", "（本级）", "机关服务中心", "所属事业单位（含分支机构）"])


PHRASES = (
    "{does}{what}不少于{count}场次",
    "{does}“{what:.4}”和“{other:.6}”",
    "{how}《关于{does}{what}的通知》（〔{year}〕{small}号）",
    "{does}{latin}平台{what}",
    "使用{pair}软件{does}{what}",
    "{what}完成率达到{share}.{digit}%以上",
    "{does}{what}（含{other}、{third}）",
    "全年投入{count}.{small:02}万元用于{what}",
    "保障系统7×24小时稳定运行",
    "{aim}",
    "{who}{does}{what}",
    "{does}{what}",
    "{does}{what}",
    "{does}{what}",
)


def make_phrase(random: Random) -> str:
    """Give a part of a sentence: `开展“一站式”业务培训不少于24场次`."""
    return random.choice(PHRASES).format(
        does=random.choice(DOES),
        how=random.choice(HOW),
        who=random.choice(WHO),
        what=random.choice(WHAT),
        other=random.choice(WHAT),
        third=random.choice(WHAT),
        aim=random.choice(AIMS),
        latin=random.choice(LATIN),
        pair=random.choice(PAIRS),
        count=random.randint(2, 9000),
        year=random.randint(2015, 2024),
        small=random.randint(1, 99),
        share=random.randint(60, 99),
        digit=random.randint(0, 9),
    )


def make_sentence(random: Random, longest: int) -> str:
    """Give a sentence of about so many characters, that ends with `。` or `；`."""
    parts = [make_phrase(random)]
    while sum(map(len, parts)) < longest and len(parts) < 6:
        parts.append(random.choice(MARKS) + make_phrase(random))
    return "".join(parts) + random.choice("。。。；")


def make_text(random: Random, length: int, *, paragraphs: bool = False) -> str:
    r"""Give a text of about so many characters; with paragraphs, `\n` stands between them."""
    if length < 12:
        return random.choice(WHAT)
    if length < 40:
        return make_phrase(random)
    sentences: list[str] = []
    while (room := length - sum(map(len, sentences))) > 15:
        sentence = make_sentence(random, random.randint(10, min(60, room)))
        begins = paragraphs and (not sentences or random.random() < 0.35)
        number = f"{len(sentences) + 1}." if begins and random.random() < 0.5 else ""
        sentences.append(("\n" if begins and sentences else "") + number + sentence)
    text = "".join(sentences)
    return text[:-1] + ("。" if random.random() < 0.8 else "")


def make_length(random: Random, longest: int = 800) -> int:
    """Give a length of text: most are of a line or a few, some of a page."""
    low, high = random.choice([(4, 12), (12, 40), (12, 40), (40, 120), (40, 120), (120, 300), (300, 800)])
    return min(random.randint(low, high), longest)


def spread_marks(text: str) -> str:
    """Give a text with half-width marks set off by spaces, as some offices type: `督查, 复查 (市)`."""
    spread = text.translate(ASCII_MARKS)
    for doubled, single in (("  ", " "), (" \n", "\n"), ("\n ", "\n"), (") ,", "),"), (") ;", ");"), (" 。", "。")):
        spread = spread.replace(doubled, single)
    return spread.strip()
