"""Who may join a group."""

import pytest

from groups.joining.model import GroupFull, TooYoung
from groups.joining.rules.joining import check_age, check_number, check_place
from groups.people.model.refusals import BadAnswer


def test_the_young_are_refused() -> None:
    with pytest.raises(TooYoung) as refusal:
        check_age(18, is_adult=False)

    assert refusal.value == TooYoung(18)


def test_whoever_is_of_age_may_come() -> None:
    check_age(18, is_adult=True)


def test_the_last_place_may_be_taken() -> None:
    check_place(19, 20)


def test_one_more_than_the_charter_allows_is_refused() -> None:
    with pytest.raises(GroupFull) as refusal:
        check_place(20, 20)

    assert refusal.value == GroupFull(20)


@pytest.mark.parametrize("number", [1, 999])
def test_a_free_number_may_be_chosen(number: int) -> None:
    assert check_number(number, is_used=False) == number


@pytest.mark.parametrize(("number", "is_used"), [(0, False), (-1, False), (1000, False), (5, True)])
def test_a_number_that_is_none_or_was_given_is_refused(number: int, is_used: bool) -> None:
    with pytest.raises(BadAnswer) as refusal:
        check_number(number, is_used=is_used)

    assert refusal.value == BadAnswer("number")
