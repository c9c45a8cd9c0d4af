"""The choices a charter has for a loan's terms: plan, grace, rounding, order of payment."""

from enum import StrEnum


class Plan(StrEnum):
    """What stays the same from instalment to instalment."""

    EQUAL_INSTALMENT = "equal_instalment"
    EQUAL_PRINCIPAL = "equal_principal"


class Grace(StrEnum):
    """What is not paid in the months of grace."""

    PRINCIPAL = "principal"  # interest is paid as it falls due
    ALL = "all"  # interest of those months falls due with the first instalment after them


class Rounding(StrEnum):
    """How an amount between two whole units is rounded."""

    HALF_EVEN = "half_even"
    HALF_UP = "half_up"
    UP = "up"
    DOWN = "down"


class DebtPart(StrEnum):
    """The part of a loan that a payment pays; a fine is a line of its own in the register."""

    INTEREST = "interest"
    PRINCIPAL = "principal"
