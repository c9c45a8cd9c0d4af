"""The weekly run: when it is due, that it happens once, and what it posts."""

from datetime import timedelta

import pytest

from groups.deciding import acts as second_person
from groups.people.model.people import MemberState, Phone
from groups.people.store.members import select_members
from groups.practice.script import WEEKS
from groups.standing import acts as scoring
from groups.standing.model import NOTHING, Pillar
from groups.standing.rules.weekly_line import whole_points
from groups.standing.store import runs
from ledger import accounts
from ledger.balances import balances_of
from storage.tx import Tx, micros
from tests.groups.later import NEXT, Later
from tests.groups.living import somebody


async def books(later: Later) -> dict[str, int]:
    """Return the balances of the pillar accounts, by account; those at zero are left out."""
    balances = await later.read(balances_of, later.group_id)
    return {
        name: it.minor for name, it in balances.items() if name.startswith("standing:") and it.minor
    }


async def in_results(later: Later, week: int) -> dict[str, int]:
    """Return the same balances by the results of a week's run."""
    return {
        accounts.points_account(one.member_id, pillar.value): centi
        for one in (await later.results(week)).values()
        for pillar, centi in zip(Pillar, one.balances, strict=True)
        if centi
    }


# --- when ---------------------------------------------------------------------------------------


async def test_a_week_is_due_from_the_scoring_hour_of_the_next_day(later: Later) -> None:
    await later.meet(NEXT)
    eight = later.morning(NEXT) - timedelta(minutes=1)
    early = await later.read(lambda tx: scoring.due(tx, at=eight - timedelta(seconds=1)))

    assert early == ()
    assert await later.read(lambda tx: scoring.due(tx, at=eight)) == (
        (later.group_id, later.day(NEXT)),
    )


async def test_an_unknown_group_has_nothing_due(later: Later) -> None:
    assert await later.read(lambda tx: scoring.due(tx, at=later.morning(NEXT), group_id="no")) == ()


async def test_a_group_that_waits_for_admission_has_nothing_due(later: Later) -> None:
    await later.write(lambda tx: tx.run("UPDATE groups SET state = 'waiting'"))

    assert (
        await later.read(
            lambda tx: scoring.due(tx, at=later.morning(NEXT), group_id=later.group_id)
        )
        == ()
    )


async def test_a_period_that_has_not_ended_is_not_scored(later: Later) -> None:
    with pytest.raises(AssertionError):
        await later.write(scoring.run_period, later.group_id, later.day(NEXT), at=later.noon(NEXT))


async def test_missed_weeks_are_caught_up_in_order(later: Later) -> None:
    for week in (NEXT, NEXT + 1, NEXT + 2):
        await later.meet(week)
    await later.score(NEXT + 2)
    scored_runs = await later.read(runs.select_runs, later.group_id, 4)

    assert [(run.number, run.period) for run in scored_runs[1:]] == [
        (week, later.day(week)) for week in (NEXT, NEXT + 1, NEXT + 2)
    ]


async def test_a_week_that_is_scored_late_comes_to_the_same(later: Later) -> None:
    await later.meet(NEXT)
    in_time = await later.read(scoring.next_due_run, later.group_id, at=later.morning(NEXT))
    await later.meet(NEXT + 1)
    late = await later.read(scoring.next_due_run, later.group_id, at=later.morning(NEXT + 1))
    assert in_time is not None
    assert late is not None

    assert in_time.weigh() == late.weigh()


async def test_a_group_without_a_due_week_is_put_off_to_the_next_morning_after(
    later: Later,
) -> None:
    looks = await later.score(NEXT - 1, at=later.noon(NEXT))
    [(due,)] = await later.rows("SELECT score_due FROM groups")

    assert looks == 1
    assert due == micros(later.morning(NEXT) - timedelta(minutes=1))


async def test_a_group_that_was_put_off_is_not_looked_at_before(later: Later) -> None:
    await later.score(NEXT - 1, at=later.noon(NEXT))

    assert await later.score(NEXT - 1, at=later.noon(NEXT, 0.1)) == 0


