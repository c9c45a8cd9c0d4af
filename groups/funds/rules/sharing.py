"""What a group has earned, and how it is shared out: by savings or shares, to the paisa."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from groups.funds.model.refusals import NothingToShare
from groups.funds.model.sharing import Basis, Part, Payout, ShareOut
from groups.registers.model.money import SettlementReady
from ledger import accounts
from ledger.model import Posting, paise

_SAVINGS: Final = "savings:"
RUPEE: Final = 100  # paise; no smaller coin is about

_COUNTS: Final = MappingProxyType(
    {accounts.Kind.INCOME: 1, accounts.Kind.EXPENSE: -1}  # the others by their names
)
_COUNTS_TOO: Final = MappingProxyType({accounts.opening_balances(): 1, accounts.share_out(): -1})


def earned(kept: Mapping[str, int]) -> int:
    """What came in and was neither spent nor shared out before, in paise; below nothing: a loss.

    `kept` are the balances of the accounts. Interest that is due and not paid does not count yet.
    """
    return sum(amount * _counts(name) for name, amount in kept.items())


def shares_of(savings: int, value: int) -> int:
    """The whole shares that savings make; none where the group has no shares."""
    return savings // value if value else 0


def share_out(payout: Payout, basis: Basis, whose: Iterable[Part], total: int) -> ShareOut:
    """Each one's part of `total` paise by the weight that `whose` gives her.

    What is paid in cash is in whole rupees; less than that stays with the group. Where the cycle
    ends each is paid her savings too, and a loss is borne in the same proportion. NothingToShare
    where there is nothing, or nobody to have it.
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
    """What sharing out moves: each one's part into her savings, then out of them what is paid."""
    return tuple(
        Posting(debit, credit, paise(amount))
        for part in shared.parts
        for debit, credit, amount in _moves(part)
        if amount > 0
    )


def parts_in(moved: Iterable[Posting]) -> dict[str, tuple[int, int]]:
    """Each one's part and what she was paid, in paise, as an entry that shared out tells it."""
    found: dict[str, tuple[int, int]] = {}
    for each in moved:
        is_hers = each.credit.startswith(_SAVINGS)
        member_id = (each.credit if is_hers else each.debit).removeprefix(_SAVINGS)
        amount, paid = found.get(member_id, (0, 0))
        if each.credit == accounts.cash_box():
            paid += each.amount.minor
        else:
            amount += each.amount.minor if is_hers else -each.amount.minor
        found[member_id] = (amount, paid)
    return found


def _counts(name: str) -> int:
    """Whether an account's balance adds to what was earned (1), lessens it (-1), or neither."""
    if name.endswith(":interest-due"):
        return -1
    return _COUNTS_TOO.get(name, _COUNTS.get(accounts.account(name).place.kind, 0))


def _with(one: Part, amount: int, payout: Payout) -> Part:
    paid = {Payout.SAVED: 0, Payout.PAID: amount, Payout.ENDED: max(0, one.savings + amount)}
    return Part(one.member_id, one.number, one.name, one.savings, one.weight, amount, paid[payout])


def _moves(part: Part) -> Iterable[tuple[str, str, int]]:
    hers, shared = accounts.savings(part.member_id), accounts.share_out()
    yield shared, hers, part.amount
    yield hers, shared, -part.amount
    yield hers, accounts.cash_box(), part.paid


def divide(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Parts of `total` (paise) by weight, in the order given; they add up to it exactly.

    Each gets the whole part of her share, and what is left goes one by one to the largest
    remainders (Hamilton's method), of equal ones to who comes first. Weights are not below
    nothing, and one is above it.
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
    """Her savings set off against what each of her loans closes with, in paise, the oldest first.

    What her savings do not cover stays owed; what no loan takes is paid to her.
    """
    left, set_off = of.savings, list[tuple[str, int]]()
    for loan_id, amount in owed.items():
        taken = min(left, amount)
        if taken:
            set_off.append((loan_id, taken))
            left -= taken
    return replace(of, owed=sum(owed.values()), set_off=tuple(set_off), rest=left)
