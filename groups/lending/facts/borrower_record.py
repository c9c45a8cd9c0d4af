"""What a loan rests on, read in the transaction that decides: her record, and the free money."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from groups.calendar.rules.days import day_in, on_or_after
from groups.charter.rules.charter import Charter
from groups.joining.effects.merges import select_merges
from groups.lending.rules.eligibility import Record
from groups.loans.model.loan import RESERVED, Loan, LoanFund, LoanState
from groups.loans.rules.arrears import Lent, overdue_share
from groups.loans.rules.outstanding import LoanBook, Overdue, overdue, principal_left
from groups.loans.rules.payable_day import payable_on
from groups.loans.rules.schedule import full_months
from groups.loans.store.loan_books import select_books
from groups.loans.store.loans import select_loans_of_group, select_loans_of_member, select_terms
from groups.people.model.group import Group
from groups.people.model.people import Member
from groups.registers.store.meetings import select_days_held
from groups.standing.facts.conduct import select_evidence
from groups.standing.rules.evidence import full_conduct_weeks
from groups.standing.rules.known import ALL, merged_loans
from groups.standing.rules.loan_evidence import steps_closed
from groups.standing.rules.next_acts import Vouched
from groups.standing.store import runs
from groups.standing.store.loans_at_cut import select_told_loans
from ledger.accounts import Fund, bank, cash_box, outside_fund, savings, social_fund
from ledger.balances import balances_of
from storage.tx import Tx

_OUTSIDE: Final[tuple[LoanFund, ...]] = tuple(fund for fund in LoanFund if fund is not LoanFund.OWN)


@dataclass(frozen=True, slots=True)
class LoanNow:
    """A loan with its newest schedule, and what of it is late today; None before it is lent."""

    loan: Loan
    book: LoanBook | None
    late: Overdue | None
    left: int  # principal still owed, in paise


def payable_in(
    tx: Tx, group: Group, charter: Charter, today: date | None = None
) -> Callable[[date], date]:
    """On which day what is due on a day is payable in this group; `today` a meeting is held."""
    held: set[date] = {*select_days_held(tx, group.id), *([today] if today else [])}
    most = charter.loans.terms.payable_days_at_most
    return payable_on(sorted(held), lambda day: on_or_after(day, group.meeting_day), most)


def loans_now(tx: Tx, group: Group, charter: Charter, day: date) -> list[LoanNow]:
    """Every loan of a group as it stands at the end of a day, the oldest first."""
    payable = payable_in(tx, group, charter)
    return [_now(tx, loan, day, payable) for loan in select_loans_of_group(tx, group.id)]


def record_of(
    tx: Tx, group: Group, member: Member, fund: LoanFund, charter: Charter, *, at: datetime
) -> Record:
    """Her record for a loan from a fund; the group must be locked where something is decided."""
    day = day_in(group.zone, at)
    every = loans_now(tx, group, charter, day)
    hers = [each for each in every if each.loan.member_id == member.id]
    out = [each for each in every if each.loan.state is LoanState.PAID_OUT]
    scored = runs.select_results_of(tx, member.id, 1)
    last = scored[0][1] if scored else None
    evidence = select_evidence(tx, group, member, charter, at)
    kept = balances_of(tx, group.id)
    account = savings(member.id)
    return Record(
        own_savings=kept[account].minor if account in kept else 0,
        open_loans=sum(_is_open(each.loan) for each in hers if each.loan.fund is fund),
        her_overdue=sum(each.late.owed.amount for each in hers if each.late),
        group_overdue=overdue_share(lent(out)),
        free_cash=free_money(tx, group.id, (each.loan for each in every))[fund],
        months=full_months(member.joined_day, day),
        points=sum(last.balances) if last else 0,
        standing=sum(last.balances) + last.lent if last else 0,
        vouched=Vouched(
            last.words.opening if last else 0,
            last.words.homes if last else 0,
            full_conduct_weeks(evidence.dues, evidence.end),
        ),
        steps_closed=select_steps_closed(tx, group, member.id, charter, day),
    )


def lent(out: Iterable[LoanNow]) -> list[Lent]:
    """Loans that are out, as the field's measures count them."""
    return [
        Lent(
            each.left,
            each.late.days if each.late else 0,
            each.late.owed.amount if each.late else 0,
        )
        for each in out
    ]


def free_money(tx: Tx, group_id: str, loans: Iterable[Loan]) -> dict[LoanFund, int]:
    """What each fund can still promise, in paise: each keeps to its own money.

    Outside money is what was received and not returned, less what is out of it. The group's own
    is what lies in the box and the bank and belongs to no other fund. Promised loans are taken off.
    """
    every = list(loans)
    kept = {name: amount.minor for name, amount in balances_of(tx, group_id).items()}
    free: dict[LoanFund, int] = {
        fund: kept.get(outside_fund(Fund(fund.value)), 0) - _out(every, fund, kept)
        for fund in _OUTSIDE
    }
    money = kept.get(cash_box(), 0) + kept.get(bank(), 0)
    free[LoanFund.OWN] = money - sum(free.values()) - kept.get(social_fund(), 0)
    for loan in every:
        if loan.state in RESERVED:
            free[loan.fund] -= loan.terms.principal
    return free


def _out(loans: Iterable[Loan], fund: LoanFund, kept: dict[str, int]) -> int:
    """The principal of a fund that is with borrowers."""
    return sum(
        kept.get(f"loan:{loan.member_id}:{loan.id}:principal", 0)
        for loan in loans
        if loan.fund is fund
    )


def select_steps_closed(tx: Tx, group: Group, member_id: str, charter: Charter, day: date) -> int:
    """The highest step of the ladder that she has closed up to a day, as the charter asks."""
    merges = select_merges(tx, group.id, cut=ALL)
    loans = merged_loans(select_told_loans(tx, group.id, cut=ALL), merges, cut=ALL)
    if member_id not in loans:
        return 0
    on_time = charter.loans.dsc.step_up_after_closing_on_time
    payable = payable_in(tx, group, charter)
    return steps_closed(loans[member_id].histories, day, payable, on_time=on_time)


def count_due(
    tx: Tx, group: Group, member_id: str, charter: Charter, *, after: date, through: date
) -> int:
    """How many instalments of her loans are payable after a day and up to another."""
    payable = payable_in(tx, group, charter)
    out = [
        loan
        for loan in select_loans_of_member(tx, group.id, member_id)
        if loan.state is LoanState.PAID_OUT
    ]
    books = [select_books(tx, loan, select_terms(tx, loan.id))[-1] for loan in out]
    return sum(after < payable(line.day) <= through for book in books for line in book.lines)


def _is_open(loan: Loan) -> bool:
    return loan.state in RESERVED | {LoanState.PAID_OUT}


def _now(tx: Tx, loan: Loan, day: date, payable: Callable[[date], date]) -> LoanNow:
    books = select_books(tx, loan, select_terms(tx, loan.id)) if loan.paid_out_day else ()
    if not books:
        return LoanNow(loan, None, None, 0)
    is_out = loan.state is LoanState.PAID_OUT
    late = overdue(books[-1], day, payable) if is_out else None
    return LoanNow(loan, books[-1], late, principal_left(books[-1], day) if is_out else 0)
