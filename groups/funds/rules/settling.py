"""What is settled with one who has left: her savings pay what she owes, the rest is hers."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from groups.registers.model.money import MoneyKind, SettlementReady

SETTLES: Final = frozenset({MoneyKind.SET_OFF, MoneyKind.SAVING_OUT})  # both take her savings


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
