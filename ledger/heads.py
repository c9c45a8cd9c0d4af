"""The ends of all groups' chains, which a backup reports."""

from datetime import datetime
from typing import Final, LiteralString, NamedTuple

from ledger.chain import SEAL_LENGTH
from storage.database import LongRead
from storage.tx import Tx, moment


class Head(NamedTuple):
    """The end of one group's chain: number of links, seal, and time of the last record."""

    group_id: str
    n: int
    seal: str
    recorded_at: datetime


_HEADS: Final[LiteralString] = """
    SELECT h.group_id, h.n, h.head, CAST(max(at.recorded_at) AS BIGINT)
    FROM chain_heads h JOIN (
        SELECT group_id, max(recorded_at) AS recorded_at FROM links GROUP BY group_id
        UNION ALL
        SELECT group_id, max(recorded_at) AS recorded_at FROM entries GROUP BY group_id
    ) at ON at.group_id = h.group_id
    GROUP BY h.group_id, h.n, h.head ORDER BY h.group_id
"""


async def heads(read: LongRead) -> list[Head]:
    """Return the end of every group's chain, in one snapshot."""
    return [
        Head(group_id, n, head[:SEAL_LENGTH], moment(recorded_at))
        async for group_id, n, head, recorded_at in read.rows(_HEADS)
    ]


def newest_recorded(tx: Tx, *, not_after: int) -> int | None:
    """When the newest act was recorded, of those at the chains' ends and not after a moment."""
    acts: int | None = tx.value(
        "SELECT MAX(l.recorded_at) FROM chain_heads h"
        " JOIN links l ON l.group_id = h.group_id AND l.n = h.n"
        " WHERE l.recorded_at <= :not_after",
        not_after=not_after,
    )
    entries: int | None = tx.value(
        "SELECT recorded_at FROM entries WHERE recorded_at <= :not_after ORDER BY id DESC LIMIT 1",
        not_after=not_after,
    )
    return max((at for at in (acts, entries) if at is not None), default=None)
