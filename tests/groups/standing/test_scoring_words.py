"""The sisters' word over the weeks: when a vouch begins to count, and when it stops.

The past is sixteen weeks long, so week 17 begins a block of four weeks. Shanti (9) holds no
vouch yet; Meena (2) and Sunita (1) have half a voice each, Urmila (7) has none.
"""

from groups.joining.acts import joining
from groups.standing.model import WordsHeld
from groups.vouches.model.vouch import Vouch
from groups.vouches.store.proxies import ProxyAct, insert_proxy_act
from groups.vouches.store.vouches import insert_vouch
from storage.tx import Tx, micros
from tests.groups.later import NEXT, Later

BLOCK = (NEXT, NEXT + 1, NEXT + 2, NEXT + 3)
NEXT_BLOCK = NEXT + 4
HALF = 769  # centi-points of one vouch by a giver with half a voice
APART = 1429  # centi-points of two such vouches
TIED = 1054  # centi-points of two such vouches, where one giver also vouches for the other
KIN = 283  # centi-points of one such vouch by kin


async def word(later: Later, number: int, week: int) -> int:
    """Return a member's points by vouches."""
    return (await later.results(week))[number].balances[-1]


async def words(later: Later, number: int, *weeks: int) -> list[int]:
    """Return the same for each week; first live the weeks that are still to come."""
    for week in weeks:
        await later.live(week)
    return [await word(later, number, week) for week in weeks]


async def test_a_word_counts_from_the_next_run(later: Later) -> None:
    await later.vouch(2, 9, later.noon(NEXT, -1))

    assert await words(later, 9, NEXT) == [HALF]


async def test_a_word_given_after_the_meeting_day_counts_a_week_later(later: Later) -> None:
    await later.meet(NEXT)
    await later.vouch(2, 9, later.noon(NEXT, 0.6))
    await later.score(NEXT)

    assert await word(later, 9, NEXT) == 0
    assert await words(later, 9, NEXT + 1) == [HALF]


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


async def test_words_of_givers_who_vouch_for_each_other_count_less(later: Later) -> None:
    await later.vouch(1, 9, later.noon(NEXT, -1))
    await later.vouch(10, 9, later.noon(NEXT, -1))
    await later.vouch(3, 7, later.noon(NEXT, -1))
    await later.live(NEXT)
    apart = await word(later, 9, NEXT)
    await later.vouch(1, 10, later.noon(NEXT, 1))

    assert apart == APART
    assert await words(later, 9, NEXT + 1) == [TIED]


async def test_a_word_of_kin_counts_little_and_opens_no_loan(later: Later) -> None:
    await later.live(NEXT)
    held = (await later.results(NEXT))[8]  # Phoolmati holds only Radha's vouch

    assert (held.balances[-1], held.words) == (KIN, WordsHeld(1, 0, 0))


async def test_a_word_given_by_proxy_counts_nothing(later: Later) -> None:
    giver, receiver = await later.member(2), await later.member(9)
    at = later.noon(NEXT, -1)

    def by_proxy(tx: Tx) -> None:
        days = (at.date(), later.day(NEXT + 20))
        said = (giver, receiver, *days, 1_000_000, True, micros(at))
        insert_vouch(tx, Vouch("proxy", later.group_id, *said), at=at)

    await later.write(by_proxy)
    await later.live(NEXT)

    assert (await later.results(NEXT))[9].words == WordsHeld(0, 0, 0)
    assert await word(later, 9, NEXT) == 0


async def test_a_word_given_by_proxy_counts_once_it_is_confirmed(later: Later) -> None:
    giver, receiver = await later.member(2), await later.member(9)
    given, confirmed = later.noon(NEXT, -1), later.noon(NEXT, 1)

    def by_proxy(tx: Tx) -> None:
        days = (given.date(), later.day(NEXT + 20))
        said = (giver, receiver, *days, 1_000_000, True, micros(given))
        insert_vouch(tx, Vouch("proxy", later.group_id, *said), at=given)

    def confirm(tx: Tx) -> None:
        act = ProxyAct("yes", later.group_id, "proxy", "confirmed", giver)
        insert_proxy_act(tx, act, at=confirmed)

    await later.write(by_proxy)
    await later.live(NEXT)
    await later.write(confirm)

    assert await words(later, 9, NEXT + 1) == [HALF]


