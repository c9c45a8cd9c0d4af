"""The SQL of consents: which notice a member agreed to, and the witness if she did not read it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from groups.people.model.people import ConsentLine
from ledger.chain import link
from storage.tx import Tx, micros, moment


@dataclass(frozen=True, slots=True)
class Consent:
    """A consent given or withdrawn; `notice` is the version of the notice she read or heard."""

    id: str
    group_id: str
    member_id: str
    act: str  # given, withdrawn
    notice: str
    language: str
    how: str  # self, spoken
    witness_id: str | None


def select_consents_of_person(tx: Tx, person_id: str) -> tuple[ConsentLine, ...]:
    """All consents that a person gave or withdrew, in any group, newest first."""
    return tuple(
        tx.all(
            _line,
            "SELECT c.act, c.notice, c.language, c.how, c.recorded_at FROM members m"
            " JOIN consents c ON c.member_id = m.id WHERE m.person_id = :person_id"
            " ORDER BY c.recorded_at DESC, c.id",
            person_id=person_id,
        )
    )


def select_last_consent(tx: Tx, member_id: str) -> tuple[str, str] | None:
    """A member's last consent act, and how she gave it."""
    rows = tx.rows(
        "SELECT act, how FROM consents WHERE member_id = :member_id"
        " ORDER BY recorded_at DESC, id DESC LIMIT 1",
        member_id=member_id,
    )
    return (rows[0][0], rows[0][1]) if rows else None


def _line(act: str, notice: str, language: str, how: str, at: int) -> ConsentLine:
    return ConsentLine(act, notice, language, how, moment(at))


CONSENTS: Final = (
    "SELECT group_id, id, member_id, act, notice, language, how, witness_id, recorded_at"
    " FROM consents"
)


def insert_consent(tx: Tx, consent: Consent, *, at: datetime) -> None:
    """Record a consent given or withdrawn, in the table and in the group's chain."""
    tx.run(
        "INSERT INTO consents (id, group_id, member_id, act, notice, language, how, witness_id,"
        " recorded_at) VALUES (:id, :group_id, :member_id, :act, :notice, :language, :how,"
        " :witness_id, :at)",
        id=consent.id,
        group_id=consent.group_id,
        member_id=consent.member_id,
        act=consent.act,
        notice=consent.notice,
        language=consent.language,
        how=consent.how,
        witness_id=consent.witness_id,
        at=micros(at),
    )
    facts = (
        *(consent.member_id, consent.act, consent.notice, consent.language, consent.how),
        *(consent.witness_id, micros(at)),
    )
    link(tx, consent.group_id, "consents", consent.id, facts, at=at)
