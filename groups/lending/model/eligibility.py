"""Whether a record opens a loan: every condition with what there is and what is asked."""

from dataclasses import dataclass
from enum import StrEnum


class Condition(StrEnum):
    """A condition on the borrower or on the group."""

    SAVINGS = "savings"  # the amount beside so many times her own savings, paise
    OPEN_LOANS = "open_loans"  # loans of this fund that she has not repaid
    HER_OVERDUE = "her_overdue"  # paise late in any loan of hers
    GROUP_OVERDUE = "group_overdue"  # share of all lent that is late, hundredths of a percent
    FREE_CASH = "free_cash"  # what the fund can lend now, paise
    MONTHS = "months"  # full months in the group
    STEP = "step"  # the amount beside the step of the ladder, paise
    POINTS = "points"  # centi-points
    STANDING = "standing"  # centi-points
    VOUCHES = "vouches"  # 1 if her sisters' words for it are there, else 0: no count is told


@dataclass(frozen=True, slots=True)
class ConditionChecked:
    """One condition: its value (`has`) and its limit (`asked`), in the condition's unit.

    A condition that `is_at_most` is met by the limit or less, others by the limit or more.
    """

    condition: Condition
    has: int
    asked: int
    is_at_most: bool = False

    @property
    def is_met(self) -> bool:
        """Whether the condition is met."""
        return self.has <= self.asked if self.is_at_most else self.has >= self.asked

    @property
    def missing(self) -> int:
        """How much is missing, or is too much; 0 if the condition is met."""
        return 0 if self.is_met else abs(self.asked - self.has)


@dataclass(frozen=True, slots=True)
class Eligibility:
    """All conditions of one loan, in the order in which they are read out.

    After `conduct_weeks_missing` more weeks of full conduct, her conduct replaces
    `conduct_replaces` vouches. The weeks are 0 where it does already; both are 0 where the vouches
    are there.
    """

    reasons: tuple[ConditionChecked, ...]
    step: int = 0  # of the ladder, from 1; 0 for other loans
    conduct_weeks_missing: int = 0
    conduct_replaces: int = 0

    @property
    def is_open(self) -> bool:
        """Whether every condition is met; people decide all the same."""
        return all(reason.is_met for reason in self.reasons)

    @property
    def missing(self) -> tuple[ConditionChecked, ...]:
        """The conditions that are not met."""
        return tuple(reason for reason in self.reasons if not reason.is_met)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What may be shown of the conditions to who asks: the borrower sees each, others the whole.

    An office-bearer who proposes for another learns whether it is open, and neither her points nor
    whether the sisters' words are there; `hers` is None then.
    """

    is_open: bool
    hers: Eligibility | None
