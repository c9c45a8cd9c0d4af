"""A change of a loan that is out, as it is asked for: let off in part, spread anew, lost."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LetOff:
    """What she is let off of the interest that is owed and of the principal, in paise."""

    interest: int
    principal: int


@dataclass(frozen=True, slots=True)
class Spread:
    """What is left of the principal is paid back in so many months from now on."""

    months: int
    grace_months: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """In a meeting so many said that the loan is lost, and so many that it is not."""

    meeting_id: str
    yes: int
    no: int


Change = LetOff | Spread | Said
