"""Change a paid-out loan: request it with a reason, carry it out, notify the borrower."""

from dataclasses import dataclass
from datetime import date, datetime

from groups.approvals.effects import ask_anew
from groups.approvals.model import Asked, Request
from groups.calendar.rules.days import day_in
from groups.charter.rules.charter import Charter
from groups.charter.store import select_charter
from groups.lending.facts.approvals import LOAN_CHANGES
from groups.lending.model.changes import Change, LetOff, Spread
from groups.lending.rules.changes import (
    body_of,
    change_of,
    check_let_off,
    check_said,
    check_spread,
    count_of,
    kind_of,
    let_off_postings,
)
from groups.lending.rules.lending import next_state
from groups.loans.effects.interest import accrue
from groups.loans.effects.loans import record_step
from groups.loans.facts.loan_books import read_books
from groups.loans.facts.loans_now import payable_in
from groups.loans.model.count import Count
from groups.loans.model.loan import Loan, LoanState, LoanStep
from groups.loans.rules.loan_books import begins_anew, rest_of
from groups.loans.rules.outstanding import (
    LoanBook,
    Owed,
    accrued_by,
    owed_by,
    owed_in_all,
    owed_in_books,
)
from groups.loans.store.loan_books import Waiver, insert_waiver
from groups.loans.store.loans import Agreed, StepTaken, insert_terms, select_loan, select_terms
from groups.messages.effects import say_to_person
from groups.messages.model import Facts, Urgency
from groups.messages.store import pinned_message as status
from groups.people.facts.names import read_member
from groups.people.model.deed import Deed
from groups.people.model.group import Group
from groups.people.model.refusals import BadAnswer, Refusal
from groups.people.store.record_acts import has_died
from groups.registers.facts import read_register
from groups.registers.model.meeting import Mark, MeetingState
from groups.registers.store.meetings import select_meeting
from ledger.books import post
from ledger.model import Entry, Reason
from ledger.words import read
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class Out:
    """A paid-out loan with interest up to `day`, and what is owed on that day."""

    loan: Loan
    book: LoanBook
    owed: Owed
    charter: Charter
    day: date


def look_at(tx: Tx, group: Group, loan: Loan, *, at: datetime) -> Out:
    """Read what a paid-out loan owes, with interest that is not posted yet."""
    day, charter = day_in(group.zone, at), select_charter(tx, group.id)
    (book,) = read_books(tx, loan, select_terms(tx, loan.id))[-1:]
    book = accrued_by(book, day, payable_in(tx, group, charter, today=day))
    return Out(loan, book, owed_by(book, day), charter, day)


def check_change(tx: Tx, out: Out, change: Change) -> Count | None:
    """Refuse an impossible change; return the group's votes for a write-off, else None."""
    match change:
        case LetOff():
            check_let_off(change, out.owed)
            return None
        case Spread():
            check_spread(change, owed_in_all(out.book), out.charter.loans.terms)
            return None
        case _:
            count = count_of(change, present_in(tx, out.loan, change.meeting_id))
            check_said(count, out.charter.loans.ballot)
            return count


def present_in(tx: Tx, loan: Loan, meeting_id: str) -> int:
    """How many could decide on a loan in a closed meeting: all who came except the borrower."""
    meeting = select_meeting(tx, meeting_id)
    is_the_groups = meeting is not None and meeting.group_id == loan.group_id
    if meeting is None or not is_the_groups or not may_decide(loan, meeting.state, meeting.day):
        raise BadAnswer("meeting")
    lines = read_register(tx, meeting.id, meeting.version).register.lines
    came = {line.member_id for line in lines if line.mark in {Mark.PRESENT, Mark.LATE}}
    return len(came - {loan.member_id})


def may_decide(loan: Loan, state: MeetingState, day: date) -> bool:
    """Whether a group can have decided on a loan in a meeting: closed, since the hand-over."""
    assert loan.paid_out_day is not None, "a loan that is out was handed over"
    return state is MeetingState.CLOSED and day >= loan.paid_out_day


def ask_change(tx: Tx, deed: Deed, loan: Loan, change: Change, reason: str) -> Asked:
    """Request a change that was checked; another waiting request of its kind lapses.

    The same request again is left as it is.
    """
    approval = LOAN_CHANGES[kind_of(change)]
    return ask_anew(tx, deed, approval, loan.id, body_of(loan, change), reason=reason)


def decide_change(tx: Tx, deed: Deed, request: Request, *, is_yes: bool) -> bool:
    """Carry out a decision on a change; False if the change is no longer possible."""
    return not is_yes or apply_change(tx, deed, request)


