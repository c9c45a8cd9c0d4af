"""One hash chain for each group, over its entries and acts; the seal is the start of its head.

A digest covers only our own ids, closed codes and numbers, never a person's words.
"""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from json.encoder import encode_basestring_ascii as quoted
from typing import Final, NamedTuple

from storage.tx import Tx, micros

Fact = str | int | None
Facts = tuple[Fact, ...]

SEAL_LENGTH: Final = 8


class End(NamedTuple):
    """The end of a chain: the number of its links, and its head."""

    n: int
    head: str


def link(tx: Tx, group_id: str, kind: str, ref: str, facts: Facts, *, at: datetime) -> str:
    """Add one row of the table `kind` to the group's chain, and return the new head.

    `ref` names the row within its table and group. `facts` are the row's columns, in the order in
    which `verify` reads them; include the time of recording where it matters. Locks the group.
    """
    return link_all(tx, group_id, kind, [(ref, facts)], at=at)


def link_all(
    tx: Tx, group_id: str, kind: str, rows: Iterable[tuple[str, Facts]], *, at: datetime
) -> str:
    """Add many rows of one table to the group's chain in order; return the new head."""
    tx.lock(f"group:{group_id}")
    end = chain_end(tx, group_id)
    recorded_at = micros(at)
    links: list[dict[str, str | int]] = []
    for ref, facts in rows:
        digest = digest_of(kind, ref, facts)
        end = next_end(end, kind, ref, digest, recorded_at)
        links.append(
            {
                "group_id": group_id,
                "n": end.n,
                "kind": kind,
                "ref": ref,
                "digest": digest,
                "head": end.head,
                "recorded_at": recorded_at,
            }
        )
    tx.many(
        "INSERT INTO links (group_id, n, kind, ref, digest, head, recorded_at)"
        " VALUES (:group_id, :n, :kind, :ref, :digest, :head, :recorded_at)",
        links,
    )
    keep_end(tx, group_id, end, links=len(links))
    return end.head


def seal(tx: Tx, group_id: str) -> str:
    """Return the seal of the group's books: the first eight characters of the chain's head."""
    return chain_end(tx, group_id).head[:SEAL_LENGTH]


def chain_end(tx: Tx, group_id: str) -> End:
    """Return the end of the group's chain; without links, its beginning."""
    stored_end = tx.one(
        End, "SELECT n, head FROM chain_heads WHERE group_id = :group_id", group_id=group_id
    )
    return stored_end or beginning(group_id)


def beginning(group_id: str) -> End:
    """Return the end of a chain without links; it differs for every group."""
    return End(0, _hash(("saakh", group_id)))


def digest_of(kind: str, ref: str, facts: Facts) -> str:
    """Return the SHA-256 of a row: its table, its name and its facts."""
    return _hash((kind, ref, *facts))


def next_end(end: End, kind: str, ref: str, digest: str, recorded_at: int) -> End:
    """Return the end of the chain after one more link."""
    n = end.n + 1
    return End(n, _hash((end.head, n, kind, ref, digest, recorded_at)))


def digest_as_read(kind: str, ref: str, facts: Facts) -> str:
    """Return the digest of a row; the empty text where a value could never be digested (12.5).

    SQLite lets a person write a value of any type into any column.
    """
    try:
        return digest_of(kind, ref, facts)
    except (TypeError, ValueError):
        return ""


def follows(before: End, end: End, link: tuple[str, str, str, int]) -> bool:
    """Whether a link (kind, ref, digest, recorded_at) leads from one end of a chain to the next."""
    try:
        kind, ref, digest, recorded_at = link
        return next_end(before, kind, ref, digest, recorded_at) == end
    except (TypeError, ValueError):
        return False


def _hash(facts: Facts) -> str:
    """Return the SHA-256 of a JSON array; truth values count as 0 and 1, as in the database."""
    quoted_facts = [
        quoted(fact) if isinstance(fact, str) else "null" if fact is None else f"{fact:d}"
        for fact in facts
    ]
    return sha256(f"[{','.join(quoted_facts)}]".encode()).hexdigest()


def keep_end(tx: Tx, group_id: str, end: End, *, links: int = 1) -> None:
    """Store the chain's new end after `links` more links; a chain never forks."""
    moved = tx.run(
        "INSERT INTO chain_heads (group_id, n, head) VALUES (:group_id, :n, :head)"
        " ON CONFLICT (group_id) DO UPDATE SET n = excluded.n, head = excluded.head"
        " WHERE chain_heads.n = excluded.n - :links",
        group_id=group_id,
        n=end.n,
        head=end.head,
        links=links,
    )
    assert moved == 1, "the chain ended elsewhere: its group was not locked"
