"""How often meetings and instalments recur."""

from enum import StrEnum


class Rhythm(StrEnum):
    """How often a group meets, or an instalment falls due; the two may differ."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"

    @property
    def days(self) -> float:
        """The length of one round; a month is a twelfth of a year of 365.25 days."""
        return {Rhythm.WEEKLY: 7.0, Rhythm.FORTNIGHTLY: 14.0}.get(self, 30.4375)

    @property
    def rounds_a_year(self) -> int:
        """How many instalments of this rhythm make a year."""
        return {Rhythm.WEEKLY: 52, Rhythm.FORTNIGHTLY: 26}.get(self, 12)