async def test_a_word_of_a_giver_with_a_poor_record_counts_less(later: Later) -> None:
    giver, receiver = await later.member(2), await later.member(9)
    at = later.noon(NEXT, -1)

    def half(tx: Tx) -> None:
        days = (at.date(), later.day(NEXT + 20))
        said = (giver, receiver, *days, 500_000, False, micros(at))
        insert_vouch(tx, Vouch("half", later.group_id, *said), at=at)

    await later.write(half)

    assert await words(later, 9, NEXT) == [400]


# --- when it stops ------------------------------------------------------------------------------


async def test_a_word_taken_back_leaves_with_the_next_block(later: Later) -> None:
    await later.vouch(2, 9, later.noon(NEXT, -1))
    await later.live(NEXT)
    await later.withdraw(2, 9, later.noon(NEXT, 1))

    assert await words(later, 9, *BLOCK[1:], NEXT_BLOCK) == [HALF, HALF, HALF, 0]


async def test_words_taken_back_in_different_weeks_leave_together(later: Later) -> None:
    for giver, receiver in ((2, 9), (3, 7)):
        await later.vouch(giver, receiver, later.noon(NEXT, -1))
    await later.live(NEXT)
    with_both = [await word(later, number, NEXT) for number in (9, 7)]
    await later.withdraw(2, 9, later.noon(NEXT, 1))
    await later.live(NEXT + 1, NEXT + 2)
    await later.withdraw(3, 7, later.noon(NEXT + 2, 1))
    await later.live(NEXT + 3)
    at_the_end = [await word(later, number, NEXT + 3) for number in (9, 7)]
    await later.live(NEXT_BLOCK)

    assert at_the_end == with_both
    assert [await word(later, number, NEXT_BLOCK) for number in (9, 7)] == [0, HALF]


async def test_a_word_taken_back_after_the_block_ended_stands_in_the_whole_next_one(
    later: Later,
) -> None:
    await later.vouch(2, 9, later.noon(NEXT, -1))
    await later.live(*BLOCK)
    await later.withdraw(2, 9, later.noon(NEXT + 3, 1))

    assert await words(later, 9, NEXT_BLOCK) == [HALF]


async def test_a_word_taken_back_and_given_anew_stands(later: Later) -> None:
    await later.vouch(2, 9, later.noon(NEXT, -1))
    await later.live(NEXT)
    await later.withdraw(2, 9, later.noon(NEXT, 1))
    await later.vouch(2, 9, later.noon(NEXT, 2))

    assert await words(later, 9, *BLOCK[1:], NEXT_BLOCK) == [HALF] * 4


async def test_a_renewed_word_counts_once(later: Later) -> None:
    await later.vouch(2, 9, later.noon(NEXT, -1))
    await later.live(NEXT)
    await later.renew(2, 9, later.noon(NEXT, 1))

    assert await words(later, 9, NEXT + 1) == [HALF]


async def test_a_word_expires_with_the_block_after_its_last_day(later: Later) -> None:
    giver, receiver = await later.member(2), await later.member(9)
    at = later.noon(NEXT, -1)

    def ends_soon(tx: Tx) -> None:
        days = (at.date(), later.day(NEXT + 3))
        said = (giver, receiver, *days, 1_000_000, False, micros(at))
        insert_vouch(tx, Vouch("short", later.group_id, *said), at=at)

    await later.write(ends_soon)

    assert await words(later, 9, *BLOCK, NEXT_BLOCK) == [HALF] * 4 + [0]


async def test_a_word_that_ends_a_day_later_stands_in_the_next_block(later: Later) -> None:
    giver, receiver = await later.member(2), await later.member(9)
    at = later.noon(NEXT, -1)
    a_day_more = later.noon(NEXT + 3, 1).date()

    def ends_later(tx: Tx) -> None:
        said = (giver, receiver, at.date(), a_day_more, 1_000_000, False, micros(at))
        insert_vouch(tx, Vouch("longer", later.group_id, *said), at=at)

    await later.write(ends_later)
    await later.live(*BLOCK)

    assert await words(later, 9, NEXT_BLOCK) == [HALF]


async def test_the_word_of_a_giver_who_leaves_the_group_goes_with_her(later: Later) -> None:
    await later.vouch(10, 9, later.noon(NEXT, -1))
    await later.live(NEXT)
    at = later.noon(NEXT, 1)
    await later.write(joining.leave, await later.actor(10), new_id=later.new_id, at=at)

    assert await words(later, 9, NEXT + 1) == [0]


async def test_the_word_of_a_frozen_giver_stands(later: Later) -> None:
    await later.vouch(2, 9, later.noon(NEXT, -1))
    await later.freeze(2, later.noon(NEXT, -0.5))

    assert await words(later, 9, NEXT) == [HALF]
