"""What members and the group see of their own record."""

from dataclasses import replace

import pytest

from groups.deciding.acts import APPROVALS
from groups.joining.acts import joining
from groups.pages import acts as pages
from groups.pages.model import (
    GroupPage,
    KeptBooks,
    PassbookPage,
    StandingShown,
)
from groups.people.acts import persons as people
from groups.people.model.people import Role
from groups.people.model.refusals import NotAMember, NotFound, NotYours
from groups.practice.script import SAVING, WEEKS
from groups.registers.model.meeting import Mark
from groups.standing.rules.weekly_line import whole_points
from tests.groups.hamlet import BEGIN, Hamlet
from tests.groups.later import NEXT, Later

LAST = NEXT - 1


# --- points -------------------------------------------------------------------------------------


async def test_the_pillars_tell_what_was_due_and_done(later: Later) -> None:
    page = await later.page(2, LAST)

    assert [(one.code, one.done, one.due) for one in page.pillars] == [
        ("meetings", 16, 16),
        ("saving", 16, 16),
        ("instalments", 0, 0),
        ("broken_promises", None, None),
        ("word", None, None),
    ]


async def test_the_pillars_add_up_to_the_points(later: Later) -> None:
    page = await later.page(2, LAST)

    assert sum(one.points for one in page.pillars) == page.points


async def test_no_pillar_is_more_than_its_most(later: Later) -> None:
    page = await later.page(2, LAST)

    assert [one.most for one in page.pillars] == [235_00, 282_00, 189_00, 90_00, 100_00]


async def test_the_weeks_follow_each_other(later: Later) -> None:
    lines = (await later.page(6, LAST)).lines

    assert [line.period for line in lines] == [later.day(WEEKS - n) for n in range(WEEKS)]
    assert [line.before for line in lines] == [*(line.after for line in lines[1:]), 0]


async def test_every_line_adds_up_in_what_is_read(later: Later) -> None:
    lines = (await later.page(6, LAST)).lines

    assert [sum(cause.shown for cause in line.causes) for line in lines] == [
        whole_points(line.after) - whole_points(line.before) for line in lines
    ]


async def test_older_weeks_than_half_a_year_are_left_out(later: Later) -> None:
    for week in range(NEXT, 30):
        await later.score(week)
    lines = (await later.page(2, 29)).lines

    assert len(lines) == pages.WEEKS_SHOWN
    assert lines[-1].before > 0


async def test_of_the_sisters_word_she_sees_tens_and_the_day_of_the_next_reading(
    later: Later,
) -> None:
    seen = [await later.page(number, LAST) for number in (1, 5, 2)]

    assert [page.pillars[-1].points % 1000 for page in seen] == [0, 0, 0]
    assert {page.next_reading for page in seen} == {later.day(NEXT)}


async def test_the_standing_is_told_in_a_word(later: Later) -> None:
    words = [(await later.page(number, LAST)).standing_word for number in (1, 5, 4)]

    assert words == [StandingShown.STRONG, StandingShown.STEADY, StandingShown.GROWING]


async def test_who_has_just_joined_is_new_and_has_no_lines(later: Later) -> None:
    usha = await later.come_new("Usha", later.noon(NEXT, -0.5))
    page = await later.page_of(usha, LAST)

    assert (page.points, page.lines, page.standing_word) == (0, (), StandingShown.NEW)


