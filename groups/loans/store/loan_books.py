"""The SQL of events after a hand-over: interest posted, payments, waivers.

A page reads all that is in force now; a scoring run reads what was known at its cut.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, LiteralString

from groups.loans.model.loan import Loan
from groups.loans.rules.loan_books import Recorded
from groups.loans.rules.outstanding import Paid
from groups.loans.rules.recounting import Charged
from groups.registers.model.money import Split
from ledger.chain import link
from storage.tx import Tx, micros

# The facts in the chain, in the order in which they are inserted.
LOAN_INTEREST: Final[LiteralString] = (
    "SELECT group_id, loan_id || ':' || CAST(version AS TEXT) || ':' || CAST(number AS TEXT)"
    " || ':' || CAST(revision AS TEXT) AS ref, posted, day, counted, amount, recorded_at"
    " FROM loan_interest"
)
LOAN_PAYMENTS: Final[LiteralString] = (
    "SELECT group_id, meeting_id || ':' || CAST(version AS TEXT) || ':' || loan_id AS ref, day,"
    " fine, interest, principal, recorded_at FROM loan_payments"
)
LOAN_WAIVERS: Final[LiteralString] = (
    "SELECT group_id, id, loan_id, day, interest, principal, by_id, second_id, word_id,"
    " recorded_at FROM loan_waivers"
)

NEVER_CUT: Final = 2**62  # micro-seconds beyond all time: reads everything recorded


@dataclass(frozen=True, slots=True)
class Waiver:
    """A waiver, in paise, with the person who asked and the one who confirmed."""

    id: str
    day: date
    interest: int
    principal: int
    by_id: str
    second_id: str
    word_id: str


@dataclass(frozen=True, slots=True)
class InterestRow:
    """The interest of one period of one version of the terms, in its last revision."""

    version: int
    number: int
    revision: int  # 0 is the first posting
    posted: int  # the revision whose entry is in force
    day: date  # the last day of the period
    charged: Charged


def insert_payment(
    tx: Tx, loan: Loan, register: tuple[str, int], day: date, split: Split, *, at: datetime
) -> None:
    """Record what a version of a meeting's register paid off, and link it into the chain."""
    meeting_id, version = register
    tx.run(
        "INSERT INTO loan_payments (meeting_id, version, loan_id, group_id, day, fine, interest,"
        " principal, recorded_at) VALUES (:meeting_id, :version, :loan_id, :group_id, :day, :fine,"
        " :interest, :principal, :at)",
        meeting_id=meeting_id,
        version=version,
        loan_id=loan.id,
        group_id=loan.group_id,
        day=day.isoformat(),
        fine=split.fine,
        interest=split.interest,
        principal=split.principal,
        at=micros(at),
    )
    facts = (day.isoformat(), split.fine, split.interest, split.principal, micros(at))
    link(tx, loan.group_id, "loan_payments", f"{meeting_id}:{version}:{loan.id}", facts, at=at)


def insert_waiver(tx: Tx, loan: Loan, waiver: Waiver, *, at: datetime) -> None:
    """Record a waiver, and link it into the chain."""
    tx.run(
        "INSERT INTO loan_waivers (id, group_id, loan_id, day, interest, principal, by_id,"
        " second_id, word_id, recorded_at) VALUES (:id, :group_id, :loan_id, :day, :interest,"
        " :principal, :by_id, :second_id, :word_id, :at)",
        id=waiver.id,
        group_id=loan.group_id,
        loan_id=loan.id,
        day=waiver.day.isoformat(),
        interest=waiver.interest,
        principal=waiver.principal,
        by_id=waiver.by_id,
        second_id=waiver.second_id,
        word_id=waiver.word_id,
        at=micros(at),
    )
    amounts = (waiver.day.isoformat(), waiver.interest, waiver.principal)
    who = (waiver.by_id, waiver.second_id, waiver.word_id)
    link(tx, loan.group_id, "loan_waivers", waiver.id, (loan.id, *amounts, *who, micros(at)), at=at)


def select_payments(tx: Tx, loan_id: str, meeting_id: str) -> list[tuple[int, Split]]:
    """The payment in each version of a meeting's register, and the moment of recording."""
    return tx.all(
        lambda recorded_at, fine, interest, principal: (
            recorded_at,
            Split(fine=fine, interest=interest, principal=principal),
        ),
        "SELECT recorded_at, fine, interest, principal FROM loan_payments"
        " WHERE loan_id = :loan_id AND meeting_id = :meeting_id ORDER BY version",
        loan_id=loan_id,
        meeting_id=meeting_id,
    )


