"""Arrears: how late a loan is, in steps of thirty days, and the portfolio at risk (PAR30)."""

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
    """An outstanding loan: the outstanding principal in paise, and the days overdue."""

    principal: int
    days: int
    overdue: int = 0  # arrears of principal and interest, paise


def age(days: int) -> Age:
    """The thirty-day step of a number of days overdue."""
    if days <= 0:
        return Age.ON_TIME
    if days >= DEFAULT_FROM_DAYS:
        return Age.DEFAULT
    return (Age.DAYS_30, Age.DAYS_60, Age.DAYS_90)[(days - 1) // 30]


def at_risk(loans: Iterable[Lent]) -> Fraction:
    """PAR30: the share of outstanding principal in loans more than 30 days overdue."""
    every = list(loans)
    whole = sum(loan.principal for loan in every)
    late = sum(loan.principal for loan in every if loan.days >= AT_RISK_FROM_DAYS)
    return Fraction(late, whole) if whole else Fraction(0)


def overdue_share(loans: Iterable[Lent]) -> Fraction:
    """Arrears of principal and interest as a share of outstanding principal; at most 1."""
    every = list(loans)
    whole = sum(loan.principal for loan in every)
    late = sum(loan.overdue for loan in every)
    return min(Fraction(1), Fraction(late, whole)) if whole else Fraction(0)
