"""No entry is dated after the day on which it is recorded, in the group's own zone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ledger import accounts
from ledger.books import post, reverse
from ledger.model import (
    ON_THE_DAY,
    Entry,
    Posting,
    Reason,
    ReversedBefore,
    WrongDay,
    is_right_day,
    rupees,
)
from ledger.verify import verify
from tests.ledger.making import AT, DAY, GROUP, ReadInMemory, books_in_memory, saving

TOMORROW, YESTERDAY = DAY + timedelta(1), DAY - timedelta(1)


@pytest.mark.parametrize("reason", Reason)
def test_no_entry_is_dated_after_it_was_recorded(reason: Reason) -> None:
    paid = (Posting(accounts.cash_box(), accounts.fines(), rupees(1)),)
    ahead = Entry("a", GROUP, reason, TOMORROW, paid, "m1")

    with books_in_memory() as tx:
        with pytest.raises(WrongDay) as refusal:
            post(tx, ahead, at=AT)
        assert refusal.value == WrongDay("a", TOMORROW, DAY)
        assert post(tx, replace(ahead, day=DAY), at=AT).is_new


@pytest.mark.parametrize("reason", Reason)
def test_these_reasons_alone_are_dated_on_the_day_itself(reason: Reason) -> None:
    on_the_day = {"loan_waived", "loan_written_off", "share_out", "merged"}

    assert is_right_day(reason, YESTERDAY, DAY) is (reason not in on_the_day)
    assert {*ON_THE_DAY} == on_the_day


@pytest.mark.parametrize(
    ("zone", "is_tomorrow"),
    [("Asia/Kolkata", True), ("UTC", False), ("Asia/Dhaka", True), ("America/Lima", False)],
)
def test_the_day_is_that_of_the_groups_clock(zone: str, is_tomorrow: bool) -> None:
    late = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)  # midnight in India

    with books_in_memory() as tx:
        entry = replace(saving(), day=TOMORROW)
        if is_tomorrow:
            assert post(tx, entry, at=late, zone=zone).is_new
        else:
            with pytest.raises(WrongDay):
                post(tx, entry, at=late, zone=zone)


def test_nothing_is_reversed_before_it_was() -> None:
    with books_in_memory() as tx:
        post(tx, saving("k"), at=AT)
        later = AT + timedelta(days=3)

        with pytest.raises(ReversedBefore) as refusal:
            reverse(tx, GROUP, "k", day=YESTERDAY, by="m1", at=later)
        assert refusal.value == ReversedBefore("k", DAY, YESTERDAY)
        with pytest.raises(WrongDay):
            reverse(tx, GROUP, "k", day=DAY + timedelta(4), by="m1", at=later)
        assert reverse(tx, GROUP, "k", day=DAY, by="m1", at=later).is_new


async def test_an_entry_of_old_books_that_is_ahead_is_reversed_today_and_verifies() -> None:
    with books_in_memory() as tx:
        after = AT + timedelta(days=9)
        post(tx, replace(saving("k"), day=after.date()), at=after)  # as old books may hold it

        assert reverse(tx, GROUP, "k", day=DAY, by="m1", at=AT).is_new
        assert (await verify(ReadInMemory(tx), [])).is_sound