async def test_a_page_before_the_groups_first_week_is_of_nothing(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()
    actor = await hamlet.meet("Sunita")
    page = await hamlet.read(pages.points_page, actor, group.id, at=BEGIN)

    assert (page.points, page.lines) == (0, ())
    assert page.next_reading.weekday() == group.meeting_day
    assert [(one.done, one.due) for one in page.pillars[:2]] == [(0, 0), (0, 0)]


async def test_the_next_acts_are_worth_something(later: Later) -> None:
    acts = (await later.page(4, LAST)).next_acts

    assert {act.code for act in acts} == {"come", "save", "ask_for_a_word"}
    assert all(act.gain > 0 for act in acts if act.gain is not None)


async def test_the_gain_of_a_sisters_word_is_told_to_nobody(later: Later) -> None:
    pages_of_all = [await later.page(number, LAST) for number in (1, 2, 5)]

    assert [
        act.gain for page in pages_of_all for act in page.next_acts if act.code == "ask_for_a_word"
    ] == [None] * 3


async def test_a_sisters_word_is_advised_whoever_has_given_hers(later: Later) -> None:
    # All three others have given Sunita their word: what she reads must not tell her so.
    await later.write(
        lambda tx: tx.run("UPDATE members SET state = 'frozen' WHERE number NOT IN (1, 2, 3, 4)")
    )
    acts = (await later.page(1, LAST)).next_acts

    assert {act.code for act in acts} == {"come", "save", "ask_for_a_word"}


async def test_who_is_alone_is_not_told_to_ask_a_sister(later: Later) -> None:
    await later.write(lambda tx: tx.run("UPDATE members SET state = 'frozen' WHERE number > 1"))
    acts = (await later.page(1, LAST)).next_acts

    assert {act.code for act in acts} == {"come", "save"}


async def test_the_ladder_is_open_to_who_has_words_from_two_houses(later: Later) -> None:
    ladder = (await later.page(2, LAST)).ladder
    assert ladder is not None

    assert (ladder.step, ladder.amount) == (1, 2_000_00)
    assert (ladder.points_missing, ladder.standing_missing, ladder.vouches_needed) == (0, 0, 0)


async def test_the_ladder_tells_how_many_words_are_needed_and_never_how_many_she_has(
    later: Later,
) -> None:
    ladders = [(await later.page(number, LAST)).ladder for number in (4, 7)]
    assert all(ladders)

    assert {(one.vouches_needed, one.households_needed) for one in ladders if one} == {(3, 2)}


async def test_twelve_weeks_of_full_conduct_stand_for_two_words(later: Later) -> None:
    for week in (NEXT, NEXT + 1):  # Shanti was last absent in week 13
        await later.live(week)
    shanti = await later.member(9)
    await later.write(
        lambda tx: tx.run(
            "INSERT INTO telegram_accounts (telegram_id, person_id, language_code, reachable)"
            " SELECT 9, person_id, 'hi', 1 FROM members WHERE id = :id",
            id=shanti,
        )
    )
    for week in range(NEXT + 2, 26):
        await later.live(week)
    actor = await later.read(people.person_of, 9)
    assert actor is not None
    page = await later.read(pages.points_page, actor, later.group_id, at=later.noon(25, 2))
    assert page.ladder is not None

    assert (page.ladder.vouches_needed, page.ladder.conduct_weeks_missing) == (1, 0)


async def test_who_left_sees_her_points_of_then(later: Later) -> None:
    await later.leave(11, later.noon(NEXT, -1))
    page = await later.page(11, LAST)

    assert (page.points > 0, len(page.lines)) == (True, WEEKS)


async def test_the_facilitator_has_no_page_of_points(later: Later) -> None:
    with pytest.raises(NotYours):
        await later.page(0, LAST)


async def test_a_stranger_finds_no_page(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()

    with pytest.raises(NotFound):
        await hamlet.read(pages.points_page, await hamlet.meet("Rani"), group.id, at=BEGIN)


async def test_who_waits_has_no_points_yet(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()
    await hamlet.join("Rani", group, is_in_chat=None)

    with pytest.raises(NotAMember):
        await hamlet.read(pages.points_page, await hamlet.meet("Rani"), group.id, at=BEGIN)


# --- the group ----------------------------------------------------------------------------------


async def test_the_grade_is_the_newest_of_the_trend(later: Later) -> None:
    page = await later.group_page(LAST)

    assert page.grade == page.trend[-1]
    assert [one.period for one in page.trend] == [later.day(n) for n in range(1, WEEKS + 1)]


async def test_a_letter_comes_with_the_fourth_meeting(later: Later) -> None:
    letters = [one.letter for one in (await later.group_page(LAST)).trend]

    assert letters[:5] == [None, None, None, "A", "A"]


async def test_a_group_before_its_first_week_has_no_grade(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()
    sunita = await hamlet.meet("Sunita")
    page = await hamlet.read(pages.group_page, sunita, group.id, approvals=APPROVALS, at=BEGIN)

    assert (page.grade, page.trend, page.cash, page.savings) == (None, (), 0, 0)


async def test_what_was_kept_of_the_books_is_used_while_their_head_stands(later: Later) -> None:
    book_cache: KeptBooks = {}
    actor = await later.actor(1)

    async def look() -> GroupPage:
        return await later.read(
            pages.group_page,
            actor,
            later.group_id,
            approvals=APPROVALS,
            at=later.noon(LAST, 2),
            book_cache=book_cache,
        )

    first = await look()
    [books] = book_cache.items()
    book_cache[books[0]] = replace(books[1], cash=1)

    assert (await look()).cash == 1
    await later.meet(NEXT)
    assert (await look()).cash == first.cash + 12 * SAVING
    assert len(book_cache) == 2


async def test_the_next_meeting_is_today_until_it_is_held(later: Later) -> None:
    before = await later.group_page_at(later.noon(NEXT, -0.1))
    await later.meet(NEXT)
    after = await later.group_page_at(later.noon(NEXT, 0.1))

    assert (before.next_meeting, after.next_meeting) == (later.day(NEXT), later.day(NEXT + 1))


async def test_an_open_meeting_is_shown_and_a_closed_one_is_not(later: Later) -> None:
    opened = await later.open_meeting(NEXT)
    page = await later.group_page_at(later.noon(NEXT))

    assert (page.open_meeting, page.next_meeting) == (opened, later.day(NEXT))


async def test_the_leader_may_hold_the_meeting_and_others_may_not(later: Later) -> None:
    at = later.noon(LAST, 2)
    shown = {number: await later.group_page_of(number, at) for number in (0, 1, 4)}

    assert [shown[n].may_hold_meeting for n in (0, 1, 4)] == [False, True, False]
    assert [shown[n].may_moderate for n in (0, 1, 4)] == [True, False, False]
    assert [shown[n].is_member for n in (0, 1, 4)] == [False, True, True]
    assert shown[1].roles == {Role.PRESIDENT}


async def test_what_waits_is_counted_for_who_may_decide_it(later: Later) -> None:
    await later.write(
        joining.add_without_phone,
        await later.actor(1),
        later.group_id,
        "Rani",
        new_id=later.new_id,
        at=later.noon(LAST, 1),
    )
    at = later.noon(LAST, 2)
    waiting = [(await later.group_page_of(number, at)).waiting for number in (1, 2)]

    assert waiting == [0, 1]


async def test_a_frozen_member_is_asked_nothing(later: Later) -> None:
    await later.freeze(4, later.noon(LAST, 1))
    page = await later.group_page_of(4, later.noon(LAST, 2))

    assert page.waiting == 0


# --- savings ------------------------------------------------------------------------------------


async def passbook(later: Later, number: int, before: str | None = None) -> PassbookPage:
    """A page of a member's passbook."""
    return await later.read(
        pages.passbook_page, await later.actor(number), later.group_id, before=before
    )


async def test_the_passbook_ends_in_what_she_saved(later: Later) -> None:
    page = await passbook(later, 2)

    assert (page.savings, page.lines[0].balance) == (16 * SAVING + 50_00, 16 * SAVING + 50_00)
    assert [line.paid_in for line in page.lines][6] == SAVING + 50_00


async def test_a_saving_that_was_put_right_shows_both(later: Later) -> None:
    meeting = await later.meet(NEXT)
    await later.correct(meeting, 2, Mark.PRESENT, 0, later.noon(NEXT, 1))
    first, second, *_ = (await passbook(later, 2)).lines

    assert (first.reason, first.paid_out, first.memo) == (
        "reversal",
        SAVING,
        "written wrongly",
    )
    assert (second.paid_in, second.is_reversed) == (SAVING, True)


async def test_older_lines_stand_on_the_next_page(later: Later) -> None:
    for week in range(NEXT, 36):
        await later.meet(week)
    newest = await passbook(later, 2)
    oldest = await passbook(later, 2, newest.older)

    assert (len(newest.lines), len(oldest.lines), oldest.older) == (30, 5, None)
    assert oldest.lines[0].balance == newest.lines[-1].balance - newest.lines[-1].paid_in


@pytest.mark.parametrize("before", ["", "1", "1-", "-1", "a-b", "1-2-3", f"{10**18}-1", "1 -1"])
async def test_a_place_that_was_not_made_here_is_no_page(later: Later, before: str) -> None:
    with pytest.raises(NotFound):
        await passbook(later, 2, before)
