"""Read the line that a dispute is about; close the dispute once the line is put right."""

from dataclasses import replace
from datetime import date, datetime

from groups.disputes.model import DisputedLine, LineKind, OpenDispute
from groups.disputes.store import Dispute, select_open, update_decided
from groups.loans.facts.loan_books import read_books
from groups.loans.facts.statement import loan_accounts
from groups.loans.model.loan import Loan
from groups.loans.rules.outstanding import Paid
from groups.loans.store.loans import select_loan, select_terms
from groups.messages.effects import say_to_person
from groups.messages.model import Facts, Urgency
from groups.people.facts.names import read_group, read_member
from groups.people.store.members import select_member
from groups.registers.facts import read_versions
from groups.registers.rules.meeting import paid
from groups.registers.store.meetings import select_meeting
from groups.standing.model import CauseShown
from groups.standing.store import runs
from ledger.accounts import loan_of, savings
from ledger.books import REVERSED, entry_of
from ledger.model import Entry
from ledger.words import read
from storage.tx import Tx

UPHELD = "upheld"  # the line stays as it is
CORRECTED = "corrected"  # it was put right


def read_line(tx: Tx, group_id: str, member_id: str, subject: str) -> DisputedLine | None:
    """Her line of this name; None if there is none, or it is another member's."""
    kind, _, name = subject.partition(":")
    match kind:
        case LineKind.SCORE:
            return _week(tx, group_id, member_id, name)
        case LineKind.ENTRY:
            return _entry(tx, group_id, member_id, name)
        case LineKind.LOAN:
            return _loan_entry(tx, group_id, member_id, name)
        case LineKind.LINE:
            return _register_line(tx, group_id, member_id, name)
        case _:
            return None


def close_corrected(
    tx: Tx, group_id: str, meeting_id: str, *, by: str, word_id: str, at: datetime
) -> None:
    """Close disputes whose lines a meeting's correction has put right; notify those who asked."""
    for dispute in select_open(tx, group_id):
        line = read_line(tx, group_id, dispute.member_id, dispute.subject)
        if line is not None and line.meeting_id == meeting_id and line.is_put_right:
            update_decided(tx, dispute.id, CORRECTED, by=by, word_id=word_id, at=at)
            say_decided(tx, dispute, CORRECTED, read(tx, word_id) or "", at=at)


def say_decided(tx: Tx, dispute: Dispute, state: str, reason: str, *, at: datetime) -> None:
    """Notify the member who marked a line of the decision."""
    member = select_member(tx, dispute.member_id)
    assert member is not None, "members are never deleted"
    line = read_disputed(tx, dispute)
    facts: Facts = {
        "group_id": dispute.group_id,
        **line_facts(line),
        "state": state,
        "reason": reason,
    }
    key = f"dispute:{dispute.id}:decided"
    say_to_person(
        tx, member.person_id, "dispute_decided", facts, key=key, urgency=Urgency.NEWS, at=at
    )


def read_open(tx: Tx, dispute: Dispute) -> OpenDispute:
    """A dispute as the facilitator sees it."""
    member = read_member(tx, dispute.member_id)
    return OpenDispute(
        id=dispute.id,
        group_id=dispute.group_id,
        group=read_group(tx, dispute.group_id).name,
        member_id=member.id,
        name=member.name,
        number=member.number,
        line=read_disputed(tx, dispute),
        asked_at=dispute.asked_at,
    )


def card_facts(one: OpenDispute) -> Facts:
    """The facts on the card `disputed`."""
    return {
        "group_id": one.group_id,
        "group": one.group,
        "dispute_id": one.id,
        "name": one.name,
        "number": one.number,
        **line_facts(one.line),
    }


def read_disputed(tx: Tx, dispute: Dispute) -> DisputedLine:
    """The line that a dispute is about."""
    line = read_line(tx, dispute.group_id, dispute.member_id, dispute.subject)
    assert line is not None, "what was marked is there"
    return line


def line_facts(line: DisputedLine) -> Facts:
    """The facts of a line for messages."""
    return {"line": line.kind.value, "day": line.day.isoformat(), "amount": line.amount}


def _week(tx: Tx, group_id: str, member_id: str, name: str) -> DisputedLine | None:
    try:
        period = date.fromisoformat(name)
    except ValueError:
        return None
    if period.isoformat() != name:  # with two spellings, a line could be marked twice
        return None
    for one in runs.select_results(tx, group_id, period):
        if one.member_id == member_id:
            causes = tuple(CauseShown(code, centi, whole) for code, _, centi, whole in one.causes)
            points = sum(one.balances)
            return DisputedLine(LineKind.SCORE, period, causes=causes, points=points)
    return None


def _entry(tx: Tx, group_id: str, member_id: str, key: str) -> DisputedLine | None:
    entry, account = entry_of(tx, group_id, key), savings(member_id)
    if entry is None or not any(account in {it.debit, it.credit} for it in entry.postings):
        return None
    return _posted(tx, LineKind.ENTRY, entry, {account})


def _loan_entry(tx: Tx, group_id: str, member_id: str, key: str) -> DisputedLine | None:
    """An entry of a loan of hers; a waiver on or after its day puts it right."""
    entry = entry_of(tx, group_id, key)
    moves = entry.postings if entry else ()
    moved = [name for it in moves for name in (it.debit, it.credit)]
    loan_ids = [of.loan_id for of in map(loan_of, moved) if of is not None]
    loan = select_loan(tx, loan_ids[0]) if loan_ids else None
    if entry is None or loan is None or loan.member_id != member_id:
        return None
    line = _posted(tx, LineKind.LOAN, entry, set(loan_accounts(moved, loan.id)))
    is_let_off = any(paid.is_let_off and paid.day >= line.day for paid in _paid(tx, loan))
    return replace(line, is_put_right=line.is_put_right or is_let_off)


def _paid(tx: Tx, loan: Loan) -> list[Paid]:
    books = read_books(tx, loan, select_terms(tx, loan.id))
    return [paid for book in books for paid in book.paid]


def _posted(tx: Tx, kind: LineKind, entry: Entry, accounts: set[str]) -> DisputedLine:
    amount = sum(
        it.amount.minor * ((it.credit in accounts) - (it.debit in accounts))
        for it in entry.postings
    )
    cause, _, rest = entry.key.partition(":")
    return DisputedLine(
        kind,
        entry.day,
        amount,
        meeting_id=rest.partition(":")[0] if cause == "meeting" else None,
        is_put_right=entry_of(tx, entry.group_id, f"{entry.key}{REVERSED}") is not None,
    )


def _register_line(tx: Tx, group_id: str, member_id: str, meeting_id: str) -> DisputedLine | None:
    meeting = select_meeting(tx, meeting_id)
    if meeting is None or meeting.group_id != group_id or not meeting.version:
        return None
    hers = [
        [line for line in version.register.lines if line.member_id == member_id]
        for version in read_versions(tx, meeting_id)
    ]
    if not hers[-1]:
        return None
    line = hers[-1][0]
    return DisputedLine(
        LineKind.LINE,
        meeting.day,
        paid(line),
        mark=line.mark,
        meeting_id=meeting_id,
        is_put_right=len(hers) > 1 and hers[-1] != hers[-2],
    )
