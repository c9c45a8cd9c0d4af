"""How late a loan is, in the field's steps of thirty days, and the part of all lent at risk."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final

DEFAULT_FROM_DAYS: Final = 91
AT_RISK_FROM_DAYS: Final = 31


class Age(StrEnum):
    """How many days the oldest unpaid part has been overdue."""

    ON_TIME = "on_time"
    DAYS_30 = "days_30"  # 1 to 30
    DAYS_60 = "days_60"  # 31 to 60
    DAYS_90 = "days_90"  # 61 to 90
    DEFAULT = "default"  # more than 90


@dataclass(frozen=True, slots=True)
class Lent:
    """A loan that is out: what is left of its principal in paise, and its days overdue."""

    principal: int
    days: int
    overdue: int = 0  # paise of principal and interest that are late


def age(days: int) -> Age:
    """The step in which so many days overdue fall."""
    if days <= 0:
        return Age.ON_TIME
    if days >= DEFAULT_FROM_DAYS:
        return Age.DEFAULT
    return (Age.DAYS_30, Age.DAYS_60, Age.DAYS_90)[(days - 1) // 30]


def at_risk(loans: Iterable[Lent]) -> Fraction:
    """PAR30: of all principal that is out, the share in loans more than 30 days overdue."""
    every = list(loans)
    whole = sum(loan.principal for loan in every)
    late = sum(loan.principal for loan in every if loan.days >= AT_RISK_FROM_DAYS)
    return Fraction(late, whole) if whole else Fraction(0)


def overdue_share(loans: Iterable[Lent]) -> Fraction:
    """What is late of principal and interest, of all principal that is out; at most all of it."""
    every = list(loans)
    whole = sum(loan.principal for loan in every)
    late = sum(loan.overdue for loan in every)
    return min(Fraction(1), Fraction(late, whole)) if whole else Fraction(0)
