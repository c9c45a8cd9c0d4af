"""The sisters' word over the weeks: read once a block, told in tens.

The past is sixteen weeks long, so week 17 begins a block of four weeks. Shanti (9) holds no
vouch yet; Meena (2) and Sunita (1) have half a voice each, Urmila (7) has none.
"""

from datetime import datetime, timedelta

import pytest

from groups.joining.acts import joining
from groups.joining.acts.merging import MergeReason
from groups.registers.model.meeting import Mark
from groups.standing.model import NO_WORDS, NOTHING, Result, WordsHeld
from groups.verifying import acts as verifying
from groups.vouches.model.vouch import Vouch
from groups.vouches.store.proxies import ProxyAct, insert_proxy_act
from groups.vouches.store.vouches import insert_vouch
from storage.tx import Tx, micros
from tests.groups.claiming import merged_at_once
from tests.groups.later import NEXT, Later, change_charter

BLOCK = (NEXT, NEXT + 1, NEXT + 2, NEXT + 3)
NEXT_BLOCK = NEXT + 4
TEN = 1000  # centi-points of one or two vouches by givers with half a voice: n is 0.5 or 1
TWENTY = 2000  # centi-points of three of them: n is 1.5, and 1.5 / 7.5 is 20 of 100


async def word(later: Later, number: int, week: int) -> int:
    """Return a member's points by vouches."""
    return (await later.results(week))[number].balances[-1]


async def words(later: Later, number: int, *weeks: int) -> list[int]:
    """Return the same for each week; first live the weeks that are still to come."""
    for week in weeks:
        await later.live(week)
    return [await word(later, number, week) for week in weeks]


async def by_hand(
    later: Later,
    giver: int,
    receiver: int,
    at: datetime,
    *,
    vouch_id: str = "byhand",
    until_week: float = NEXT + 20,
    record: int = 1_000_000,
    is_proxy: bool = False,
) -> None:
    """Record a vouch as no act would."""
    giver_id, receiver_id = await later.member(giver), await later.member(receiver)

    def insert(tx: Tx) -> None:
        vouch = Vouch(
            id=vouch_id,
            group_id=later.group_id,
            giver_id=giver_id,
            receiver_id=receiver_id,
            day=at.date(),
            until_day=later.day(NEXT) + timedelta(days=round(7 * (until_week - NEXT))),
            record=record,
            is_proxy=is_proxy,
            recorded_at=micros(at),
        )
        insert_vouch(tx, vouch, at=at)

    await later.write(insert)


async def findings(later: Later) -> list[object]:
    """Return what `verify` finds in all runs."""
    places = await later.read(verifying.next_places)
    by_run = [await later.read(verifying.check_run, place) for place in places]
    return [finding for some in by_run for finding in some]


# --- what is read -----------------------------------------------------------------------------


async def test_a_word_given_before_the_reading_counts_in_it(later: Later) -> None:
    await later.vouch(2, 9, later.noon(NEXT, -1))

    assert await words(later, 9, NEXT) == [TEN]


async def test_a_word_given_after_the_reading_counts_a_block_later(later: Later) -> None:
    await later.meet(NEXT)
    await later.vouch(2, 9, later.noon(NEXT, 0.6))  # before the run, after its period
    await later.score(NEXT)

    assert await word(later, 9, NEXT) == 0
    assert await words(later, 9, *BLOCK[1:], NEXT_BLOCK) == [0, 0, 0, TEN]


