"""The time zones in which there are groups: each has its own day and its own night."""

from storage.tx import Tx


def select_zones(tx: Tx) -> list[str]:
    """Every zone of an active group."""
    return tx.all(str, "SELECT DISTINCT zone FROM groups WHERE state = 'active' ORDER BY zone")
