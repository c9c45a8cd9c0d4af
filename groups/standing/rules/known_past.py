"""Loans that members repaid before their group's books began here, from its old books."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from groups.standing.rules.evidence import MemberFacts

RepaidRow = tuple[str, str, int]  # member, day, time of record


def with_repaid(
    facts: Mapping[str, MemberFacts],
    repaid: Iterable[RepaidRow],
    merges: Iterable[tuple[str, str, int]],
    end: date,
    *,
    cut: int,
) -> dict[str, MemberFacts]:
    """Add each member's first loan repaid by a day, as known at a cut (micro-seconds).

    A repaid loan of a merged record belongs to the kept record.
    """
    days: dict[str, date] = {}
    for member, text, recorded_at in repaid:
        day = date.fromisoformat(text)
        if recorded_at <= cut and day <= end:
            days[member] = min(days.get(member, day), day)
    for gone, into, _ in merges:
        if gone in days:
            days[into] = min(days.pop(gone), days.get(into, date.max))
    by_member = dict(facts)
    for member, day in days.items():
        hers = by_member.get(member, MemberFacts())
        by_member[member] = replace(hers, loan_repaid_day=min(day, hers.loan_repaid_day or day))
    return by_member
