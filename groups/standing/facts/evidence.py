"""The evidence of a group or of one member from books and registers, as known at a cut."""

from collections.abc import Sequence
from datetime import date

from groups.calendar.model import Rhythm
from groups.charter.rules.charter import Charter
from groups.standing.facts.loans_at_cut import read_told_loans
from groups.standing.rules.evidence import MemberFacts
from groups.standing.rules.known import (
    LineRow,
    MergeRow,
    Moment,
    Told,
    carried_defaults,
    facts_of,
    merged_loans,
    told_of,
    with_loans,
)
from groups.standing.rules.known_past import with_repaid
from groups.standing.store.carried_defaults import select_carried
from groups.standing.store.evidence import (
    select_acts,
    select_held,
    select_lines,
    select_lines_of,
    select_merges,
    select_ties,
    select_vouches,
)
from groups.standing.store.openings import select_opening_lines, select_opening_repaid
from storage.tx import Tx


def read_told(tx: Tx, group_id: str, at: Moment) -> Told:
    """The rows of evidence of a group.

    The lines of its old books come first: they are older than all meetings here.
    """
    before = select_opening_lines(tx, group_id, last=at.period, cut=at.cut)
    return Told(
        acts=select_acts(tx, group_id, at),
        lines=before + select_lines(tx, group_id, at),
        vouches=select_vouches(tx, group_id, at),
        ties=select_ties(tx, group_id, at),
        merges=select_merges(tx, group_id, cut=at.cut),
        loans=read_told_loans(tx, group_id, cut=at.cut),
        carried=select_carried(tx, group_id, cut=at.cut),
        repaid=select_opening_repaid(tx, group_id, cut=at.cut),
    )


def read_facts_of_member(
    tx: Tx, group_id: str, member_id: str, period: date, charter: Charter, *, cut: int
) -> tuple[MemberFacts, Rhythm | None]:
    """A member's facts known at the cut, up to the period's end; and her loan's rhythm."""
    merges = select_merges(tx, group_id, cut=cut)
    members = records_of(member_id, merges)
    lines = [line for one in members for line in _lines_of(tx, group_id, one, period, cut)]
    facts = facts_of(lines, merges)
    loans = merged_loans(read_told_loans(tx, group_id, cut=cut), merges, cut=cut)
    hers = {who: mine for who, mine in loans.items() if who == member_id}
    every = select_held(tx, group_id, first=date.min, last=period, cut=cut) if hers else []
    held = [meeting.day for meeting in every]
    carried = carried_defaults(select_carried(tx, group_id, cut=cut), merges, period)
    by_member = with_loans(facts, told_of(hers, held, period, charter), carried)
    repaid = select_opening_repaid(tx, group_id, cut=cut)
    by_member = with_repaid(by_member, repaid, merges, period, cut=cut)
    rhythm = hers[member_id].rhythm if hers else None
    return by_member.get(member_id, MemberFacts()), rhythm


def records_of(member_id: str, merges: Sequence[MergeRow]) -> set[str]:
    """Her record, and the records merged into it."""
    records = {member_id}
    for gone, into, _ in reversed(merges):
        records |= {gone} if into in records else set()
    return records


def _lines_of(tx: Tx, group_id: str, member_id: str, period: date, cut: int) -> list[LineRow]:
    before = select_opening_lines(tx, group_id, last=period, cut=cut, member_id=member_id)
    return before + select_lines_of(tx, group_id, member_id, period=period, cut=cut)
