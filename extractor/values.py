"""Values: what a cell prints, as clean text, a copy to compare labels with, an amount of money, a count or a date.

Enters: printed text. Leaves: text without the layout's traces, and typed values; None where the text says anything
else, for a value is understood in full or not at all. Files, forms and labels are unknown here.
"""

import html
import re
import unicodedata
from calendar import monthrange
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from functools import lru_cache

# A number as forms print it, in narrow characters. No leading zeros: `007` and `0759` are codes, not numbers.
NUMBER = r"(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*|0)(?:\.[0-9]+)?"

TOTALS = frozenset({"合计", "总计", "小计", "总合计", "金额合计", "总分", "合计得分", "自评总分", "自评得分"})
"""What a row that adds up others is called: it is no indicator and no task."""

# Full-width ASCII to ASCII, and the signs that forms use for it. NFKC would go too far: it makes `10²` into `102`.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0xFFE5: "¥", 0x2212: "-"}

# The CJK radicals supplement from U+2E80 on, sixteen to a line, as Unicode's EquivalentUnifiedIdeograph.txt equates
# them; U+2E80 has no equivalent and U+2E9A is unassigned, so both stand for themselves.
_SUPPLEMENT = (
    "⺀厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣"  # U+2E80
    "尢𡯂巳幺彑𫜹忄心扌攵\u2e9a旡日月歺母"  # U+2E90
    "民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹"  # U+2EA0
    "纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹"  # U+2EB0
    "艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑"  # U+2EC0
    "钅長镸长门𨸏阝雨青韦页风飞食𩙿飠"  # U+2ED0
    "饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜"  # U+2EE0
    "龙龜亀龟"  # U+2EF0
)
# Kangxi radicals as NFKC maps them, but for one: fonts of the mainland draw U+2F3E as 户 (`客⼾`), never as 戶.
_RADICALS = (
    {0x2E80 + offset: ideograph for offset, ideograph in enumerate(_SUPPLEMENT)}
    | {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    | {0x2F3E: "户"}
)
_RADICAL = re.compile("[\u2e80-\u2fd5]")

# Traditional characters of the labels, so that a Big5 file's 績效目標 is read as the vocabulary's 绩效目标.
_SIMPLIFIED = str.maketrans(
    "績標預單稱級總體財員數職離畫劃類撥萬擬轉場縣務點實內資達滿對響經濟態會環質時產設備續費構項業門間執際況"
    "狀無編製負責號聯話機開關審議說計廣義屬檔評價測權據術來辦動參與補償積極區報為從發應條減書戶課題貼購買運營維護"
    "檢驗傳導綜儲簡訊練習師學醫療養電網農鄉鎮圖館貨幣帳專長歷個後擇選範圍帶統籌當層請領結餘額認確",
    "绩标预单称级总体财员数职离画划类拨万拟转场县务点实内资达满对响经济态会环质时产设备续费构项业门间执际况"
    "状无编制负责号联话机开关审议说计广义属档评价测权据术来办动参与补偿积极区报为从发应条减书户课题贴购买运营维护"
    "检验传导综储简讯练习师学医疗养电网农乡镇图馆货币账专长历个后择选范围带统筹当层请领结余额认确",
)
_TRADITIONAL = re.compile(f"[{''.join(map(chr, _SIMPLIFIED))}]")

# Only what HTML knows is a tag, so that `<5%` and `x<y>z` survive. The second list breaks the line.
_INLINE_TAGS = "a|abbr|b|big|body|code|del|em|font|head|html|i|img|ins|label|o:p|s|small|span|strike|strong|sub|sup|u"
_BLOCK_TAGS = (
    "blockquote|br|center|dd|div|dl|dt|h[1-6]|hr|li|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul|col|colgroup"
)
_TAG = re.compile(rf"</?(?:(?P<block>{_BLOCK_TAGS})|{_INLINE_TAGS})(?:\s[^<>]*)?/?|<!--[^<>]*--", re.IGNORECASE)
_ANGLE = re.compile(r"([<>])")
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")

# White space, the characters that print nothing, and the colon after a label.
_UNCOMPARED = re.compile("[\\s:\u200b-\u200d\u2060\ufeff]+")
# Characters that are the same when they are folded, whatever follows them.
_SETTLED = re.compile(f"(?!{_TRADITIONAL.pattern})[0-9\u4e00-\u9fff]")
# NFKC takes time quadratic in a run of combining marks (100,000 take 15 s), so a long text is normalised in pieces.
_NORMALISED_AT_ONCE = 500
# Labels are short; longer texts would only fill the cache.
_LONGEST_CACHED = 200

_LONGEST_AMOUNT = 60
_MONEY = re.compile(rf"(?P<sign>-?)(?:¥ ?)?(?P<inner>-?)(?P<digits>{NUMBER})")
TASK_NUMBER = re.compile(r"^任[务務]\s*(\d{1,3}|[一二三四五六七八九十]{1,3})\s*[：:、.．]\s*", re.DOTALL)
"""What numbers a task before its name: `任务1：`."""

_COUNT = re.compile(r"([1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]*|0) ?[人名个家位]?")

_LONGEST_DATE = 40
_YEAR = "(?:19|20)[0-9]{2}"
_DATE_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?P<year>{_YEAR})(?P<mark>[-./])(?P<month>[0-9]{{1,2}})(?P=mark)(?P<day>[0-9]{{1,2}})(?: 00:00(?::00)?)?",
        rf"(?P<year>{_YEAR})(?P<month>[0-9]{{2}})(?P<day>[0-9]{{2}})",
        rf"(?:(?P<year>{_YEAR}) ?年 ?)?(?P<month>[0-9]{{1,2}}) ?月 ?(?P<day>[0-9]{{1,2}}) ?[日号]",
        rf"(?:(?P<year>{_YEAR}) ?年 ?)?(?P<month>[0-9]{{1,2}}) ?月 ?(?P<end>[底末])",
        rf"(?:(?P<year>{_YEAR}) ?年 ?年?|年)(?P<end>[底末])",
    )
)
# What each of these holds, and hardly a number.
_DATE_SIGN = re.compile("[-./年月]|[0-9]{8}")
# The words of a deadline around a date: `于2021年12月31日前完成`.
_DEADLINE = re.compile(r"[于在]?(?P<date>.*?) ?(?:[之以]?前)?(?:完成)?")

