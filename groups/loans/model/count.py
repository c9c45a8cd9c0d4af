"""The votes of a ballot, counted."""

from dataclasses import dataclass
from typing import Final

SECRET_BELOW: Final = 5  # among fewer voters the numbers would tell who voted how


@dataclass(frozen=True, slots=True)
class Count:
    """The votes given, and the number of members who may vote."""

    voters: int
    yes: int
    no: int
    abstained: int

    @property
    def voted(self) -> int:
        """How many have voted; nothing else is shown while the ballot is open."""
        return self.yes + self.no + self.abstained

    @property
    def is_secret(self) -> bool:
        """Whether only the result may be shown, not the numbers."""
        return self.voters < SECRET_BELOW
