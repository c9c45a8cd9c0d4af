"""The SQL of share-outs."""

from datetime import date
from typing import Final, LiteralString

from groups.funds.model.sharing import UNDONE, Basis, Payout, SharedOut
from storage.tx import Tx

# The facts in the chain, in the order in which they are inserted.
SHARE_OUTS: Final[LiteralString] = (
    "SELECT group_id, id, day, payout, basis, total, paid, by_id, second_id, recorded_at"
    " FROM share_outs"
)


def select_standing(tx: Tx, group_id: str) -> SharedOut | None:
    """What was shared out last, unless it was taken back."""
    rows = tx.rows(
        "SELECT id, day, payout, basis, total, paid FROM share_outs WHERE group_id = :group_id"
        " ORDER BY recorded_at DESC, id DESC LIMIT 1",
        group_id=group_id,
    )
    if not rows or rows[0][2] == UNDONE:
        return None
    id_, iso_day, payout, basis, total, paid = rows[0]
    return SharedOut(
        id=id_,
        day=date.fromisoformat(iso_day),
        payout=Payout(payout),
        basis=Basis(basis),
        total=total,
        paid=paid,
    )