_TITLE_YEAR = re.compile(rf"(?<![0-9])({_YEAR})(?= ?年| ?[-–—~至到]{{1,2}} ?{_YEAR} ?年)")
_CHINESE_YEAR = re.compile("(?:一九|二[〇零○OＯ0])[〇零○OＯ0一二三四五六七八九]{2}(?=年)")
_CHINESE_DIGITS = str.maketrans("〇零○OＯ一二三四五六七八九", "00000123456789")


def narrow(text: str) -> str:
    """Give full-width ASCII (`１，０７９．９６％`) in its narrow form, every other character as it is."""
    return text if text.isascii() else text.translate(_NARROW)


def clean(text: str) -> str:
    """Remove the layout's traces from a text and nothing else: `<p>为民解难⼈</p>` gives `为民解难人`.

    HTML tags go (a block's tag breaks the line), entities such as `&nbsp;` are read where tags stand beside them, white
    space at both ends and around line breaks goes, every run of line breaks is one line feed, and radicals
    become the ideographs they stand for. Width and punctuation stay. Cleaning twice changes nothing more.
    """
    if "<" in text:
        text = _without_html(text)
    lines = _without_radicals(text).splitlines()
    return "\n".join(filter(None, map(str.strip, lines))) if len(lines) > 1 else "".join(lines).strip()


def _without_radicals(text: str) -> str:
    return text.translate(_RADICALS) if _RADICAL.search(text) else text


def simplify(text: str) -> str:
    """Give a text with the traditional characters of labels (`預算單位`) as simplified ones, its length unchanged."""
    return text.translate(_SIMPLIFIED) if _TRADITIONAL.search(text) else text


def fold(text: str) -> str:
    """Give the copy of a text that is compared with labels, never stored: `其中： 基本⽀出` gives `其中基本支出`.

    The text cleaned, in NFKC, without white space, invisible characters and colons, in simplified characters; case
    stays.
    """
    return _fold_label(text) if len(text) <= _LONGEST_CACHED else _fold(text)


@lru_cache(maxsize=8192)
def _fold_label(text: str) -> str:
    return _fold(text)


def are_alike(one: str, other: str) -> bool:
    """Tell whether two texts are the same when they are folded.

    Most are told apart by their first characters, which folding leaves as they are; to fold long texts takes long.
    """
    if one[:1] != other[:1] and _SETTLED.match(one) and _SETTLED.match(other):
        return False
    return one == other or fold(one) == fold(other)


def _fold(text: str) -> str:
    cleaned = clean(text)
    pieces = (cleaned[at : at + _NORMALISED_AT_ONCE] for at in range(0, len(cleaned), _NORMALISED_AT_ONCE))
    return simplify(_UNCOMPARED.sub("", "".join(unicodedata.normalize("NFKC", piece) for piece in pieces)))


_LEAD = re.compile(r"^(?:其中|[*★☆]+|\(?[一二三四五六七八九十\d]{1,3}[)、.．])")
_TAIL = re.compile(r"[(（\[【][^()（）\[\]]{0,24}[)）\]】]$")


