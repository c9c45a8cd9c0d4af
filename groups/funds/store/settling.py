"""What is settled with those who have left: their savings, less what they owe of loans."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from groups.funds.rules.sharing import settled
from groups.people.model.people import Member
from groups.registers.model.money import SETTLES, MoneyLine, RepaymentDue, SettlementReady
from storage.tx import Tx


@dataclass(frozen=True, slots=True)
class _Left:
    """One who has left with savings in the books, in paise."""

    member_id: str
    number: int
    name: str
    savings: int


def select_left_with_savings(tx: Tx, group_id: str) -> list[_Left]:
    """Those who have left and have savings in the books, by number."""
    return tx.all(
        _Left,
        "SELECT m.id, m.number, p.name, -b.net_debit FROM members m"
        " JOIN persons p ON p.id = m.person_id"
        " JOIN balances b ON b.group_id = m.group_id AND b.account = 'savings:' || m.id"
        " WHERE m.group_id = :group_id AND m.state = 'left' AND b.net_debit < 0"
        " ORDER BY m.number",
        group_id=group_id,
    )


def settlements_ready(
    tx: Tx, group_id: str, owed: Sequence[RepaymentDue]
) -> tuple[SettlementReady, ...]:
    """What can be settled in a meeting in which `owed` is what each loan closes with."""
    return tuple(
        settled(
            SettlementReady(one.member_id, one.number, one.name, one.savings, 0, (), one.savings),
            {it.loan_id: it.most for it in owed if it.member_id == one.member_id},
        )
        for one in select_left_with_savings(tx, group_id)
    )


def settlements_recorded(
    recorded: Iterable[MoneyLine], lines_of: Iterable[str], names: Mapping[str, Member]
) -> tuple[SettlementReady, ...]:
    """What a closed register settled with those who had no line in it, as it was recorded."""
    has_line = set(lines_of)
    found: dict[str, list[MoneyLine]] = {}
    for line in recorded:
        if line.kind in SETTLES and line.member_id is not None and line.member_id not in has_line:
            found.setdefault(line.member_id, []).append(line)
    return tuple(_recorded(names[member_id], lines) for member_id, lines in found.items())


def _recorded(member: Member, lines: Sequence[MoneyLine]) -> SettlementReady:
    set_off = tuple((it.loan_id, it.amount) for it in lines if it.loan_id is not None)
    rest = sum(it.amount for it in lines if it.loan_id is None)
    taken = sum(amount for _, amount in set_off)
    whose = (member.id, member.number, member.name)
    return SettlementReady(*whose, rest + taken, taken, set_off, rest, is_settled=True)
