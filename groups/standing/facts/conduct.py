"""A member's evidence at the last run, for her page and her loans."""

from datetime import datetime

from groups.calendar.rules.days import day_in
from groups.charter.rules.charter import Charter
from groups.people.model.group import Group
from groups.people.model.people import Member
from groups.standing.facts.evidence import read_facts_of_member
from groups.standing.rules.evidence import MemberEvidence, gather
from groups.standing.rules.weighing import RHYTHM
from groups.standing.store import runs
from storage.tx import Tx


def select_evidence(
    tx: Tx, group: Group, member: Member, charter: Charter, at: datetime
) -> MemberEvidence:
    """Her evidence at the last run; empty evidence before the first."""
    run = runs.select_last_run(tx, group.id)
    period = run.period if run else day_in(group.zone, at)
    cut = run.cut if run else 0
    facts, loan_rhythm = read_facts_of_member(tx, group.id, member.id, period, charter, cut=cut)
    return gather(facts, period, rhythm=RHYTHM, loan_rhythm=loan_rhythm, charter=charter.points)
