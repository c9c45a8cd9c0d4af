"""The values of a check of the books: the tables it reads, and its findings."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import LiteralString

from ledger.slips import ClockSlip


class Fault(StrEnum):
    """What is wrong with a row."""

    CHANGED = "changed"  # it differs from its digest, or does not follow from the row before
    INSERTED = "inserted"  # the row is there, but no link names it
    REMOVED = "removed"  # a link names the row, but it is gone
    KEPT_DIFFERS = "kept_differs"  # the stored balance or head differs from its rows
    MADE_OTHERWISE = "made_otherwise"  # a table, index or trigger differs from the migrations
    DAMAGED = "damaged"  # the database cannot read it properly
    WRONG_DAY = "wrong_day"  # the entry is dated after the day of recording
    SEAL_UNKNOWN = "seal_unknown"  # no chain ever had this seal: the last rows were removed


@dataclass(frozen=True, slots=True)
class Digested:
    """A table of acts that are linked into the chains, and the query that reads its rows.

    The query selects group_id, ref and the facts in the order in which they were linked, and is
    ordered by group_id, ref. A ref names one row within the table and group.
    """

    kind: str
    sql: LiteralString


@dataclass(frozen=True, slots=True)
class Finding:
    """One row that differs from what was recorded."""

    table: str
    row: str
    fault: Fault


@dataclass(slots=True)
class Verification:
    """What a check of the books read and found."""

    checked: dict[str, int] = field(default_factory=dict)  # rows of each table
    chains: int = 0
    words_erased: int = 0
    findings: list[Finding] = field(default_factory=list)
    slips: list[ClockSlip] = field(default_factory=list)  # where the machine's clock was wrong
    explained: list[Finding] = field(default_factory=list)  # what differs only by such a slip

    @property
    def is_sound(self) -> bool:
        """Whether the check found no fault but those that a slip of the clock explains."""
        return not self.findings

    def note(self, table: str, row: str, fault: Fault) -> None:
        """Add a finding."""
        self.findings.append(Finding(table, row, fault))

    def count(self, table: str, rows: int = 1) -> None:
        """Count checked rows."""
        self.checked[table] = self.checked.get(table, 0) + rows
