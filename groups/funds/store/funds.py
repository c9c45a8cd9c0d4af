"""What moved in a group's rupee books, summed up by where it went from and to."""

from groups.funds.rules.funds import Moved
from storage.tx import Tx


def select_sums(tx: Tx, group_id: str) -> list[Moved]:
    """Everything that ever moved in rupees: reason, debit, credit and the paise in all."""
    return tx.rows(
        "SELECT e.reason, p.debit, p.credit, CAST(SUM(p.minor) AS BIGINT)"
        " FROM postings p JOIN entries e ON e.id = p.entry_id"
        " WHERE p.group_id = :group_id AND p.unit = 'INR'"
        " GROUP BY e.reason, p.debit, p.credit ORDER BY e.reason, p.debit, p.credit",
        group_id=group_id,
    )
