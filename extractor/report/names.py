"""Names linked over two years: which of one form's indicators or tasks is which of another's.

Enters: the names of two forms, each with where it stands. Leaves: links: exact ones; similar ones with a score, which
are offered and never taken for granted; and what has no counterpart. Files, forms and values are unknown here.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz, process

from extractor.values import fold

LEAST_SCORE = 65
"""Names less similar are not offered: `会议次数` and `培训次数` have 50, `参加会议率` and `参加培训率` 60."""

LONGEST_COMPARED = 200
"""A longer name is a text; it is linked only where it is the same."""

MOST_PAIRS = 1_000_000
"""With more pairs of names left, none are compared for similarity."""

SIMILAR_BODIES = 82
"""Names of bodies less similar are not offered: `市第一中学` and `市第二中学` have 80."""

MOST_SIMILAR = 50
"""Similar names that are weighed for each; a form with more has a series of names."""

MOST_OFFERED = 3
"""Similar names that are offered for each besides the best."""

MOST_BODIES = 4000
"""With more names of bodies, none are compared for similarity."""

How = Literal["exact", "moved", "similar", "ambiguous", "dropped", "new"]


@dataclass(frozen=True, slots=True)
class Named:
    """A name as printed, and under which heading it stands (for an indicator its levels)."""

    name: str | None
    place: Hashable = None


@dataclass(frozen=True, slots=True)
class Link:
    """What became of a name.

    Attributes:
        how: `exact`: the same name, alone of its name under its heading; `moved`: the same name under another heading;
            `similar`: offered by its score; `ambiguous`: the other form has the name too, but several times, or here
            it stands several times; `dropped` and `new`: without a counterpart.
        earlier: its number in the earlier form, from 0; None for a new one.
        later: its number in the later form; None where there is none, or where it is ambiguous.
        score: how similar the folded names are, from 0 to 100; 100 where they are the same, None without a counterpart.
        others: the next best names of the later form that are similar enough, as numbers with their scores.
    """

    how: How
    earlier: int | None
    later: int | None
    score: int | None = None
    others: tuple[tuple[int, int], ...] = ()

    @property
    def doubtful(self) -> bool:
        """Whether a person should say if the link is right."""
        return self.how in ("similar", "ambiguous")


def link_names(earlier: Sequence[Named], later: Sequence[Named]) -> list[Link]:
    """Link the names of two forms.

    Names are compared folded: width, white space and colons do not count, `受益人数（人）` and `受益人数 (人)` are the
    same. Each name has at most one counterpart. What is left after the same names is compared for similarity, the best
    score first.

    Gives:
        the links in the order of the later form, then those of the earlier form that are left.
    """
    before, after = _number_by_name(earlier), _number_by_name(later)
    links: list[Link] = []
    for name in before.keys() & after.keys():
        links += _link_same(before[name], after[name], earlier, later)
    used_before = {link.earlier for link in links}
    used_after = {link.later for link in links}
    rest_before = {k: name for name, numbers in before.items() for k in numbers if k not in used_before}
    rest_after = {k: name for name, numbers in after.items() for k in numbers if k not in used_after}
    similar = list(_link_similar(rest_before, rest_after))
    links += similar
    used_before |= {link.earlier for link in similar}
    used_after |= {link.later for link in similar}
    links += [Link("dropped", k, None) for k in range(len(earlier)) if k not in used_before]
    links += [Link("new", None, k) for k in range(len(later)) if k not in used_after]
    return sorted(links, key=_order)


def _order(link: Link) -> tuple[int, int]:
    if link.later is not None:
        return 0, link.later
    return 1, -1 if link.earlier is None else link.earlier


def _number_by_name(names: Sequence[Named]) -> dict[str, list[int]]:
    """Give the numbers of each folded name. What has no name has no counterpart."""
    numbers: dict[str, list[int]] = defaultdict(list)
    for number, named in enumerate(names):
        if named.name is not None and (folded := fold(named.name)):
            numbers[folded].append(number)
    return numbers


def _link_same(
    before: Sequence[int], after: Sequence[int], earlier: Sequence[Named], later: Sequence[Named]
) -> Iterator[Link]:
    """Link the bearers of one name: alone on both sides, else alone under one heading, else not."""
    if len(before) == len(after) == 1:
        same = earlier[before[0]].place == later[after[0]].place
        yield Link("exact" if same else "moved", before[0], after[0], 100)
        return
    left_before, left_after = list(before), list(after)
    for place in dict.fromkeys(earlier[k].place for k in before):
        here = [k for k in before if earlier[k].place == place]
        there = [k for k in after if later[k].place == place]
        if len(here) == len(there) == 1:
            yield Link("exact", here[0], there[0], 100)
            left_before.remove(here[0])
            left_after.remove(there[0])
    if not left_before or not left_after:
        return  # What is left on one side alone is dropped or new.
    yield from (Link("ambiguous", k, None, 100, tuple((other, 100) for other in left_after)) for k in left_before)
    yield from (Link("ambiguous", None, k, 100) for k in left_after)


def _link_similar(before: Mapping[int, str], after: Mapping[int, str]) -> Iterator[Link]:
    """Offer for each name left the most similar one left; of two that want the same one, the more similar has it."""
    before = {k: name for k, name in before.items() if len(name) <= LONGEST_COMPARED}
    after = {k: name for k, name in after.items() if len(name) <= LONGEST_COMPARED}
    if len(before) * len(after) > MOST_PAIRS:
        return
    found = {
        k: [
            (int(score), other)
            for _, score, other in process.extract(
                name, after, scorer=fuzz.ratio, score_cutoff=LEAST_SCORE, limit=MOST_SIMILAR
            )
        ]
        for k, name in before.items()
    }
    pairs = sorted(((-score, k, other) for k, matches in found.items() for score, other in matches))
    taken_before: set[int] = set()
    taken_after: set[int] = set()
    for score, k, other in pairs:
        if k in taken_before or other in taken_after:
            continue
        taken_before.add(k)
        taken_after.add(other)
        others = tuple((number, worth) for worth, number in found[k] if number != other)
        yield Link("similar", k, other, -score, others[:MOST_OFFERED])


def find_similar_names(names: Collection[str]) -> list[tuple[str, str, int]] | None:
    """Give pairs of different names that may mean the same body, with their scores, the most similar first.

    They are for a person to judge; nothing is merged because of them. Of a series of names (`第一中学`, `第二中学`, …)
    each is offered with a few. None where there are too many names to compare.
    """
    if len(names) > MOST_BODIES:
        return None
    known = sorted(name for name in set(names) if 0 < len(fold(name)) <= LONGEST_COMPARED)
    folded = [fold(name) for name in known]
    pairs = []
    for index, text in enumerate(folded):
        matches = process.extract(
            text, folded[index + 1 :], scorer=fuzz.ratio, score_cutoff=SIMILAR_BODIES, limit=MOST_OFFERED
        )
        pairs += [(known[index], known[index + 1 + other], int(score)) for _, score, other in matches]
    return sorted(pairs, key=lambda pair: (-pair[2], pair[0], pair[1]))
