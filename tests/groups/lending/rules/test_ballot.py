"""When a ballot is decided and how it ends, over every possible count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groups.charter.model.numbers import BallotCharter
from groups.lending.model.proposal import Vote
from groups.lending.rules.ballot import count_votes, is_carried, is_decided, yes_needed
from groups.loans.model.count import Count

TWO_THIRDS = BallotCharter()


@st.composite
def counts(draw: st.DrawFn) -> Count:
    """Draw a count in which some of the voters have voted."""
    voters = draw(st.integers(0, 20))
    votes = draw(st.lists(st.sampled_from(Vote), max_size=voters))
    return count_votes(votes, voters)


@pytest.mark.parametrize(("voters", "needed"), [(0, 1), (1, 1), (2, 2), (3, 2), (11, 8), (12, 8)])
def test_two_thirds_of_those_who_may_vote_are_needed(voters: int, needed: int) -> None:
    assert yes_needed(voters, TWO_THIRDS) == needed


def test_abstaining_is_not_yes() -> None:
    count = count_votes([Vote.YES] * 7 + [Vote.ABSTAIN] * 4, 11)

    assert not is_carried(count, TWO_THIRDS)
    assert is_decided(count, TWO_THIRDS)


def test_enough_yes_carry_though_some_said_no() -> None:
    count = count_votes([Vote.YES] * 8 + [Vote.NO] * 3, 11)

    assert is_carried(count, TWO_THIRDS)
    assert count.voted == 11


def test_where_nobody_may_vote_nothing_is_carried() -> None:
    count = count_votes([], 0)

    assert not is_carried(count, TWO_THIRDS)
    assert is_decided(count, TWO_THIRDS)


def test_among_fewer_than_five_only_the_result_is_told() -> None:
    assert count_votes([], 4).is_secret
    assert not count_votes([], 5).is_secret


@given(counts(), st.sampled_from(Vote))
def test_once_decided_no_vote_to_come_changes_the_result(count: Count, vote: Vote) -> None:
    if not is_decided(count, TWO_THIRDS) or count.voted == count.voters:
        return
    rest = [vote] * (count.voters - count.voted)
    more = count_votes(
        [Vote.YES] * count.yes + [Vote.NO] * count.no + [Vote.ABSTAIN] * count.abstained + rest,
        count.voters,
    )

    assert is_carried(more, TWO_THIRDS) == is_carried(count, TWO_THIRDS)


@given(counts())
def test_a_ballot_in_which_all_have_voted_is_decided(count: Count) -> None:
    assert is_decided(count, TWO_THIRDS) or count.voted < count.voters