def select_paid(
    tx: Tx, loan_id: str, *, cut: int = NEVER_CUT, without: str = ""
) -> Sequence[Recorded]:
    """Payments by the newest known version of each register (0 if a correction removed one).

    Waivers are among them. `without` is a meeting whose payment is left out.
    """
    rows = tx.rows(
        "SELECT p.day, p.principal, p.interest, 0, (SELECT MIN(f.recorded_at)"
        " FROM loan_payments f WHERE f.meeting_id = p.meeting_id AND f.loan_id = p.loan_id)"
        " FROM loan_payments p"
        " WHERE p.loan_id = :loan_id AND p.recorded_at <= :cut AND p.meeting_id <> :without"
        " AND NOT EXISTS (SELECT 1 FROM loan_payments newer"
        " WHERE newer.meeting_id = p.meeting_id AND newer.loan_id = p.loan_id"
        " AND newer.version > p.version AND newer.recorded_at <= :cut)"
        " UNION ALL SELECT day, principal, interest, 1, recorded_at FROM loan_waivers"
        " WHERE loan_id = :loan_id AND recorded_at <= :cut ORDER BY 1",
        loan_id=loan_id,
        cut=cut,
        without=without,
    )
    return [
        Recorded(
            recorded_at,
            Paid(
                day=date.fromisoformat(iso_day),
                principal=principal,
                interest=interest,
                is_let_off=bool(is_let_off),
            ),
        )
        for iso_day, principal, interest, is_let_off, recorded_at in rows
    ]


def select_accrued(
    tx: Tx, loan_id: str, *, cut: int = NEVER_CUT
) -> Mapping[int, Sequence[tuple[int, int]]]:
    """Interest as counted and as posted, by version of the terms, period by period."""
    accrued: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for version, counted, amount in tx.rows(
        "SELECT version, counted, amount FROM loan_interest i"
        " WHERE loan_id = :loan_id AND recorded_at <= :cut AND NOT EXISTS"
        " (SELECT 1 FROM loan_interest newer WHERE newer.loan_id = i.loan_id"
        " AND newer.version = i.version AND newer.number = i.number"
        " AND newer.revision > i.revision AND newer.recorded_at <= :cut)"
        " ORDER BY version, number",
        loan_id=loan_id,
        cut=cut,
    ):
        accrued[version].append((counted, amount))
    return accrued


def select_interest(tx: Tx, loan_id: str, version: int) -> list[InterestRow]:
    """Every period of a version of the terms in its last revision, in order."""
    return tx.all(
        lambda number, revision, posted, day, counted, amount: InterestRow(
            version, number, revision, posted, date.fromisoformat(day), Charged(counted, amount)
        ),
        "SELECT number, revision, posted, day, counted, amount FROM loan_interest i"
        " WHERE loan_id = :loan_id AND version = :version AND NOT EXISTS"
        " (SELECT 1 FROM loan_interest newer WHERE newer.loan_id = i.loan_id"
        " AND newer.version = i.version AND newer.number = i.number"
        " AND newer.revision > i.revision) ORDER BY number",
        loan_id=loan_id,
        version=version,
    )


def insert_interest(tx: Tx, loan: Loan, row: InterestRow, *, at: datetime) -> None:
    """Record a period's interest or its next revision, and link it into the chain."""
    tx.run(
        "INSERT INTO loan_interest (loan_id, version, number, revision, posted, group_id, day,"
        " counted, amount, recorded_at) VALUES (:loan_id, :version, :number, :revision, :posted,"
        " :group_id, :day, :counted, :amount, :at)",
        loan_id=loan.id,
        version=row.version,
        number=row.number,
        revision=row.revision,
        posted=row.posted,
        group_id=loan.group_id,
        day=row.day.isoformat(),
        counted=row.charged.counted,
        amount=row.charged.amount,
        at=micros(at),
    )
    ref = f"{loan.id}:{row.version}:{row.number}:{row.revision}"
    charged = (row.charged.counted, row.charged.amount)
    facts = (row.posted, row.day.isoformat(), *charged, micros(at))
    link(tx, loan.group_id, "loan_interest", ref, facts, at=at)
