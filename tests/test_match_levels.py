"""First levels whose labels do not stand beside their first rows: `效益指标` in their middle, or on a page below."""

from extractor.document import Cell, PageBox
from extractor.hits import BlankHit, LeafHit, LevelHit, Match, TreeHit
from extractor.match_levels import place_levels
from extractor.patterns import load_patterns

(PATTERN,) = (pattern for pattern in load_patterns() if pattern.name == "zhanjiang-2021")


def cell(text: str, *, page: int = 1, aligned: bool = True, top: float = 0.0) -> Cell:
    return Cell(text, text, (PageBox(page, (0.0, top, 10.0, top + 10.0)),), 0.0, 10.0, aligned=aligned)


def first(code: str, text: str, **where: int) -> LevelHit:
    return LevelHit(1, code, cell(text, page=where.get("page", 1)))


def second(code: str, text: str) -> LevelHit:
    return LevelHit(2, code, cell(text))


def leaf(name: str, top: float = 0.0) -> LeafHit:
    return LeafHit({"name": cell(name, top=top), "value": cell("1", top=top)})


def say(hit: TreeHit) -> str | None:
    shown = hit.cells["name"] if isinstance(hit, LeafHit) else hit.cell
    return shown.text if shown is not None else None


def place(*tree: TreeHit) -> tuple[list[str | None], list[str]]:
    match = Match(PATTERN, None, tree=list(tree))
    place_levels(match)
    return [say(hit) for hit in match.tree], [finding.code for finding in match.findings]


OUTPUT = first("output", "产出指标")
BENEFIT = first("benefit", "效益指标")
QUALITY = second("quality", "质量指标")
ECONOMIC = second("economic_benefit", "经济效益指标")
SOCIAL = second("social_benefit", "社会效益指标")


def test_a_label_in_the_middle_of_its_rows_goes_above_the_second_levels_that_are_its_own() -> None:
    read = place(OUTPUT, QUALITY, leaf("及时率"), ECONOMIC, leaf("增收"), BENEFIT, SOCIAL, leaf("就业"))
    assert read == (
        ["产出指标", "质量指标", "及时率", "效益指标", "经济效益指标", "增收", "社会效益指标", "就业"],
        [],
    )


def test_the_first_label_of_a_form_goes_above_all_that_is_its_own() -> None:
    blank = BlankHit(cell("/"))
    assert place(QUALITY, blank, OUTPUT, leaf("会议"))[0] == ["产出指标", "质量指标", "/", "会议"]


def test_over_a_page_break_the_check_of_alignment_tells_of_it() -> None:
    read = place(OUTPUT, QUALITY, leaf("及时率"), ECONOMIC, leaf("增收"), first("benefit", "效益指标", page=2), SOCIAL)
    assert read[0][3:5] == ["效益指标", "经济效益指标"]
    assert read[1] == ["alignment-doubtful"]


def test_a_label_at_a_pages_head_goes_below_the_second_levels_that_belong_to_the_one_above_alone() -> None:
    time = second("timeliness", "时效指标")
    read = place(OUTPUT, QUALITY, leaf("及时率"), first("benefit", "效益指标", page=2), time, leaf("按时"), ECONOMIC)
    assert read[0] == ["产出指标", "质量指标", "及时率", "时效指标", "按时", "效益指标", "经济效益指标"]


def test_a_label_goes_below_indicators_that_no_second_level_of_its_own_stands_above() -> None:
    read = place(OUTPUT, QUALITY, BENEFIT, leaf("及时率", top=20.0), ECONOMIC, leaf("增收", top=40.0))
    assert read[0] == ["产出指标", "质量指标", "及时率", "效益指标", "经济效益指标", "增收"]
    beside = place(OUTPUT, QUALITY, BENEFIT, leaf("及时率"), ECONOMIC)
    assert beside[0] == ["产出指标", "质量指标", "效益指标", "及时率", "经济效益指标"]


def test_a_label_with_none_of_its_own_second_levels_below_it_stays() -> None:
    assert place(OUTPUT, QUALITY, BENEFIT, second("cost", "成本指标"))[0] == [
        *("产出指标", "质量指标", "效益指标", "成本指标"),
    ]


def test_second_levels_that_suit_the_first_level_above_them_stay_there() -> None:
    assert place(OUTPUT, QUALITY, leaf("及时率"), BENEFIT)[0] == ["产出指标", "质量指标", "及时率", "效益指标"]


def test_where_lines_enclose_the_label_it_stays_where_it_is_printed() -> None:
    ruled = LevelHit(1, "benefit", cell("效益指标", aligned=False))
    assert place(OUTPUT, ECONOMIC, leaf("增收"), ruled)[0] == ["产出指标", "经济效益指标", "增收", "效益指标"]


def test_a_first_level_that_lines_showed_before_its_label_was_read_takes_its_label() -> None:
    inferred = LevelHit(1, "benefit", None, "repaired")
    read = place(OUTPUT, QUALITY, inferred, ECONOMIC, leaf("增收"), BENEFIT, SOCIAL)
    assert read[0] == ["产出指标", "质量指标", "效益指标", "经济效益指标", "增收", "社会效益指标"]
