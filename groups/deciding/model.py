"""What waits for a second person, as one of those sees it who may read it."""

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
        """What stands as paid, in paise."""
        return self.before.saved + self.before.extra

    @property
    def paid_after(self) -> int:
        """What would stand as paid, in paise."""
        return self.after.saved + self.after.extra


@dataclass(frozen=True, slots=True)
class MoneyChange:
    """A line of a meeting's money that would be taken out, or come in; whose, if somebody's."""

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
    cash: tuple[int, int] | None = None  # counted: what stands, what would
    money: tuple[MoneyChange, ...] = ()
    parts: tuple[ShareOutPart, ...] = ()  # of what is shared out, for those who keep the books


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """What waits in a group, the oldest first."""

    requests: tuple[Waits, ...]
    is_member: bool
