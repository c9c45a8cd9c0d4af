"""Messages about a loan: of its ballot to the group, of other steps to those concerned."""

from datetime import datetime
from typing import Final

from groups.charter.store import select_charter, select_charter_of_version
from groups.lending.facts.borrower_record import record_of
from groups.lending.model.proposal import Ballot
from groups.lending.rules.ballot import yes_needed
from groups.lending.rules.lending import cooling_off_until, voters
from groups.lending.store.ballots import select_votes
from groups.loans.model.loan import Loan, LoanState
from groups.loans.store.loans import select_loans_of_group, select_proposal
from groups.messages.effects import change_in_group, say_to_group, say_to_person
from groups.messages.model import Facts, Json, Urgency
from groups.people.facts.moderators import moderators_of
from groups.people.facts.names import name_of, read_member
from groups.people.model.group import Group
from groups.people.model.people import Member
from groups.people.store.members import select_members_with_say
from groups.people.store.roles import select_roles
from ledger.words import read
from storage.tx import Tx

BALLOT: Final = "loan_ballot"
_TO_THE_GROUP: Final = frozenset({BALLOT, "loan_carried", "loan_rejected", "loan_cancelled"})
_TO_HER: Final = frozenset({"loan_approved", "loan_returned", "loan_carried", "loan_rejected"})


def say_loan(
    tx: Tx,
    group: Group,
    loan: Loan,
    kind: str,
    ballot: Ballot | None = None,
    *,
    reason: str = "",
    at: datetime,
) -> None:
    """Notify those whom a step concerns; ask by card whoever must act next.

    If another person asks for a loan for the borrower, or cancels it, she is notified herself.
    """
    facts = facts_of(tx, group, loan, ballot) | {"reason": reason or None}
    key = f"loan:{loan.id}:{kind}"
    if kind in _TO_THE_GROUP:
        shown = facts if kind != "loan_cancelled" else {**facts, "reason": None}
        say_to_group(tx, group.id, kind, shown, key=key, urgency=Urgency.MONEY, at=at)
    if kind == BALLOT and loan.proposed_by != loan.member_id:
        to = read_member(tx, loan.member_id).person_id
        hers = facts | {"asked_by": name_of(tx, loan.proposed_by)}
        say_to_person(tx, to, f"{kind}_hers", hers, key=f"{key}:hers", at=at)
    if kind in _TO_HER or (kind == "loan_cancelled" and reason):
        to = read_member(tx, loan.member_id).person_id
        say_to_person(tx, to, f"{kind}_hers", facts, key=f"{key}:hers", at=at)
    if kind != BALLOT:
        change_in_group(tx, group.id, f"loan:{loan.id}:{BALLOT}", BALLOT, facts, at=at)
    if loan.state is LoanState.CARRIED:
        facts |= decide_facts(tx, group, loan, at=at)
        for person_id in moderators_of(tx, group):
            key = f"loan:{loan.id}:decide:{person_id}"
            urgency = Urgency.ANSWER
            say_to_person(tx, person_id, "loan_decide", facts, key=key, urgency=urgency, at=at)
    if loan.state is LoanState.APPROVED:
        _ask_to_confirm(tx, loan, facts, at)


def decide_facts(tx: Tx, group: Group, loan: Loan, *, at: datetime) -> Facts:
    """What the facilitator weighs: her savings, points and arrears, the fund, the group's arrears.

    What is free is less than what the fund holds by all that is promised, this loan included.
    """
    charter = select_charter(tx, group.id)
    member = read_member(tx, loan.member_id)
    record = record_of(tx, group, member, loan.fund, charter, at=at)
    weighed: Facts = {
        "savings": record.own_savings,
        "points": record.points,
        "late": record.her_overdue,
        "free": record.free_cash,
        "group_late": float(record.group_overdue),
    }
    return {"record": weighed}


def say_voted(tx: Tx, group: Group, ballot: Ballot, *, at: datetime) -> None:
    """Show the group how many have voted, in the place of the ballot's message."""
    facts = facts_of(tx, group, ballot.loan, ballot)
    change_in_group(tx, group.id, f"loan:{ballot.loan.id}:{BALLOT}", BALLOT, facts, at=at)


def open_ballots(tx: Tx, group_id: str) -> list[Json]:
    """The open ballots of a group: number, name, how many have voted, may vote, must say yes."""
    members = select_members_with_say(tx, group_id)
    shown: list[Json] = []
    for loan in select_loans_of_group(tx, group_id):
        if loan.state is LoanState.PROPOSED:
            able = {member.id for member in voters(members, loan)}
            voted = able & {vote.member_id for vote in select_votes(tx, loan.id)}
            member = read_member(tx, loan.member_id)
            charter = select_charter_of_version(tx, loan.charter)
            needed = yes_needed(len(able), charter.loans.ballot)
            shown.append([member.number, member.name, len(voted), len(able), needed])
    return shown


def facts_of(tx: Tx, group: Group, loan: Loan, ballot: Ballot | None = None) -> Facts:
    """The facts of a loan for a message; the counts of a ballot only where they may be shown."""
    member = read_member(tx, loan.member_id)
    proposal = select_proposal(tx, loan)
    ballot_facts: Facts = {
        "voted": None,
        "voters": None,
        "needed": None,
        "yes": None,
        "no": None,
        "abstained": None,
    }
    if ballot is not None:
        ballot_facts = {
            "voted": ballot.voted,
            "voters": ballot.voters,
            "needed": ballot.needed,
            "yes": ballot.yes,
            "no": ballot.no,
            "abstained": ballot.abstained,
        }
    return {
        "loan_id": loan.id,
        "group": group.name,
        "token": group.start_token,
        "number": member.number,
        "name": member.name,
        "amount": loan.terms.principal,
        "months": loan.terms.months,
        "fund": loan.fund.value,
        "purpose": loan.purpose.value,
        "words": read(tx, proposal.word_id) if proposal.word_id else None,
        "has_voice": proposal.voice_id is not None,
        "state": loan.state.value,
        "until": loan.ballot_until.isoformat(),
        "from_day": _handed_over_from(tx, loan),
        **ballot_facts,
    }


def _handed_over_from(tx: Tx, loan: Loan) -> str | None:
    """The first day on which an approved loan may be handed over; None in other states."""
    if loan.approved_day is None:
        return None
    return cooling_off_until(loan, select_charter_of_version(tx, loan.charter)).isoformat()


def _ask_to_confirm(tx: Tx, loan: Loan, facts: Facts, at: datetime) -> None:
    """Ask the borrower and the office-bearers to confirm before the cash is handed over."""
    for member in _confirmers(tx, loan):
        is_hers = member.id == loan.member_id
        say_to_person(
            tx,
            member.person_id,
            "loan_confirm",
            facts | {"is_hers": is_hers},
            key=f"loan:{loan.id}:confirm:{member.id}",
            at=at,
        )


def _confirmers(tx: Tx, loan: Loan) -> list[Member]:
    able = select_roles(tx, loan.group_id).keys() | {loan.member_id}
    return [member for member in select_members_with_say(tx, loan.group_id) if member.id in able]