async def test_each_run_stores_the_number_of_its_blocks_first_run(later: Later) -> None:
    await later.live(*BLOCK, NEXT_BLOCK)
    blocks = await later.rows("SELECT number, block FROM score_runs ORDER BY number")

    assert blocks == [(number, 4 * ((number - 1) // 4) + 1) for number in range(1, NEXT_BLOCK + 1)]


async def test_the_word_of_who_has_no_voice_moves_nobody(later: Later) -> None:
    await later.vouch(7, 9, later.noon(NEXT, -1))
    await later.live(NEXT)

    assert (await later.results(NEXT))[9].words == WordsHeld(0, 0, 0)
    assert await word(later, 9, NEXT) == 0


async def test_two_words_from_two_houses_open_a_loan_together(later: Later) -> None:
    await later.vouch(2, 9, later.noon(NEXT, -1))
    await later.vouch(3, 9, later.noon(NEXT, -1))
    await later.live(NEXT)

    assert (await later.results(NEXT))[9].words == WordsHeld(2, 2, 2)


async def test_two_words_from_one_house_come_from_one_household(later: Later) -> None:
    await later.vouch(4, 9, later.noon(NEXT, -1))
    await later.vouch(5, 9, later.noon(NEXT, -1))
    await later.live(NEXT)

    assert (await later.results(NEXT))[9].words == WordsHeld(2, 2, 1)


async def test_three_words_are_told_as_twenty(later: Later) -> None:
    for giver in (1, 2, 3):
        await later.vouch(giver, 9, later.noon(NEXT, -1))
    await later.live(NEXT)

    # Kamla has repaid a loan, and only she and Meena are not tied: n is
    # √(1 + 2 · 0.25 + 2 · 0.5) = 1.58, and 1.58 / 7.58 is 20.9 of 100.
    assert await word(later, 9, NEXT) == TWENTY


async def test_words_of_givers_who_do_not_know_each_other_count_more(later: Later) -> None:
    for giver in (2, 4, 10):
        await later.vouch(giver, 9, later.noon(NEXT, -1))
    await later.live(NEXT)

    # Only Kiran and Meena are tied: n is √(3 · 0.25 + 4 · 0.25) = 1.32,
    # and 1.32 / 7.32 is 18.1 of 100.
    assert await word(later, 9, NEXT) == TWENTY


async def test_a_word_of_kin_counts_little_and_opens_no_loan(later: Later) -> None:
    await later.live(NEXT)
    held = (await later.results(NEXT))[8]  # Phoolmati holds only Radha's vouch

    # n is 0.35 · 0.5 = 0.175, and 0.175 / 6.175 is 2.8 of 100: no ten.
    assert (held.balances[-1], held.words) == (0, WordsHeld(1, 0, 0))


async def test_a_word_given_by_proxy_counts_nothing(later: Later) -> None:
    await by_hand(later, 2, 9, later.noon(NEXT, -1), is_proxy=True)
    await later.live(NEXT)

    assert (await later.results(NEXT))[9].words == NO_WORDS
    assert await word(later, 9, NEXT) == 0


@pytest.mark.parametrize(("days", "weeks"), [(-0.5, [TEN, TEN]), (0.6, [0, TEN])])
async def test_a_word_given_by_proxy_counts_from_the_reading_after_it_is_confirmed(
    later: Later, days: float, weeks: list[int]
) -> None:
    giver, confirmed = await later.member(2), later.noon(NEXT, days)

    def confirm(tx: Tx) -> None:
        act = ProxyAct("yes", later.group_id, "byhand", "confirmed", giver)
        insert_proxy_act(tx, act, at=confirmed)

    await by_hand(later, 2, 9, later.noon(NEXT, -1), is_proxy=True)
    await later.meet(NEXT)
    await later.write(confirm)
    await later.score(NEXT)
    await later.live(*BLOCK[1:], NEXT_BLOCK)

    assert [await word(later, 9, week) for week in (NEXT, NEXT_BLOCK)] == weeks


async def test_a_word_of_a_giver_with_a_poor_record_counts_less(later: Later) -> None:
    await by_hand(later, 2, 9, later.noon(NEXT, -1), record=500_000)

    # n is 0.25, and 0.25 / 6.25 is 4 of 100: no ten.
    assert await words(later, 9, NEXT) == [0]


async def test_the_word_of_a_frozen_giver_stands(later: Later) -> None:
    await later.vouch(2, 9, later.noon(NEXT, -1))
    await later.freeze(2, later.noon(NEXT, -0.5))

    assert await words(later, 9, NEXT) == [TEN]


async def test_a_line_put_right_after_the_reading_gives_no_voice_in_it(later: Later) -> None:
    weeks = [1, 2, 3, 5]  # Urmila missed these and three more: too many for a voice
    await later.vouch(7, 9, later.noon(NEXT, -1))
    meetings = [meeting for (meeting,) in await later.rows("SELECT id FROM meetings ORDER BY day")]
    await later.meet(NEXT)
    for week in weeks:
        at = later.noon(NEXT, 0.6)  # after the period, before its run
        await later.correct(meetings[week - 1], 7, Mark.PRESENT, 20_00, at)
    await later.score(NEXT)
    await later.live(*BLOCK[1:], NEXT_BLOCK)

    assert [await word(later, 9, week) for week in (NEXT, NEXT_BLOCK)] == [0, TEN]


# --- what stands in between -------------------------------------------------------------------


async def test_a_word_taken_back_counts_to_the_end_of_the_block(later: Later) -> None:
    await later.vouch(2, 9, later.noon(NEXT, -1))
    await later.live(NEXT)
    await later.withdraw(2, 9, later.noon(NEXT, 1))

    assert await words(later, 9, *BLOCK[1:], NEXT_BLOCK) == [TEN, TEN, TEN, 0]


async def test_a_word_given_and_taken_back_between_two_readings_never_counts(later: Later) -> None:
    await later.live(NEXT)
    await later.vouch(2, 9, later.noon(NEXT, 1))
    await later.live(NEXT + 1)
    await later.withdraw(2, 9, later.noon(NEXT + 2, 1))

    assert await words(later, 9, NEXT + 2, NEXT + 3, NEXT_BLOCK) == [0, 0, 0]


async def test_a_word_taken_back_before_the_reading_is_not_in_it(later: Later) -> None:
    await later.vouch(2, 9, later.noon(NEXT, -1))
    await later.live(*BLOCK)
    await later.withdraw(2, 9, later.noon(NEXT + 3, 1))

    assert await words(later, 9, NEXT_BLOCK) == [0]


async def test_a_word_taken_back_and_given_anew_stands(later: Later) -> None:
    await later.vouch(2, 9, later.noon(NEXT, -1))
    await later.live(NEXT)
    await later.withdraw(2, 9, later.noon(NEXT, 1))
    await later.vouch(2, 9, later.noon(NEXT, 2))

    assert await words(later, 9, *BLOCK[1:], NEXT_BLOCK) == [TEN] * 4


async def test_a_renewed_word_counts_once(later: Later) -> None:
    await later.vouch(2, 9, later.noon(NEXT, -1))
    await later.renew(2, 9, later.noon(NEXT, -0.5))

    assert await words(later, 9, NEXT) == [TEN]


@pytest.mark.parametrize(("until_week", "centi"), [(NEXT_BLOCK - 1 / 7, 0), (NEXT_BLOCK, TEN)])
async def test_a_word_counts_whose_last_day_is_not_over_at_the_reading(
    later: Later, until_week: float, centi: int
) -> None:
    await by_hand(later, 2, 9, later.noon(NEXT, -1), until_week=until_week)

    assert await words(later, 9, *BLOCK, NEXT_BLOCK) == [TEN] * 4 + [centi]


async def test_who_leaves_keeps_her_voice_in_her_sisters_words(later: Later) -> None:
    await later.vouch(10, 9, later.noon(NEXT, -1))
    await later.live(NEXT)
    at = later.noon(NEXT, 1)
    await later.write(joining.leave, await later.actor(10), new_id=later.new_id, at=at)

    assert await words(later, 9, *BLOCK[1:], NEXT_BLOCK) == [TEN, TEN, TEN, 0]


async def test_who_comes_back_has_no_word_before_it_is_read(later: Later) -> None:
    await later.live(NEXT)
    assert await word(later, 7, NEXT) > 0
    await later.leave(7, later.noon(NEXT, 1))
    await later.come_back(7, later.noon(NEXT, 2))
    await later.live(NEXT + 1)
    line = (await later.results(NEXT + 1))[7]

    assert (line.balances[-1], line.words) == (0, NO_WORDS)
    assert await findings(later) == []


async def test_a_merged_record_keeps_her_voice_and_no_word_of_her_own(later: Later) -> None:
    await by_hand(later, 9, 7, later.noon(NEXT, -1))
    await later.vouch(2, 9, later.noon(NEXT, -1))
    await later.live(NEXT)
    at_the_reading = [await word(later, number, NEXT) for number in (7, 9, 12)]
    await later.write(
        merged_at_once,
        await later.actor(0),
        await later.member(12),
        await later.member(9),
        MergeReason("She was written twice"),
        new_id=later.new_id,
        at=later.noon(NEXT, 1),
    )
    await later.live(*BLOCK[1:], NEXT_BLOCK)
    within = await later.results(NEXT + 1)

    assert within[9].balances == NOTHING
    assert [within[number].balances[-1] for number in (7, 12)] == at_the_reading[::2]
    assert (await later.results(NEXT_BLOCK))[7].words.count == within[7].words.count - 1
    assert await findings(later) == []


async def test_a_reading_made_late_reads_what_stood_then(later: Later) -> None:
    await later.vouch(2, 9, later.noon(NEXT, -1))
    await later.meet(NEXT)
    await later.withdraw(2, 9, later.noon(NEXT, 1))
    await later.vouch(4, 9, later.noon(NEXT, 2))
    await later.leave(10, later.noon(NEXT, 2))
    await later.live(NEXT + 1)  # both weeks are scored on its morning
    results = [await later.results(week) for week in (NEXT, NEXT + 1)]

    assert [results[0][9].balances[-1], results[1][9].balances[-1]] == [TEN, TEN]
    assert (results[0][9].words.count, 10 in results[0]) == (1, True)
    assert results[1][10].balances == NOTHING
    assert await findings(later) == []


async def test_other_numbers_for_the_word_take_hold_at_the_next_reading(later: Later) -> None:
    await later.vouch(2, 9, later.noon(NEXT, -1))
    await later.live(NEXT)
    await change_charter(later, "half_at = 6.0", "half_at = 1.0")
    await later.live(*BLOCK[1:], NEXT_BLOCK)
    results = [(await later.results(week))[9] for week in (*BLOCK, NEXT_BLOCK)]

    # n is 0.5: of 100, 0.5 / 6.5 is 7.7 and 0.5 / 1.5 is 33.3.
    assert [one.balances[-1] for one in results] == [TEN] * 4 + [3000]
    assert [causes_of_word(one) for one in results] == [TEN, 0, 0, 0, TWENTY]
    assert await findings(later) == []


async def test_another_length_takes_hold_at_the_next_reading(later: Later) -> None:
    await later.live(NEXT)
    await change_charter(later, "block_weeks = 4", "block_weeks = 2")
    await later.live(*range(NEXT + 1, NEXT + 8))
    blocks = await later.rows(
        "SELECT block FROM score_runs WHERE number >= :first ORDER BY number", first=NEXT
    )

    assert [block - NEXT for (block,) in blocks] == [0, 0, 0, 0, 4, 4, 6, 6]
    assert await findings(later) == []


def causes_of_word(result: Result) -> int:
    """Return what a line says of the sisters' word, in centi-points."""
    return sum(centi for code, _, centi, _ in result.causes if code == "sisters_word")
