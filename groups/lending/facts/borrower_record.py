"""The base of a decision on a loan: the borrower's record, and the free money."""

from datetime import date, datetime

from groups.calendar.rules.days import day_in
from groups.charter.rules.charter import Charter
from groups.funds.facts.free_money import free_money
from groups.lending.rules.eligibility import Record
from groups.loans.facts.loan_books import read_books
from groups.loans.facts.loans_now import lent, loans_now, payable_in
from groups.loans.model.loan import RESERVED, Loan, LoanState
from groups.loans.rules.arrears import overdue_share
from groups.loans.rules.schedule import full_months
from groups.loans.store.loans import select_loans_of_member, select_terms
from groups.people.model.group import Group
from groups.people.model.people import Member
from groups.registers.model.money import LoanFund
from groups.standing.facts.conduct import select_evidence
from groups.standing.facts.loans_at_cut import read_told_loans
from groups.standing.rules.evidence import full_conduct_weeks
from groups.standing.rules.known import ALL, merged_loans
from groups.standing.rules.loan_evidence import steps_closed
from groups.standing.rules.next_acts import Vouched
from groups.standing.store import runs
from groups.standing.store.evidence import select_merges
from ledger.accounts import savings
from ledger.balances import balances_of
from storage.tx import Tx


def record_of(
    tx: Tx, group: Group, member: Member, fund: LoanFund, charter: Charter, *, at: datetime
) -> Record:
    """Her record for a loan from a fund; to decide on it, lock the group first."""
    day = day_in(group.zone, at)
    every = loans_now(tx, group, charter, day)
    hers = [each for each in every if each.loan.member_id == member.id]
    out = [each for each in every if each.loan.state is LoanState.PAID_OUT]
    scored = runs.select_results_of(tx, member.id, 1)
    last = scored[0][1] if scored else None
    evidence = select_evidence(tx, group, member, charter, at)
    balances = balances_of(tx, group.id)
    account = savings(member.id)
    return Record(
        own_savings=balances[account].minor if account in balances else 0,
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


def select_steps_closed(tx: Tx, group: Group, member_id: str, charter: Charter, day: date) -> int:
    """The highest ladder step that she closed up to a day, by the charter's condition."""
    merges = select_merges(tx, group.id, cut=ALL)
    loans = merged_loans(read_told_loans(tx, group.id, cut=ALL), merges, cut=ALL)
    if member_id not in loans:
        return 0
    on_time = charter.loans.dsc.step_up_after_closing_on_time
    payable = payable_in(tx, group, charter)
    return steps_closed(loans[member_id].histories, day, payable, on_time=on_time)


def count_due(
    tx: Tx, group: Group, member_id: str, charter: Charter, *, after: date, through: date
) -> int:
    """How many instalments of her loans are payable after `after`, up to `through`."""
    payable = payable_in(tx, group, charter)
    out = [
        loan
        for loan in select_loans_of_member(tx, group.id, member_id)
        if loan.state is LoanState.PAID_OUT
    ]
    books = [read_books(tx, loan, select_terms(tx, loan.id))[-1] for loan in out]
    return sum(after < payable(line.day) <= through for book in books for line in book.lines)


def _is_open(loan: Loan) -> bool:
    return loan.state in RESERVED | {LoanState.PAID_OUT}
