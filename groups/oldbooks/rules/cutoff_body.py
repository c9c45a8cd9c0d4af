"""The books of a cut-off as the body of a request (ids, codes and numbers), and back."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from groups.loans.model.loan import Purpose
from groups.oldbooks.model import Assumed, Column, Cutoff, OldLoan, OldMark, OldMember, OldRepaid
from groups.registers.model.meeting import Mark
from groups.registers.model.money import LoanFund


def packed(cutoff: Cutoff, words: Mapping[int, str]) -> dict[str, Any]:
    """The request's body for these books; `words` holds the id of each new member's name."""
    return {
        "day": cutoff.day.isoformat(),
        "money": [cutoff.cash, cutoff.bank, cutoff.social, cutoff.earned],
        "funds": {fund.value: amount for fund, amount in cutoff.funds.items()},
        "members": [
            [one.number, one.member_id, words.get(one.number), one.since.isoformat(), one.savings]
            for one in cutoff.members
        ],
        "loans": [
            [
                *(one.number, one.fund.value, one.purpose.value, one.lent),
                *(one.lent_day.isoformat(), one.left, one.months, one.basis_points),
            ]
            for one in cutoff.loans
        ],
        "repaid": [
            [
                *(one.number, one.fund.value, one.lent),
                *(one.lent_day.isoformat(), one.repaid_day.isoformat()),
            ]
            for one in cutoff.repaid
        ],
        "marks": [
            [one.number, one.day.isoformat(), one.mark.value, int(one.has_saved)]
            for one in cutoff.marks
        ],
        "assumed": [[one.column.value, [*one.numbers]] for one in cutoff.assumed],
    }


def unpacked(body: Mapping[str, Any], name_of: Callable[[str | None, str | None], str]) -> Cutoff:
    """The books from a request's body; `name_of` gives a name by member id or word id."""
    read_day = date.fromisoformat
    cash, bank, social, earned = body["money"]
    return Cutoff(
        day=read_day(body["day"]),
        cash=cash,
        bank=bank,
        social=social,
        earned=earned,
        funds={LoanFund(fund): amount for fund, amount in body["funds"].items()},
        members=tuple(
            OldMember(number, name_of(member_id, word_id), read_day(since), savings, member_id)
            for number, member_id, word_id, since, savings in body["members"]
        ),
        loans=tuple(
            OldLoan(
                number=number,
                fund=LoanFund(fund),
                purpose=Purpose(purpose),
                lent=lent,
                lent_day=read_day(lent_day),
                left=left,
                months=months,
                basis_points=basis_points,
            )
            for number, fund, purpose, lent, lent_day, left, months, basis_points in body["loans"]
        ),
        repaid=tuple(
            OldRepaid(number, LoanFund(fund), lent, read_day(lent_day), read_day(repaid_day))
            for number, fund, lent, lent_day, repaid_day in body["repaid"]
        ),
        marks=tuple(
            OldMark(number, read_day(iso_day), Mark(mark), bool(has_saved))
            for number, iso_day, mark, has_saved in body["marks"]
        ),
        assumed=tuple(  # a request from before has none
            Assumed(Column(column), tuple(numbers)) for column, numbers in body.get("assumed", ())
        ),
    )
