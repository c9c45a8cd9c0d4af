"""A ballot: when it is decided, and whether it carries the loan.

The charter's share of all voters must say yes, so that staying away never counts as a yes.
"""

from collections import Counter
from collections.abc import Iterable

from groups.charter.model.numbers import BallotCharter
from groups.lending.model.proposal import Vote
from groups.loans.model.count import Count


def count_votes(votes: Iterable[Vote], voters: int) -> Count:
    """Count the votes of those who may vote."""
    by_vote = Counter(votes)
    counted = Count(voters, by_vote[Vote.YES], by_vote[Vote.NO], by_vote[Vote.ABSTAIN])
    assert counted.voted <= voters, "nobody votes twice, and no other votes"
    return counted


def yes_needed(voters: int, charter: BallotCharter) -> int:
    """The least number of yes votes that carries; at least 1, even if nobody may vote."""
    return max(1, -(-voters * charter.share_numerator // charter.share_denominator))


def is_carried(count: Count, charter: BallotCharter) -> bool:
    """Whether enough members voted yes."""
    return count.yes >= yes_needed(count.voters, charter)


def is_decided(count: Count, charter: BallotCharter) -> bool:
    """Whether the ballot can end: all have voted, or too few can still vote yes.

    Enough yes votes do not end it: the members who have not voted yet may still speak.
    """
    could_be_yes = count.yes + count.voters - count.voted
    return count.voted == count.voters or could_be_yes < yes_needed(count.voters, charter)
