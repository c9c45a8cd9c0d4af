"""The money proposed in a meeting: dues of loans, fines by the charter, hand-overs."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypedDict

from groups.charter.rules.charter import Charter, FinesCharter
from groups.charter.store import select_charter, select_charter_of_version
from groups.funds.facts.settling import read_settlements
from groups.funds.rules.sharing import settlements_recorded
from groups.lending.rules.lending import cooling_off_until, missing_confirmation
from groups.lending.store.ballots import select_confirmations
from groups.loans.facts.loan_books import read_books
from groups.loans.facts.loans_now import payable_in
from groups.loans.model.loan import Loan, LoanState
from groups.loans.rules.outstanding import LoanBook, accrued_by, due, most_payable, overdue
from groups.loans.store.loans import select_loans_of_group, select_terms
from groups.people.model.group import Group
from groups.people.model.people import Member, Name
from groups.people.store.members import select_members_ever
from groups.people.store.roles import select_roles
from groups.registers.model.meeting import Meeting
from groups.registers.model.money import (
    Code,
    FineProposed,
    HandOverReady,
    MoneyKind,
    MoneyLine,
    RepaymentDue,
    SettlementReady,
)
from storage.tx import Tx

_LENT: Final = frozenset({LoanState.PAID_OUT, LoanState.REPAID})


class Ready(TypedDict):
    """The values on a register's page beside the savings."""

    repayments: tuple[RepaymentDue, ...]
    fines: tuple[FineProposed, ...]
    hand_overs: tuple[HandOverReady, ...]
    settlements: tuple[SettlementReady, ...]
    share_value: int
    shares_most: int
    social: int


@dataclass(frozen=True, slots=True)
class _At:
    """A meeting whose page is shown, with its recorded lines; None while it is open."""

    group: Group
    meeting: Meeting
    charter: Charter
    payable: Callable[[date], date]
    recorded: Sequence[MoneyLine] | None


def ready(
    tx: Tx,
    group: Group,
    meeting: Meeting,
    members: Sequence[Member],
    recorded: Sequence[MoneyLine] | None = None,
) -> Ready:
    """The money proposed for a meeting; for a closed meeting with what was recorded.

    Fines are proposed for each mark that `members` could get, and for arrears.
    """
    charter = select_charter(tx, group.id)
    at = _At(group, meeting, charter, payable_in(tx, group, charter, meeting.day), recorded)
    loans = select_loans_of_group(tx, group.id)
    names = {one.id: one for one in select_members_ever(tx, group.id)} if loans else {}
    unsorted = [_repayment(at, names, loan, book) for loan, book in _books(tx, at, loans)]
    repayments = tuple(sorted(unsorted, key=lambda one: (not one.due, one.number)))
    return Ready(
        repayments=repayments,
        fines=tuple(_fines(at, members, repayments)),
        hand_overs=tuple(_hand_overs(tx, at, names, loans)),
        settlements=_settlements(tx, at, members, repayments),
        share_value=group.saving if charter.saving.shares_most else 0,
        shares_most=charter.saving.shares_most,
        social=100 * charter.social_fund.rupees_each_meeting * len(members),
    )


def _books(tx: Tx, at: _At, loans: Iterable[Loan]) -> Iterator[tuple[Loan, LoanBook]]:
    """The loans that can be paid in the meeting, by their books without it."""
    day = at.meeting.day
    for loan in loans:
        if loan.state not in _LENT:
            continue
        books = read_books(tx, loan, select_terms(tx, loan.id), without=at.meeting.id)
        if books[-1].began < day:
            is_out = loan.state is LoanState.PAID_OUT  # a repaid loan gets no more interest
            book = accrued_by(books[-1], day, at.payable) if is_out else books[-1]
            if most_payable(book, day, at.payable):
                yield loan, book


def _repayment(at: _At, names: dict[str, Member], loan: Loan, book: LoanBook) -> RepaymentDue:
    day, member = at.meeting.day, names[loan.member_id]
    late, paid = overdue(book, day, at.payable), None
    if at.recorded is not None:
        lines = (it for it in at.recorded if it.kind is MoneyKind.REPAYMENT)
        paid = sum(line.amount for line in lines if line.loan_id == loan.id)
    return RepaymentDue(
        loan_id=loan.id,
        member_id=member.id,
        number=member.number,
        name=member.name,
        due=due(book, day).amount,
        most=most_payable(book, day, at.payable),
        late=late.owed.amount if late else 0,
        paid=paid,
    )


def _fines(
    at: _At, members: Iterable[Member], repayments: Iterable[RepaymentDue]
) -> Iterator[FineProposed]:
    rules = at.charter.fines
    for code in (Code.ABSENT, Code.LATE):
        for member in members:
            yield from _fine(at, rules, code, Name(member.id, member.number, member.name))
    late = {Name(it.member_id, it.number, it.name): None for it in repayments if it.late}
    for whose in late:
        yield from _fine(at, rules, Code.OVERDUE, whose)


def _fine(at: _At, rules: FinesCharter, code: Code, whose: Name) -> Iterator[FineProposed]:
    proposed = {
        Code.ABSENT: rules.absent_rupees,
        Code.LATE: rules.late_rupees,
        Code.OVERDUE: rules.overdue_rupees,
    }
    stands = [
        line.amount
        for line in at.recorded or ()
        if (line.kind, line.code, line.member_id) == (MoneyKind.FINE, code, whose.member_id)
    ]
    amount = sum(stands) or 100 * proposed[code]
    if amount:
        yield FineProposed(
            member_id=whose.member_id,
            number=whose.number,
            name=whose.name,
            code=code,
            amount=amount,
            is_confirmed=bool(stands),
        )


def _settlements(
    tx: Tx, at: _At, members: Sequence[Member], repayments: Sequence[RepaymentDue]
) -> tuple[SettlementReady, ...]:
    if at.recorded is None:
        return read_settlements(tx, at.group.id, repayments)
    ever = {one.id: one for one in select_members_ever(tx, at.group.id)}
    return settlements_recorded(at.recorded, (one.id for one in members), ever)


def _hand_overs(
    tx: Tx, at: _At, names: dict[str, Member], loans: Iterable[Loan]
) -> Iterator[HandOverReady]:
    given = {it.loan_id for it in at.recorded or () if it.kind is MoneyKind.HAND_OVER}
    for loan in loans:
        is_given = loan.id in given
        if is_given or loan.state is LoanState.APPROVED:
            member = names[loan.member_id]
            yield HandOverReady(
                loan_id=loan.id,
                member_id=member.id,
                number=member.number,
                name=member.name,
                amount=loan.terms.principal,
                missing="" if is_given else _missing(tx, at, loan),
                is_given=is_given,
            )


def _missing(tx: Tx, at: _At, loan: Loan) -> str:
    """The code why a loan cannot be handed over in the meeting; empty if it can."""
    if at.meeting.day < cooling_off_until(loan, select_charter_of_version(tx, loan.charter)):
        return "cooling_off"
    offices = select_roles(tx, at.group.id)
    return missing_confirmation(loan, select_confirmations(tx, loan.id), offices)
