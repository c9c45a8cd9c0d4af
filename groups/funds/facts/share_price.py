"""Groups that save in shares: whole ones, not too many in a meeting, at a price that stays."""

from collections.abc import Iterable, Mapping

from groups.charter.store import charter_of
from groups.funds.facts.sharable import select_sharable
from groups.funds.model.refusals import NotShares, ShareValueFixed
from groups.people.facts.names import name_of
from groups.people.model.group import Group
from groups.registers.model.meeting import RegisterLine
from groups.registers.rules.meeting import not_in_shares
from storage.tx import Tx


def check_shares(
    tx: Tx, group: Group, lines: Iterable[RegisterLine], dues: Mapping[str, int]
) -> None:
    """Refuse a register in which somebody did not buy whole shares, or bought too many of them."""
    most = charter_of(tx, group.id).saving.shares_most
    if not most:
        return
    wrong = not_in_shares(lines, dues, group.saving, most)
    if wrong is not None:
        raise NotShares(name_of(tx, wrong), group.saving, most)


def check_price(tx: Tx, group: Group) -> None:
    """Refuse another price of a share while members hold any."""
    if charter_of(tx, group.id).saving.shares_most and select_sharable(tx, group.id).whose:
        raise ShareValueFixed
