"""The attack of the observer: by the rule before she names most givers, by blocks hardly one."""

from fractions import Fraction
from functools import cache
from random import Random

import pytest

from groups.charter.rules.charter import Charter
from groups.lending.model.eligibility import Eligibility
from groups.lending.rules.eligibility import Record, eligibility
from groups.registers.model.money import LoanFund
from groups.standing.model import WordsHeld
from groups.standing.rules.next_acts import Vouched
from tests.groups.standing.rules.observer import Outcome, observe
from tests.groups.standing.rules.watched_year import (
    Told,
    a_year,
    watch_before_blocks,
    watch_by_blocks,
)

MISSED = 13  # the run in which she last missed something: twelve weeks later conduct counts too


def tells(centi: int, held: WordsHeld, run: int) -> Told:
    """Return what a member is told after a run: her points by the word, and what a loan needs.

    All else that she is told follows from what is public and from her points (next acts, lines,
    messages, her data): tests/groups/standing/test_two_worlds.py.
    """
    return centi, loan(held.opening, held.homes, max(0, run - MISSED))


def tells_points(centi: int, _held: WordsHeld, _run: int) -> Told:
    """Return her points by the word alone, as she was told them before."""
    return (centi,)


@cache
def loan(vouches: int, households: int, conduct_weeks: int) -> Eligibility:
    """Return what she is told of the first step of the ladder, where all else is there."""
    record = Record(
        own_savings=1000_00,
        open_loans=0,
        her_overdue=0,
        group_overdue=Fraction(0),
        free_cash=50_000_00,
        months=6,
        points=200_00,
        standing=560_00,
        vouched=Vouched(vouches, households, conduct_weeks),
        steps_closed=0,
    )
    return eligibility(LoanFund.DSC, 2000_00, record, Charter())


def by_blocks(seeds: range) -> Outcome:
    """Watch some years as they are run."""
    years = [a_year(Random(seed)) for seed in seeds]
    return sum(
        (observe(year, watch_by_blocks(year, tells), tells, in_tens=True) for year in years),
        Outcome(),
    )


@pytest.mark.slow
def test_by_the_rule_before_the_observer_names_most_givers() -> None:
    year = a_year(Random(1))
    runs = watch_before_blocks(year, tells_points)
    outcome = observe(year, runs, tells_points, in_tens=False)

    assert outcome.known > outcome.givers / 2
    assert outcome.withdrawers_guessed > 0


@pytest.mark.slow
def test_by_blocks_the_observer_knows_hardly_a_giver_and_no_withdrawer() -> None:
    outcome = by_blocks(range(8))

    assert outcome.known <= 0.02 * outcome.givers
    assert outcome.guessed <= 0.05 * outcome.givers
    assert outcome.withdrawers_guessed == 0
