"""What a check of the books looks at, and what it finds; plain values."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import LiteralString


class Fault(StrEnum):
    """What is wrong with a row."""

    CHANGED = "changed"  # it is not what was digested, or does not follow from the row before
    INSERTED = "inserted"  # it stands, and no link tells of it
    REMOVED = "removed"  # a link tells of it, and it is gone
    KEPT_DIFFERS = "kept_differs"  # the kept sum or head is not what its rows come to
    MADE_OTHERWISE = "made_otherwise"  # a table, index or trigger is not as the migrations make it
    DAMAGED = "damaged"  # the database itself cannot read it as it should
    SEAL_UNKNOWN = "seal_unknown"  # no chain ever had this seal: rows at the tail were removed


@dataclass(frozen=True, slots=True)
class Digested:
    """A table of acts that are linked into the chains, and how its rows are read again.

    The statement selects group_id, ref and the facts in the order in which they were linked, and
    is ordered by group_id, ref. A ref names one row of the table and group.
    """

    kind: str
    sql: LiteralString


@dataclass(frozen=True, slots=True)
class Finding:
    """One row that is not as it was written."""

    table: str
    row: str
    fault: Fault


@dataclass(slots=True)
class Verification:
    """What was checked, and what was found."""

    checked: dict[str, int] = field(default_factory=dict)  # rows of each table
    chains: int = 0
    words_erased: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_sound(self) -> bool:
        """Whether nothing was found."""
        return not self.findings

    def note(self, table: str, row: str, fault: Fault) -> None:
        """Add a finding."""
        self.findings.append(Finding(table, row, fault))

    def count(self, table: str, rows: int = 1) -> None:
        """Count rows that were checked."""
        self.checked[table] = self.checked.get(table, 0) + rows
