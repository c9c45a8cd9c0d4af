"""A request for a second person, as one of its readers sees it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from groups.funds.model.sharing import ShareOutPart
from groups.registers.model.meeting import RegisterLine


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction would change for one member."""

    number: int
    name: str
    before: RegisterLine
    after: RegisterLine

    @property
    def paid_before(self) -> int:
        """What is recorded as paid, in paise."""
        return self.before.saved + self.before.extra

    @property
    def paid_after(self) -> int:
        """What would be recorded as paid, in paise."""
        return self.after.saved + self.after.extra


@dataclass(frozen=True, slots=True)
class MoneyChange:
    """A money line that would be removed or added; `name` of its member, empty if it has none."""

    kind: str
    amount: int
    name: str
    is_new: bool


@dataclass(frozen=True, slots=True)
class Waits:
    """A request as one person sees it; `changes` only for those who may see registers."""

    card: Mapping[str, object]
    day: date
    is_hers: bool
    may_decide: bool
    changes: tuple[Change, ...] = ()
    cash: tuple[int, int] | None = None  # counted: now, and after the correction
    money: tuple[MoneyChange, ...] = ()
    parts: tuple[ShareOutPart, ...] = ()  # of a share-out, for book-keepers


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """The waiting requests of a group, the oldest first."""

    requests: tuple[Waits, ...]