async def test_a_group_that_was_put_off_is_scored_when_its_time_comes(later: Later) -> None:
    await later.score(NEXT - 1, at=later.noon(NEXT, -1))
    await later.live(NEXT)

    assert (await later.run(NEXT)).number == NEXT


# --- once ---------------------------------------------------------------------------------------


async def test_a_week_is_scored_once(later: Later) -> None:
    await later.live(NEXT)
    before = await later.rows("SELECT n, head FROM chain_heads ORDER BY n")
    again = await later.write(
        scoring.run_period, later.group_id, later.day(NEXT), at=later.morning(NEXT + 1)
    )

    assert (again.run, again.members, again.is_new) == (await later.run(NEXT), 12, False)
    assert await later.rows("SELECT n, head FROM chain_heads ORDER BY n") == before


async def test_two_who_looked_at_the_same_week_score_it_once(later: Later) -> None:
    await later.meet(NEXT)
    at = later.morning(NEXT)
    one = await later.read(scoring.next_due_run, later.group_id, at=at)
    other = await later.read(scoring.next_due_run, later.group_id, at=at)
    assert one is not None
    assert other is not None
    await later.write(scoring.record_weighed, one, one.weigh(), at=at)
    before = await later.rows("SELECT n, head FROM chain_heads ORDER BY n")
    await later.write(scoring.record_weighed, other, other.weigh(), at=at)

    assert await later.rows("SELECT n, head FROM chain_heads ORDER BY n") == before


async def test_who_looked_too_early_does_not_put_off_what_is_due_by_now(later: Later) -> None:
    early = await later.read(scoring.next_due_run, later.group_id, at=later.noon(NEXT))
    assert early is not None
    await later.write(scoring.record_weighed, early, early.weigh(), at=later.morning(NEXT))

    assert await later.rows("SELECT score_due FROM groups") == [(0,)]


# --- what it posts ------------------------------------------------------------------------------


async def test_the_balances_of_the_pillars_are_the_points(later: Later) -> None:
    await later.live(NEXT, unpaid=(3,))

    assert await books(later) == await in_results(later, NEXT)


async def test_the_page_shows_the_points_of_the_books(later: Later) -> None:
    await later.live(NEXT)
    points_by_account = await books(later)
    meena = await later.member(2)

    assert (await later.page(2)).points == sum(
        centi for name, centi in points_by_account.items() if name.startswith(f"standing:{meena}:")
    )


async def test_each_change_has_one_entry_under_its_week_and_member(later: Later) -> None:
    await later.live(NEXT)
    period = later.day(NEXT).isoformat()
    entries = await later.rows(
        "SELECT key, recorded_by FROM entries WHERE reason = 'score' AND day = :day ORDER BY key",
        day=period,
    )

    assert entries == sorted(
        (f"score:{later.group_id}:{period}:{one.member_id}", "clock")
        for one in (await later.results(NEXT)).values()
    )


async def test_every_line_adds_up_to_the_change_exactly(later: Later) -> None:
    await later.live(NEXT, unpaid=(1, 4))
    wrong = []
    for week in range(1, NEXT + 1):
        before = await later.results(week - 1) if week > 1 else {}
        for number, one in (await later.results(week)).items():
            stood = sum(before[number].balances) if number in before else 0
            now = sum(one.balances)
            centi = sum(cause[2] for cause in one.causes)
            whole = sum(cause[3] for cause in one.causes)
            if (centi, whole) != (now - stood, whole_points(now) - whole_points(stood)):
                wrong.append((week, number))

    assert wrong == []


async def test_a_line_is_told_to_who_has_a_phone_of_her_own(later: Later) -> None:
    await later.live(NEXT)
    rows = await later.rows(
        "SELECT person_id FROM outbox WHERE kind = 'weekly_line' AND facts LIKE :week",
        week=f'%"{later.day(NEXT).isoformat()}"%',
    )
    members = await later.read(select_members, later.group_id)

    assert {person for (person,) in rows} == {m.person_id for m in members if m.phone is Phone.OWN}


