"""Whether a member's word counts yet."""

from dataclasses import dataclass
from datetime import date

from groups.charter.model.scoring import SistersWord


@dataclass(frozen=True, slots=True)
class Conduct:
    """What a member's own registers say of her: what was due and what she did, since when."""

    first_day: date | None  # None: no register has named her yet
    meetings_due: int = 0
    meetings_done: int = 0
    savings_due: int = 0
    savings_done: int = 0


def has_voice(conduct: Conduct, day: date, word: SistersWord) -> bool:
    """Whether her conduct lets her beads count yet: weeks in the books, and what was due done."""
    if conduct.first_day is None or (day - conduct.first_day).days < 7 * word.voice_weeks:
        return False
    return (
        conduct.meetings_done >= word.voice_share * conduct.meetings_due
        and conduct.savings_done >= word.voice_share * conduct.savings_due
    )