def apply_change(tx: Tx, deed: Deed, request: Request) -> bool:
    """Carry out a confirmed change; False if the change is no longer possible."""
    loan = select_loan(tx, request.subject)
    assert loan is not None, "loans are never deleted"
    if loan.state is not LoanState.PAID_OUT:
        return False
    out, change = look_at(tx, deed.group, loan, at=deed.at), change_of(request.kind, request.body)
    try:
        count = check_change(tx, out, change)
    except Refusal:  # a payment or a correction came after the request
        return False
    payable = payable_in(tx, deed.group, out.charter, today=out.day)
    accrue(tx, loan, out.day, payable, deed)
    asked = deed.asked_by(request.asked_by, request.word_id)
    match change:
        case LetOff():
            _let_off(tx, asked, out, change)
        case Spread():
            _spread(tx, asked, out, change)
        case _:
            assert count is not None, "the votes were counted"
            _write_off(tx, asked, out, count)
    _say_changed(tx, deed, request, loan)
    status.upsert_wanted(tx, loan.group_id, deed.at)
    return True


def _let_off(tx: Tx, deed: Deed, out: Out, gone: LetOff) -> None:
    waiver_id = deed.new_id()
    key = f"loan:{out.loan.id}:waiver:{waiver_id}"
    _lower(tx, deed, out, gone, waiver_id=waiver_id, key=key, reason=Reason.LOAN_WAIVED)
    (book,) = read_books(tx, out.loan, select_terms(tx, out.loan.id))[-1:]
    if not owed_in_all(book).amount:
        _take(tx, deed, out, LoanStep.SETTLE)


def _spread(tx: Tx, deed: Deed, out: Out, change: Spread) -> None:
    terms = rest_of(out.book, change.months, change.grace_months)
    agreed = Agreed(
        version=select_terms(tx, out.loan.id)[-1].version + 1,
        began=begins_anew(out.book),
        terms=terms,
        by_id=deed.by_id,
        second_id=deed.second_id,
        word_id=deed.word_id,
    )
    insert_terms(tx, out.loan, agreed, at=deed.at)


def _write_off(tx: Tx, deed: Deed, out: Out, count: Count) -> None:
    owed = owed_in_books(out.book)
    gone = LetOff(interest=owed.interest, principal=owed.principal)
    key = f"loan:{out.loan.id}:written-off"
    _lower(tx, deed, out, gone, waiver_id=deed.new_id(), key=key, reason=Reason.LOAN_WRITTEN_OFF)
    _take(tx, deed, out, LoanStep.WRITE_OFF, count)


def _lower(
    tx: Tx, deed: Deed, out: Out, gone: LetOff, *, waiver_id: str, key: str, reason: Reason
) -> None:
    """Lower a debt by what is lost, in the loan's books and in the ledger."""
    assert deed.word_id is not None, "a change has a reason"
    assert deed.second_id is not None, "and was confirmed"
    waiver = Waiver(
        id=waiver_id,
        day=out.day,
        interest=gone.interest,
        principal=gone.principal,
        by_id=deed.by_id,
        second_id=deed.second_id,
        word_id=deed.word_id,
    )
    insert_waiver(tx, out.loan, waiver, at=deed.at)
    entry = Entry(
        key=key,
        group_id=out.loan.group_id,
        reason=reason,
        day=out.day,
        postings=let_off_postings(out.loan, gone),
        by=deed.by_id,
        memo=deed.word_id,
    )
    post(tx, entry, at=deed.at, zone=deed.group.zone)


def _take(tx: Tx, deed: Deed, out: Out, step: LoanStep, count: Count | None = None) -> None:
    taken = StepTaken(
        id=deed.new_id(),
        loan_id=out.loan.id,
        step=step,
        state=next_state(out.loan, step),
        day=out.day,
        by_id=deed.by_id,
        second_id=deed.second_id,
        word_id=deed.word_id,
        count=count,
    )
    record_step(tx, out.loan.group_id, taken, at=deed.at)


def _say_changed(tx: Tx, deed: Deed, request: Request, loan: Loan) -> None:
    """Notify the borrower of the change of her loan, and of the reason."""
    body = request.body
    facts: Facts = {
        "act": request.kind.value,
        "group": deed.group.name,
        "amount": loan.terms.principal,
        "reason": read(tx, request.word_id) if request.word_id else None,
        **{name: body.get(name) for name in ("interest", "principal", "months")},
    }
    borrower = read_member(tx, loan.member_id)
    if has_died(tx, borrower):
        return
    key = f"loan:{loan.id}:changed:{request.id}"
    to, urgency = borrower.person_id, Urgency.MONEY
    say_to_person(tx, to, "loan_changed_hers", facts, key=key, urgency=urgency, at=deed.at)
