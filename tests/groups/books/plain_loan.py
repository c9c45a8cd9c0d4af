"""A loan reckoned from docs/policy.md alone, to compare the product's figures with.

It shares no code with the product. It keeps what was paid and charged, and counts with fractions.
"""

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Final

Payable = Callable[[date], date]
ROUNDS: Final = {"monthly": 12, "weekly": 52, "fortnightly": 26}
MOVES_AT_MOST: Final = timedelta(14)


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a group lends by: its charter's words, per cent a month, the paise it rounds to."""

    rhythm: str
    method: str
    plan: str
    percent: str
    unit: int

    @property
    def share(self) -> Fraction:
        """The interest of a period, as a share of what is owed."""
        return Fraction(self.percent) / 100 * 12 / ROUNDS[self.rhythm]


@dataclass(slots=True)
class PlainLoan:
    """A loan of so many paise for so many months, since its hand-over; amounts in paise."""

    agreed: Agreed
    principal: int
    months: int
    began: date
    paid: list[tuple[date, int, int]] = field(default_factory=list)  # day, principal, interest
    charged: list[int] = field(default_factory=list)  # the interest of each period
    is_over: bool = False

    @property
    def periods(self) -> int:
        """How many periods the loan runs."""
        return round(Fraction(self.months * ROUNDS[self.agreed.rhythm], 12))

    def day(self, number: int) -> date:
        """The last day of a period; a month without that day has its last."""
        if self.agreed.rhythm != "monthly":
            return self.began + number * timedelta(7 if self.agreed.rhythm == "weekly" else 14)
        year, month = divmod(self.began.year * 12 + self.began.month - 1 + number, 12)
        return date(year, month + 1, min(self.began.day, monthrange(year, month + 1)[1]))

    def ended(self, day: date) -> int:
        """How many periods have ended by a day."""
        return next(n for n in range(10_000) if self.day(n + 1) > day)

    def left(self, day: date = date.max) -> int:
        """The principal left at the end of a day."""
        return self.principal - sum(part for on, part, _ in self.paid if on <= day)

    def interest_paid(self, day: date = date.max) -> int:
        """The interest paid by the end of a day."""
        return sum(part for on, _, part in self.paid if on <= day)

    # --- what was agreed ---------------------------------------------------------------------

    def parts(self) -> list[int]:
        """The principal of each instalment; rounding is carried from one to the next."""
        share, count = self.agreed.share, self.periods
        if self.agreed.method != "reducing balance" or self.agreed.plan == "equal_principal":
            sums = [self._round(Fraction(n * self.principal, count)) for n in range(count)]
            return [after - before for before, after in pairwise([*sums, self.principal])]
        each = self.principal * share / (1 - (1 + share) ** -count)
        parts: list[int] = []
        exact, paid = Fraction(0), 0
        for number in range(1, count):
            owed = self.principal - sum(parts)
            interest = self._round(exact + share * owed) - self._round(exact)
            part = min(max(self._round(number * each) - paid - interest, 0), owed)
            exact, paid = exact + share * owed, paid + part + interest
            parts.append(part)
        return [*parts, self.principal - sum(parts)]

    def flat(self) -> list[int]:
        """The interest of each period on all that was lent."""
        return self._carried([self.principal] * self.periods)

    # --- what happens ------------------------------------------------------------------------

    def charge(self, number: int, payable: Payable) -> int:
        """The interest of a period by what was paid."""
        if self.agreed.method == "reducing balance":
            return self._carried(self._owed(each, payable) for each in range(1, number + 1))[-1]
        runs = self.agreed.method == "flat to the end" or self._owed(number, payable) > 0
        return self.flat()[number - 1] if runs and number <= self.periods else 0

    def charge_until(self, day: date, payable: Payable) -> None:
        """Charge every period that has ended."""
        while not self.is_over and len(self.charged) < self.ended(day):
            self.charged.append(self.charge(len(self.charged) + 1, payable))

    def pay(self, day: date, amount: int, payable: Payable) -> None:
        """Pay on a day, interest first; who pays all that is posted pays the period begun, too."""
        over = self.ended(day)
        later = self.charged[over:]
        self.charged = self.charged[:over]
        if amount >= self.left(day) + sum(self.charged) - self.interest_paid(day):
            self.charged += self._begun(day, payable)
        interest = min(amount, sum(self.charged) - self.interest_paid())
        self.paid.append((day, amount - interest, interest))
        self.is_over = not self.left() and sum(self.charged) == self.interest_paid()
        for number in range(len(self.charged) + 1, over + len(later) + 1):
            if not self.is_over:
                self.charged.append(self.charge(number, payable))

    def closes(self, day: date, payable: Payable) -> int:
        """What closes the loan on a day on which nothing later was charged."""
        begun = sum(self._begun(day, payable)[max(0, len(self.charged) - self.ended(day)) :])
        return self.left(day) + sum(self.charged) - self.interest_paid(day) + begun

    def due(self, day: date) -> int:
        """What is due by the end of a day."""
        return self._unpaid(day, [n for n in range(1, self.periods + 1) if self.day(n) <= day])

    def late(self, day: date, payable: Payable) -> int:
        """What was payable before a day and is not paid by its end."""
        numbers = [n for n in range(1, self.periods + 1) if payable(self.day(n)) < day]
        return self._unpaid(day, numbers)

    def _unpaid(self, day: date, numbers: list[int]) -> int:
        if not numbers:
            return 0
        through = self.ended(day) if numbers[-1] == self.periods else numbers[-1]
        principal = self.left(day) - self.principal + sum(self.parts()[: numbers[-1]])
        return max(0, principal) + max(0, sum(self.charged[:through]) - self.interest_paid(day))

    def _begun(self, day: date, payable: Payable) -> list[int]:
        """The interest that only a payoff on a day adds."""
        over = self.ended(day)
        if self.agreed.method == "flat to the end":
            return self.flat()[over:]
        paid_for = payable(self.day(over)) if over else self.began
        return [self.charge(over + 1, payable)] if day > paid_for else []

    def _owed(self, number: int, payable: Payable) -> int:
        """The principal that bears the interest of a period."""
        if number == 1:
            return self.principal
        due_day = self.day(number - 1)
        left, moved = self.left(due_day), payable(due_day)
        if moved == due_day:
            return left
        as_agreed = min(left, self.principal - sum(self.parts()[: number - 1]))
        if moved >= self.day(number):
            return as_agreed
        return max(as_agreed, self.left(moved)) if self.left(moved) else 0

    def _carried(self, owed: Iterable[int]) -> list[int]:
        sums = [self._round(self.agreed.share * run) for run in accumulate(owed, initial=0)]
        return [after - before for before, after in pairwise(sums)]

    def _round(self, amount: Fraction) -> int:
        unit = self.agreed.unit
        return (2 * amount + unit) // (2 * unit) * unit


def moved_to(held: Iterable[date], meets: int, today: date) -> Payable:
    """The day on which a due day is payable: the next meeting, by two weeks at most.

    A meeting that is not yet held is on the next weekday `meets`, today or later.
    """
    days = sorted(set(held))

    def payable(day: date) -> date:
        after = [each for each in days if each >= day]
        next_day = max(day, today, *(each + timedelta(1) for each in days[-1:]))
        meeting = after[0] if after else next_day + timedelta((meets - next_day.weekday()) % 7)
        return min(meeting, day + MOVES_AT_MOST)

    return payable
