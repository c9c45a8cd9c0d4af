"""A ballot: when it is decided, how it ends, and what of it may be told.

Two thirds of all who may vote carry a loan, so that staying away is never a yes.
"""

from collections import Counter
from collections.abc import Iterable

from groups.charter.model.numbers import BallotCharter
from groups.lending.model.proposal import Vote
from groups.loans.model.count import Count


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
