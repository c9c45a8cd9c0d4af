"""What a group has earned, and how it is shared out: by savings or shares, to the paisa."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from groups.funds.model.refusals import NothingToShare
from groups.funds.model.sharing import Basis, Payout, ShareOut, ShareOutPart
from groups.people.model.people import Member
from groups.registers.model.money import SETTLES, MoneyLine, SettlementReady
from ledger import accounts
from ledger.model import Posting, paise

RUPEE: Final = 100  # paise; smaller coins are not in use

_COUNTS: Final = MappingProxyType(
    {accounts.Kind.INCOME: 1, accounts.Kind.EXPENSE: -1}  # some others count by name, below
)
_COUNTS_TOO: Final = MappingProxyType({accounts.opening_balances(): 1, accounts.share_out(): -1})


def earned(by_account: Mapping[str, int]) -> int:
    """Income that is neither spent nor shared out, in paise; below 0 it is a loss.

    `by_account` holds the balances of the accounts. Interest that is due but unpaid does not count
    yet.
    """
    return sum(amount * _counts(name) for name, amount in by_account.items())


def shares_of(savings: int, value: int) -> int:
    """The number of whole shares in savings; 0 where the group has no shares."""
    return savings // value if value else 0


def share_out(payout: Payout, basis: Basis, whose: Iterable[ShareOutPart], total: int) -> ShareOut:
    """Divide `total` paise among the members in `whose`, in proportion to their weights.

    Cash is paid in whole rupees; the rest stays with the group. At the end of a cycle each member
    is paid her savings too, and a loss is divided in the same proportion. NothingToShare if there
    is nothing to divide, or nobody with a weight.
    """
    is_end = payout is Payout.ENDED
    unit = 1 if payout is Payout.SAVED else RUPEE
    total = total // unit * unit
    parts = [one for one in whose if one.weight or is_end]
    weights = {one.member_id: one.weight for one in parts}
    if not any(weights.values()) or (total <= 0 and not is_end):
        raise NothingToShare
    sign = 1 if total >= 0 else -1
    each = divide(abs(total) // unit, weights)
    return ShareOut(
        payout,
        basis,
        total,
        tuple(_with(one, sign * unit * each[one.member_id], payout) for one in parts),
    )


def postings(shared: ShareOut) -> tuple[Posting, ...]:
    """The postings of a share-out: each part into her savings, then the cash out of them."""
    return tuple(
        Posting(debit, credit, paise(amount))
        for part in shared.parts
        for debit, credit, amount in _moves(part)
        if amount > 0
    )


def parts_in(moved: Iterable[Posting]) -> dict[str, tuple[int, int]]:
    """Each member's part and what she was paid, in paise, from the postings of a share-out."""
    parts_by_member: dict[str, tuple[int, int]] = {}
    for each in moved:
        credited_id = accounts.saver_of(each.credit)
        member_id = credited_id or accounts.saver_of(each.debit)
        assert member_id is not None, "each posting of a share-out moves somebody's savings"
        amount, paid = parts_by_member.get(member_id, (0, 0))
        if each.credit == accounts.cash_box():
            paid += each.amount.minor
        else:
            amount += each.amount.minor if credited_id else -each.amount.minor
        parts_by_member[member_id] = (amount, paid)
    return parts_by_member


def _counts(name: str) -> int:
    """Whether a balance raises what was earned (1), lowers it (-1), or does not count (0)."""
    loan = accounts.loan_of(name)
    if loan and loan.part is accounts.LoanPart.INTEREST_DUE:
        return -1
    return _COUNTS_TOO.get(name, _COUNTS.get(accounts.account(name).place.kind, 0))


def _with(one: ShareOutPart, amount: int, payout: Payout) -> ShareOutPart:
    paid = {Payout.SAVED: 0, Payout.PAID: amount, Payout.ENDED: max(0, one.savings + amount)}
    return ShareOutPart(
        one.member_id, one.number, one.name, one.savings, one.weight, amount, paid[payout]
    )


def _moves(part: ShareOutPart) -> Iterable[tuple[str, str, int]]:
    hers, shared = accounts.savings(part.member_id), accounts.share_out()
    yield shared, hers, part.amount
    yield hers, shared, -part.amount
    yield hers, accounts.cash_box(), part.paid


def divide(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Divide `total` (paise) in proportion to weights; the parts add up to it exactly.

    Largest remainders (Hamilton's method): each gets the whole part of her share, then the rest
    goes one by one to the largest remainders; of equal remainders the first comes first. Weights
    are 0 or more, and at least one is above 0.
    """
    assert total >= 0, "a loss is not divided so"
    whole = sum(weights.values())
    assert whole > 0, "nobody to divide among"
    assert min(weights.values()) >= 0, "a share below nothing"
    parts = {who: total * weight // whole for who, weight in weights.items()}
    left = total - sum(parts.values())
    by_remainder = sorted(weights, key=lambda who: total * weights[who] % whole, reverse=True)
    for who in by_remainder[:left]:
        parts[who] += 1
    return parts


def settled(of: SettlementReady, owed: Mapping[str, int]) -> SettlementReady:
    """Set off her savings against the payoff of each of her loans, oldest first, in paise.

    A debt beyond her savings stays owed; savings beyond her debts are paid to her.
    """
    left, set_off = of.savings, list[tuple[str, int]]()
    for loan_id, amount in owed.items():
        taken = min(left, amount)
        if taken:
            set_off.append((loan_id, taken))
            left -= taken
    return replace(of, owed=sum(owed.values()), set_off=tuple(set_off), rest=left)


def settlements_recorded(
    recorded: Iterable[MoneyLine], lines_of: Iterable[str], names: Mapping[str, Member]
) -> tuple[SettlementReady, ...]:
    """What a closed register settled with those who had no line in it, as it was recorded."""
    has_line = set(lines_of)
    lines_by_member: dict[str, list[MoneyLine]] = {}
    for line in recorded:
        if line.kind in SETTLES and line.member_id is not None and line.member_id not in has_line:
            lines_by_member.setdefault(line.member_id, []).append(line)
    return tuple(_recorded(names[member_id], lines) for member_id, lines in lines_by_member.items())


def _recorded(member: Member, lines: Sequence[MoneyLine]) -> SettlementReady:
    set_off = tuple((it.loan_id, it.amount) for it in lines if it.loan_id is not None)
    rest = sum(it.amount for it in lines if it.loan_id is None)
    taken = sum(amount for _, amount in set_off)
    return SettlementReady(
        member_id=member.id,
        number=member.number,
        name=member.name,
        savings=rest + taken,
        owed=taken,
        set_off=set_off,
        rest=rest,
        is_settled=True,
    )
