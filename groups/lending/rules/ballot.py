"""A ballot: when it is decided, how it ends, and what of it may be told.

Two thirds of all who may vote carry a loan, so that staying away is never a yes.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Final

from groups.charter.model.bounds import Between

SECRET_BELOW: Final = 5  # among fewer voters the numbers would tell who voted how


class Vote(StrEnum):
    """What a member can say."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


@dataclass(frozen=True, slots=True)
class BallotCharter:
    """The share of yes that carries, as two whole numbers, and how many days a ballot is open."""

    share_numerator: Annotated[int, Between(1, 100)] = 2
    share_denominator: Annotated[int, Between(1, 100)] = 3
    days: Annotated[int, Between(1, 60)] = 7


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


def count_votes(votes: Iterable[Vote], voters: int) -> Count:
    """Count the votes of those who may vote."""
    found = Counter(votes)
    counted = Count(voters, found[Vote.YES], found[Vote.NO], found[Vote.ABSTAIN])
    assert counted.voted <= voters, "nobody votes twice, and no other votes"
    return counted


def yes_needed(voters: int, charter: BallotCharter) -> int:
    """The least number of yes that carries: at least one, also where nobody may vote."""
    return max(1, -(-voters * charter.share_numerator // charter.share_denominator))


def is_carried(count: Count, charter: BallotCharter) -> bool:
    """Whether enough said yes."""
    return count.yes >= yes_needed(count.voters, charter)


def is_decided(count: Count, charter: BallotCharter) -> bool:
    """Whether no vote that is still to come could change the result; it ends then.

    It does not end on the last yes that is needed: whoever has not voted yet may still speak.
    """
    could_be_yes = count.yes + count.voters - count.voted
    return count.voted == count.voters or could_be_yes < yes_needed(count.voters, charter)
