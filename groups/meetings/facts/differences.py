"""The meetings whose cash differed from the books by more than the charter's limit."""

from datetime import date

from groups.charter.store import select_charter
from groups.registers.rules.meeting import is_large
from groups.registers.store.registers import select_cash_since
from storage.tx import Tx


def large_differences(tx: Tx, group_id: str, since: date) -> tuple[tuple[date, int], ...]:
    """The closed meetings since a day with a large cash difference: their day, and it in paise."""
    charter = select_charter(tx, group_id).meeting
    return tuple(
        (day, counted - expected)
        for day, expected, counted in select_cash_since(tx, group_id, since)
        if is_large(counted - expected, expected, charter)
    )
