"""Which two records may be of one woman: a proposal to a facilitator, never a decision."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations
from typing import Final

from groups.joining.model import LikelyPair, RecordBrief

LIKELY_MOST: Final = 50
# Polite additions to a name; they are often left out.
_ADDED: Final = frozenset({"devi", "kumari", "bai", "देवी", "कुमारी", "बाई"})


def likely_pairs(records: Iterable[RecordBrief]) -> tuple[LikelyPair, ...]:
    """Return pairs of records with one name, and with common kin or in one group.

    In one group, one of the two has no phone or has left. Pairs of one group come first; at most
    fifty pairs.
    """
    by_name: dict[str, list[RecordBrief]] = defaultdict(list)
    for record in records:
        by_name[plain_name(record.name)].append(record)
    pairs = [pair for several in by_name.values() for pair in _pairs(several)]
    return tuple(sorted(pairs, key=lambda pair: not pair.is_one_group)[:LIKELY_MOST])


def plain_name(name: str) -> str:
    """Return a name in a form that is equal for its different spellings."""
    words = unicodedata.normalize("NFKC", name).casefold().split()
    return " ".join([word for word in words if word not in _ADDED] or words)


def _pairs(several: list[RecordBrief]) -> Iterator[LikelyPair]:
    for one, other in combinations(several, 2):
        kin = tuple(sorted(one.kin & other.kin))
        is_likely = kin or (one.group_id == other.group_id and _one_is_unused(one, other))
        if is_likely and one.person_id != other.person_id and not (one.has_left and other.has_left):
            yield LikelyPair(one, other, kin)


def _one_is_unused(one: RecordBrief, other: RecordBrief) -> bool:
    return not (one.has_phone and other.has_phone) or one.has_left or other.has_left
