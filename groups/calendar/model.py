"""How often meetings and instalments recur; what a step of the clock may have to do in a group."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class GroupWork:
    """What a step of the clock may have to do in a group ("": in none), as the database has it.

    `day` is the ISO day, `marked_at` the moment that decide when it is due. Nothing is read out of
    the texts here, so that one broken row hides no other group's work.
    """

    group_id: str
    zone: str = ""
    day: str = ""
    charter: str = ""
    marked_at: int = 0
