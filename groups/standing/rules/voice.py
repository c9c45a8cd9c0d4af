"""Whether a member has a voice yet, so that her vouches count."""

from dataclasses import dataclass
from datetime import date

from groups.charter.model.scoring import SistersWord


@dataclass(frozen=True, slots=True)
class Conduct:
    """A member's conduct by the registers: what was due, what she did, since which day."""

    first_day: date | None  # None: no register has named her yet
    meetings_due: int = 0
    meetings_done: int = 0
    savings_due: int = 0
    savings_done: int = 0


def has_voice(conduct: Conduct, day: date, word: SistersWord) -> bool:
    """Whether her conduct gives her a voice: enough weeks in the books, enough dues done.

    Source: scoring.md §4.
    """
    if conduct.first_day is None or (day - conduct.first_day).days < 7 * word.voice_weeks:
        return False
    return (
        conduct.meetings_done >= word.voice_share * conduct.meetings_due
        and conduct.savings_done >= word.voice_share * conduct.savings_due
    )
