"""The stored balance of every account, updated with each entry, and its recomputation."""

from collections.abc import Iterable
from typing import Final, LiteralString

from ledger.accounts import account
from ledger.model import Amount, Posting
from storage.tx import Tx

# The stored balance and the sum of the postings, where they differ or one of them is missing.
DRIFT: Final[LiteralString] = """
    SELECT group_id, account, unit,
           CAST(SUM(kept) AS BIGINT) AS kept, CAST(SUM(posted) AS BIGINT) AS posted
    FROM (
        SELECT group_id, account, unit, net_debit AS kept, 0 AS posted,
               1 AS rows_kept, 0 AS rows_posted FROM balances
        UNION ALL
        SELECT group_id, debit, unit, 0, minor, 0, 1 FROM postings
        UNION ALL
        SELECT group_id, credit, unit, 0, -minor, 0, 1 FROM postings
    ) AS sums
    GROUP BY group_id, account, unit
    HAVING SUM(kept) <> SUM(posted) OR SUM(rows_kept) <> 1 OR SUM(rows_posted) = 0
    ORDER BY group_id, account, unit
"""


def balance(tx: Tx, group_id: str, name: str) -> Amount:
    """Return an account's balance, positive on the side where the account grows."""
    return account(name).balance(net_debit_of(tx, group_id, name))


def balances_of(tx: Tx, group_id: str) -> dict[str, Amount]:
    """Return the balance of every account of the group that has a posting."""
    rows = tx.rows(
        "SELECT account, net_debit FROM balances WHERE group_id = :group_id ORDER BY account",
        group_id=group_id,
    )
    return {name: account(name).balance(net_debit) for name, net_debit in rows}


def net_debit_of(tx: Tx, group_id: str, name: str) -> int:
    """Return an account's debits less its credits; 0 without postings."""
    net_debit: int | None = tx.value(
        "SELECT net_debit FROM balances WHERE group_id = :group_id AND account = :account",
        group_id=group_id,
        account=name,
    )
    return net_debit or 0


def move(tx: Tx, group_id: str, postings: Iterable[Posting]) -> None:
    """Update the stored balances of the accounts in the postings."""
    for posting in postings:
        tx.run(
            "INSERT INTO balances (group_id, account, unit, net_debit)"
            " VALUES (:group_id, :debit, :unit, :arrived), (:group_id, :credit, :unit, :left)"
            " ON CONFLICT (group_id, account)"
            " DO UPDATE SET net_debit = balances.net_debit + excluded.net_debit",
            group_id=group_id,
            debit=posting.debit,
            credit=posting.credit,
            unit=posting.amount.unit.value,
            arrived=posting.amount.minor,
            left=-posting.amount.minor,
        )