async def test_the_pinned_message_is_wanted_anew(later: Later) -> None:
    await later.live(NEXT)
    [(wanted,)] = await later.rows("SELECT wanted_at FROM status_messages")

    assert wanted >= micros(later.morning(NEXT))


async def test_a_run_keeps_the_charter_and_the_cut_before_it(later: Later) -> None:
    await later.live(NEXT)
    run = await later.run(NEXT)

    assert (run.charter, run.cut) == ("2026-11.2", micros(later.morning(NEXT) - scoring.ON_ITS_WAY))


# --- who is scored ------------------------------------------------------------------------------


async def test_a_frozen_member_keeps_her_record_and_is_told_nothing(later: Later) -> None:
    await later.live(NEXT)
    await later.freeze(2, later.noon(NEXT, 2))
    await later.live(NEXT + 1)
    before, after = (await later.results(NEXT))[2], (await later.results(NEXT + 1))[2]

    assert [cause[0] for cause in after.causes] == ["older_weeks"]
    assert 0 < sum(before.balances) - sum(after.balances) < 300


async def test_the_points_of_who_left_lapse_and_are_told_as_that(later: Later) -> None:
    await later.leave(11, later.noon(NEXT, -1))
    had = sum((await later.results(NEXT - 1))[11].balances)
    await later.live(NEXT)
    left = (await later.results(NEXT))[11]

    assert (left.balances, left.causes) == (
        NOTHING,
        (("left", 1, -had, -whole_points(had)),),
    )
    assert await books(later) == await in_results(later, NEXT)


async def test_who_left_is_in_no_run_after_that(later: Later) -> None:
    await later.leave(11, later.noon(NEXT, -1))
    await later.live(NEXT, NEXT + 1)

    assert 11 not in await later.results(NEXT + 1)


async def test_who_comes_back_within_a_week_goes_on_where_she_stood(later: Later) -> None:
    await later.leave(7, later.noon(NEXT, -1))
    await later.come_back(7, later.noon(NEXT, -0.05))
    await later.live(NEXT)
    again = (await later.results(NEXT))[7]

    assert [cause[:2] for cause in again.causes if cause[0] != "older_weeks"] == [
        ("came", 1),
        ("saved", 1),
    ]


async def test_who_comes_back_after_a_run_gets_her_record_back_cause_by_cause(
    later: Later,
) -> None:
    await later.leave(11, later.noon(NEXT, -1))
    await later.live(NEXT)
    await later.come_back(11, later.noon(NEXT + 1, -1))
    await later.live(NEXT + 1)
    again = (await later.results(NEXT + 1))[11]

    assert dict(cause[:2] for cause in again.causes)["came"] > WEEKS // 2
    assert sum(cause[2] for cause in again.causes) == sum(again.balances)


async def test_who_has_asked_to_come_in_and_waits_is_not_scored(later: Later) -> None:
    await later.come("Usha", later.noon(NEXT, -0.1))
    states = [m.state for m in await later.read(select_members, later.group_id)]
    await later.live(NEXT)

    assert states[-1] is MemberState.WAITING
    assert 13 not in await later.results(NEXT)


async def test_who_waited_is_scored_once_she_is_confirmed(later: Later) -> None:
    await later.come("Usha", later.noon(NEXT, -0.1))
    [(request_id,)] = await later.rows("SELECT id FROM second_person WHERE state = 'waiting'")
    await later.write(confirm, later, request_id)
    await later.live(NEXT)

    assert 13 in await later.results(NEXT)


# --- helpers ------------------------------------------------------------------------------------


def confirm(tx: Tx, later: Later, request_id: str) -> None:
    """Let the leader confirm a request."""
    at = later.noon(NEXT, -0.02)
    second_person.decide(tx, somebody(tx), request_id, True, new_id=later.new_id, at=at)
