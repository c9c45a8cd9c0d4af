"""The requested change of a paid-out loan: waive a part, reschedule the rest, or write off."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LetOff:
    """A waiver: the interest and the principal that she need not pay, in paise."""

    interest: int
    principal: int


@dataclass(frozen=True, slots=True)
class Spread:
    """A rescheduling: the outstanding principal is repaid in so many months from now on."""

    months: int
    grace_months: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """A vote in a meeting: how many said that the loan is lost, and how many that it is not."""

    meeting_id: str
    yes: int
    no: int


Change = LetOff | Spread | Said
