"""The time zones of groups, each with its own day and night, and the charters lived by there."""

from storage.tx import Tx


def select_zones_and_charters(tx: Tx) -> list[tuple[str, str]]:
    """Every zone and charter's version that an active group has."""
    return tx.all(
        lambda zone, version: (str(zone), str(version)),
        "SELECT DISTINCT zone, charter FROM groups WHERE state = 'active' ORDER BY zone, charter",
    )
