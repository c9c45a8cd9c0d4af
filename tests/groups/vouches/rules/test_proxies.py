"""Whose vouch another member may record."""

from dataclasses import replace
from datetime import date

import pytest

from groups.people.model.people import Member, MemberState, Phone
from groups.people.model.refusals import NotFound
from groups.vouches.model.refusals import NotByHerOwnHand, SpeaksHerself
from groups.vouches.rules.vouching import check_hand, check_spoken_for

DAY = date(2026, 1, 1)
DULARI = Member("m8", "g", "p", 8, "Dulari", MemberState.ACTIVE, Phone.NONE, DAY, None)


def test_she_who_has_neither_phone_nor_pictures_may_be_spoken_for() -> None:
    assert check_spoken_for(DULARI, "g", has_pin=False) == DULARI


def test_she_who_has_pictures_speaks_herself() -> None:
    with pytest.raises(SpeaksHerself):
        check_spoken_for(DULARI, "g", has_pin=True)


def test_she_who_has_a_phone_speaks_herself() -> None:
    with pytest.raises(SpeaksHerself):
        check_spoken_for(replace(DULARI, phone=Phone.OWN), "g", has_pin=False)


@pytest.mark.parametrize(
    "member", [None, replace(DULARI, group_id="h"), replace(DULARI, state=MemberState.FROZEN)]
)
def test_she_who_is_not_here_is_not_found(member: Member | None) -> None:
    with pytest.raises(NotFound):
        check_spoken_for(member, "g", has_pin=False)


@pytest.mark.parametrize("hand_id", ["m8", "m2"])
def test_neither_of_the_two_records_the_word(hand_id: str) -> None:
    with pytest.raises(NotByHerOwnHand):
        check_hand(hand_id, DULARI, replace(DULARI, id="m2"))
