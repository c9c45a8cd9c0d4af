"""Where the books of every group end: what a backup tells of itself."""

from datetime import datetime
from typing import Final, LiteralString, NamedTuple

from ledger.chain import SEAL_LENGTH
from storage.database import LongRead
from storage.tx import moment


class Head(NamedTuple):
    """The end of one group's chain: how many links, the seal, and when the last was recorded."""

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
    """Return where the books of every group are, in one snapshot."""
    return [
        Head(group_id, n, head[:SEAL_LENGTH], moment(recorded_at))
        async for group_id, n, head, recorded_at in read.rows(_HEADS)
    ]
