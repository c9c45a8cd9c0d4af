"""The SQL of merged records, as the scorer reads them."""

from groups.standing.rules.known import MergeRow
from storage.tx import Tx


def select_merges(tx: Tx, group_id: str, *, cut: int) -> list[MergeRow]:
    """Return which records were put into which others up to a moment, in their order."""
    return tx.rows(
        "SELECT member_id, other_id, recorded_at FROM record_acts"
        " WHERE group_id = :group_id AND act = 'merged' AND recorded_at <= :cut"
        " ORDER BY recorded_at, id",
        group_id=group_id,
        cut=cut,
    )
