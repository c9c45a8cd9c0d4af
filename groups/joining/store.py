"""The SQL of claim codes, and of records to be compared."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from groups.joining.rules.claims import TRIES_WITHIN
from storage.tx import Tx, micros, moment


@dataclass(frozen=True, slots=True)
class ClaimCode:
    """A valid claim code, stored as its digest; `made_by` signed it."""

    member_id: str
    group_id: str
    made_by: str
    until: datetime


class RecordRow(NamedTuple):
    """A record of a group, to be compared with others; `accounts` counts her phones."""

    member_id: str
    person_id: str
    number: int
    name: str
    left_day: str | None
    accounts: int


def select_code(tx: Tx, digest: str, *, at: datetime) -> ClaimCode | None:
    """The claim code of a digest; None if there is none or it has expired."""
    return tx.one(
        _code,
        "SELECT member_id, group_id, made_by, until FROM claim_codes"
        " WHERE digest = :digest AND until > :at",
        digest=digest,
        at=micros(at),
    )


def _code(*row: Any) -> ClaimCode:
    member_id, group_id, made_by, until = row
    return ClaimCode(member_id, group_id, made_by, moment(until))


def is_code_of_another(tx: Tx, digest: str, member_id: str) -> bool:
    """Whether this code belongs to another member."""
    return bool(
        tx.value(
            "SELECT COUNT(*) FROM claim_codes WHERE digest = :digest AND member_id <> :member_id",
            digest=digest,
            member_id=member_id,
        )
    )


def upsert_code(tx: Tx, code: ClaimCode, digest: str) -> None:
    """Store a member's one code; it replaces an older one."""
    tx.run(
        "INSERT INTO claim_codes (member_id, group_id, digest, made_by, until)"
        " VALUES (:member_id, :group_id, :digest, :made_by, :until)"
        " ON CONFLICT (member_id) DO UPDATE SET digest = excluded.digest,"
        " made_by = excluded.made_by, until = excluded.until",
        member_id=code.member_id,
        group_id=code.group_id,
        digest=digest,
        made_by=code.made_by,
        until=micros(code.until),
    )


def delete_code(tx: Tx, member_id: str) -> None:
    """Delete a member's code, which is used or no longer wanted."""
    tx.run("DELETE FROM claim_codes WHERE member_id = :member_id", member_id=member_id)


def select_tries(tx: Tx, person_id: str, *, at: datetime) -> tuple[int, datetime]:
    """The wrong codes that she tried recently, and the moment of the first."""
    rows = tx.rows(
        "SELECT tries, since FROM claim_tries WHERE person_id = :person_id AND since > :after",
        person_id=person_id,
        after=micros(at - TRIES_WITHIN),
    )
    return (rows[0][0], moment(rows[0][1])) if rows else (0, at)


def upsert_tries(tx: Tx, person_id: str, tries: int, since: datetime) -> None:
    """Store how many wrong codes she tried, and the moment of the first."""
    tx.run(
        "INSERT INTO claim_tries (person_id, tries, since) VALUES (:person_id, :tries, :since)"
        " ON CONFLICT (person_id) DO UPDATE SET tries = excluded.tries, since = excluded.since",
        person_id=person_id,
        tries=tries,
        since=micros(since),
    )


def delete_tries(tx: Tx, person_id: str) -> None:
    """Delete the count of her wrong codes."""
    tx.run("DELETE FROM claim_tries WHERE person_id = :person_id", person_id=person_id)


def select_records(tx: Tx, group_id: str) -> list[RecordRow]:
    """Every record of a group, by number."""
    return tx.all(
        RecordRow,
        "SELECT m.id, m.person_id, m.number, p.name, m.left_day, COUNT(t.telegram_id)"
        " FROM members m JOIN persons p ON p.id = m.person_id"
        " LEFT JOIN telegram_accounts t ON t.person_id = m.person_id"
        " WHERE m.group_id = :group_id"
        " GROUP BY m.id, m.person_id, m.number, p.name, m.left_day ORDER BY m.number",
        group_id=group_id,
    )
