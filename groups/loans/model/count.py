"""The votes of a ballot, counted."""

from dataclasses import dataclass
from typing import Final

SECRET_BELOW: Final = 5  # among fewer voters the numbers would tell who voted how


@dataclass(frozen=True, slots=True)
class Count:
    """The votes given, of so many who may vote."""

    voters: int
    yes: int
    no: int
    abstained: int

    @property
    def voted(self) -> int:
        """How many have voted: all that is told while the ballot is open."""
        return self.yes + self.no + self.abstained

    @property
    def is_secret(self) -> bool:
        """Whether only the result may be told, and not the numbers."""
        return self.voters < SECRET_BELOW