@lru_cache(maxsize=8192)
def label_forms(folded: str) -> tuple[str, ...]:
    """Give a folded text and what is left of it without layout: leading `其中`, numbering, a bracket at the end."""
    bare = _LEAD.sub("", _LEAD.sub("", folded))
    return tuple(dict.fromkeys((folded, bare, _TAIL.sub("", bare))))


def _without_html(text: str) -> str:
    stripped = _without_tags(text)
    if stripped == text:
        return text
    decoded = _ENTITY.sub(lambda entity: html.unescape(entity[0]), stripped)
    # Entities that spell out a tag are a text about tags: they stay as they are.
    return decoded if _without_tags(decoded) == decoded else stripped


def _without_tags(text: str) -> str:
    """Remove tags in one pass, those included that the removal of a tag inside them uncovers (`<<b>b>`)."""
    kept: list[str] = []
    opened: list[int] = []  # where in `kept` a `<` stands that no `>` has followed
    for piece in _ANGLE.split(text):
        if piece == ">" and opened:
            if tag := _TAG.fullmatch("".join(kept[opened[-1] :])):
                del kept[opened.pop() :]
                piece = "\n" if tag["block"] else ""  # noqa: PLW2901 - stands in the tag's stead
            else:
                opened.clear()
        elif piece == "<":
            opened.append(len(kept))
        kept.append(piece)
    return "".join(kept)


def parse_money(text: str, *, units: Collection[str] = ()) -> Decimal | None:
    """Read an amount exactly as printed, `6,351,000.00` as Decimal("6351000"); None for anything else.

    Either width, thousands separators, `¥` and a minus before it, and one of the `units` (`万元`) after it are
    understood; the amount is never rescaled. Without trailing zeros, exponent or negative zero.
    """
    text = text.strip()
    if len(text) > _LONGEST_AMOUNT:
        return None
    amount = narrow(text)
    for unit in sorted(map(narrow, units), key=len, reverse=True):
        if unit and amount.endswith(unit):
            amount = amount.removesuffix(unit).rstrip()
            break
    money = _MONEY.fullmatch(amount)
    if not money or (money["sign"] and money["inner"]):
        return None
    return exact(money["sign"] + money["inner"] + money["digits"])


def is_money(text: str, *, units: Collection[str] = ()) -> bool:
    """Tell whether a text is an amount and nothing else: `270.26` is, `968.191 8` and `854万854万` are not."""
    return parse_money(clean(text) if "<" in text else text, units=units) is not None


def exact(digits: str) -> Decimal:
    """Give the number that digits with separators print, `6.00` as Decimal("6"): without trailing zeros, never -0."""
    plain = digits.replace(",", "")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return Decimal(plain) or Decimal(0)


def parse_count(text: str) -> int | None:
    """Read a count of people or bodies: `23`, `23人`, `２３`, `1,200`; None for anything else."""
    printed = narrow(text.strip())
    counted = _COUNT.fullmatch(printed) if len(printed) <= _LONGEST_AMOUNT else None
    return int(counted[1].replace(",", "")) if counted else None


def parse_date(text: str, *, year: int | None = None) -> str | None:
    """Read a day as ISO 8601: `2021.12.31`, `2021年12月31日前` and `2021年12月底前` all give `2021-12-31`.

    `year` is the form's year, for a day printed without one (`12月31日前`). None for what is no day of the calendar,
    and for what names only a month or a year.
    """
    printed = narrow(text.strip())
    short = len(printed) <= _LONGEST_DATE and _DATE_SIGN.search(printed)
    deadline = _DEADLINE.fullmatch(printed) if short else None
    if not deadline:
        return None
    for form in _DATE_FORMS:
        if parts := form.fullmatch(deadline["date"]):
            return _calendar_day(parts.groupdict(), year)
    return None


def _calendar_day(parts: dict[str, str | None], default_year: int | None) -> str | None:
    year = int(parts["year"]) if parts["year"] else default_year
    month = int(parts.get("month") or 12)
    try:
        if year is None:
            return None
        return date(year, month, int(parts.get("day") or monthrange(year, month)[1])).isoformat()
    except ValueError:
        return None


def parse_year(title: str) -> int | None:
    """Read the year a title names, `2021年市级部门整体预算绩效目标表` as 2021; None for none and for several."""
    printed = narrow(title)
    years = {int(found[1]) for found in _TITLE_YEAR.finditer(printed)}
    years |= {int(found[0].translate(_CHINESE_DIGITS)) for found in _CHINESE_YEAR.finditer(printed)}
    return years.pop() if len(years) == 1 else None
