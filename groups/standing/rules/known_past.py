"""Loans that members had repaid before their group's books began here, as told by its old ones."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from groups.standing.rules.evidence import MemberFacts

RepaidRow = tuple[str, str, int]  # a member, the day, and when it was recorded


def with_repaid(
    facts: Mapping[str, MemberFacts],
    repaid: Iterable[RepaidRow],
    merges: Iterable[tuple[str, str, int]],
    end: date,
    *,
    cut: int,
) -> dict[str, MemberFacts]:
    """Add the first loan that each had repaid by a day, as known at a cut (micro-seconds).

    What is told of a record that went into another is told of that one.
    """
    days: dict[str, date] = {}
    for member, text, recorded_at in repaid:
        day = date.fromisoformat(text)
        if recorded_at <= cut and day <= end:
            days[member] = min(days.get(member, day), day)
    for gone, into, _ in merges:
        if gone in days:
            days[into] = min(days.pop(gone), days.get(into, date.max))
    found = dict(facts)
    for member, day in days.items():
        hers = found.get(member, MemberFacts())
        found[member] = replace(hers, loan_repaid_day=min(day, hers.loan_repaid_day or day))
    return found
