"""The practice village's past, written once on each engine, and its pages at first sight."""

from datetime import UTC, datetime, timedelta

import pytest

from groups.deciding.acts import APPROVALS
from groups.lending.acts import loans
from groups.lending.acts import pages as loan_pages
from groups.lending.model.proposal import Ballot
from groups.loans.model.loan import LoanState
from groups.loans.store.loans import select_loans_of_group
from groups.pages import acts as pages
from groups.people.model.people import MemberState, Phone, Role
from groups.people.store.facilitators import select_facilitators
from groups.people.store.members import select_members
from groups.people.store.roles import select_roles
from groups.practice import village as practice
from groups.practice.next_due import next_meeting
from groups.practice.script import MEETING_HOUR, WEEKS, calendar_before, clock
from groups.practice.store import select_steps_done
from groups.standing import acts as scoring
from groups.standing.store.runs import select_runs
from groups.verifying.acts import check_run, next_places
from ledger.accounts import cash_difference
from ledger.balances import balances_of
from ledger.findings import Finding
from ledger.model import paise
from storage.database import Database
from storage.tx import Tx, micros
from tests.groups.living import NOW, seed, somebody, the_group


async def test_the_group_of_the_cast_is_there(village: Database) -> None:
    group = await village.read(the_group)
    members = await village.read(select_members, group.id)

    assert [(m.number, m.name) for m in members] == [
        (one.member_number, one.name) for one in practice.CAST if one.member_number
    ]
    assert {m.state for m in members} == {MemberState.ACTIVE}


async def test_those_without_a_phone_are_members_too(village: Database) -> None:
    group = await village.read(the_group)
    members = await village.read(select_members, group.id)

    assert [m.number for m in members if m.phone is Phone.NONE] == [8, 9]


async def test_the_offices_are_held(village: Database) -> None:
    group = await village.read(the_group)
    members = {m.id: m.number for m in await village.read(select_members, group.id)}
    held = await village.read(select_roles, group.id)

    assert {members[who]: set(roles) for who, roles in held.items()} == {
        1: {Role.PRESIDENT},
        2: {Role.SECRETARY},
        3: {Role.TREASURER},
    }


async def test_the_facilitator_of_the_cast_looks_after_it(village: Database) -> None:
    group = await village.read(the_group)
    heads = await village.read(select_facilitators)

    assert [head.person_id for head in heads if head.is_head] == [group.facilitator_id]


async def test_the_standing_is_there_at_the_first_look(village: Database) -> None:
    page = await village.read(
        lambda tx: pages.group_page(tx, somebody(tx), the_group(tx).id, approvals=APPROVALS, at=NOW)
    )

    assert (page.meetings_held, len(page.trend)) == (WEEKS, WEEKS)
    assert page.grade is not None
    assert page.grade.letter == "B"  # the cash box holds much of the money


async def test_the_cash_lacks_what_was_owed_as_change(village: Database) -> None:
    balances = await village.read(lambda tx: balances_of(tx, the_group(tx).id))

    assert balances[cash_difference()] == paise(10_00)


async def test_there_are_loans_in_every_state(village: Database) -> None:
    page = await village.read(
        lambda tx: loan_pages.loans_page(tx, somebody(tx, 0), the_group(tx).id, at=NOW)
    )

    assert [line.name for line in page.ballots] == ["Radha Bind"]
    assert [(line.name, line.loan.state) for line in page.agreed] == [
        ("Geeta Maurya", LoanState.APPROVED),
        ("Meena Kumari", LoanState.CARRIED),
    ]
    late = {line.name: line.late > 0 for line in page.out}
    assert late == {"Anita Vishwakarma": False, "Rekha Bharti": True, "Kiran Patel": False}
    assert [line.name for line in page.ended] == ["Kamla Devi"]


async def test_three_votes_and_one_word_are_left_to_those_who_try(village: Database) -> None:
    def look(tx: Tx) -> tuple[Ballot, str]:
        radhas, geetas = (
            next(loan for loan in select_loans_of_group(tx, the_group(tx).id) if loan.state is it)
            for it in (LoanState.PROPOSED, LoanState.APPROVED)
        )
        missing = loan_pages.loan_page(tx, somebody(tx), geetas.id, at=NOW).missing
        return loans.ballot(tx, somebody(tx), radhas.id), missing

    ballot, missing = await village.read(look)

    assert (ballot.voters - ballot.voted, ballot.is_carried) == (3, None)
    assert missing == "officer"


async def test_a_leader_has_points_for_every_week(village: Database) -> None:
    page = await village.read(
        lambda tx: pages.points_page(tx, somebody(tx), the_group(tx).id, at=NOW)
    )

    assert len(page.lines) == WEEKS
    assert page.points == page.lines[0].after > page.lines[-1].after > 0


async def test_what_was_forgotten_shows_as_put_right(village: Database) -> None:
    page = await village.read(
        lambda tx: pages.points_page(tx, somebody(tx, 6), the_group(tx).id, at=NOW)
    )
    causes = [{cause.code for cause in line.causes} for line in page.lines]

    assert [WEEKS - n for n, codes in enumerate(causes) if "corrected" in codes] == [12]


async def test_every_run_recomputes(village: Database) -> None:
    def differing(tx: Tx) -> list[list[Finding]]:
        return [check_run(tx, place) for place in next_places(tx)]

    assert await village.read(differing) == [[]] * WEEKS


async def test_all_of_it_lies_before_now(village: Database) -> None:
    newest = await village.read(
        lambda tx: max(
            tx.value("SELECT MAX(recorded_at) FROM entries"),
            tx.value("SELECT MAX(recorded_at) FROM links WHERE kind <> 'charters'"),
            tx.value("SELECT MAX(created_at) FROM outbox"),
        )
    )

    assert newest < micros(NOW)


@pytest.mark.parametrize("hour", [0, 5, 18, 19, 23])
async def test_the_last_meeting_was_days_ago_at_any_hour(hour: int) -> None:
    now = datetime(2026, 3, 1, hour, 59, tzinfo=UTC)
    calendar = calendar_before(now)
    since = now - clock(calendar.last_meeting, MEETING_HOUR)

    assert timedelta(days=2) < since < timedelta(days=4)


async def test_the_next_meeting_comes_in_days(village: Database) -> None:
    coming = await village.read(lambda tx: next_meeting(tx, at=NOW))

    assert coming is not None
    assert timedelta(days=3) < coming - NOW < timedelta(days=5)


async def test_nothing_is_due_when_the_village_opens(village: Database) -> None:
    assert await village.read(lambda tx: scoring.due(tx, at=NOW)) == ()


async def test_only_the_last_news_waits_to_be_said(village: Database) -> None:
    waiting = await village.read(
        lambda tx: tx.rows(
            "SELECT kind, COUNT(*) FROM outbox WHERE state = 'waiting' GROUP BY kind ORDER BY kind"
        )
    )

    assert waiting == [
        *(("loan_ballot", 3), ("loan_carried", 2), ("loan_carried_hers", 2)),
        *(("loan_confirm", 4), ("loan_decide", 1)),
        *(("minutes", 1), ("saved_line", 10), ("weekly_line", 10)),
    ]


async def test_the_pinned_message_is_wanted(village: Database) -> None:
    wanted = await village.read(lambda tx: tx.value("SELECT wanted_at FROM status_messages"))

    assert wanted > 0


async def test_all_messages_may_be_forgotten(village: Database) -> None:
    forgotten = await village.write(lambda tx: practice.forget_messages(tx, before=NOW))

    assert forgotten == 33


async def test_a_past_that_was_stopped_goes_on_where_it_was(database: Database) -> None:
    await seed(database, steps=20)
    halfway = await database.read(select_steps_done)
    await seed(database, now=NOW + timedelta(days=2))
    runs = await database.read(lambda tx: select_runs(tx, the_group(tx).id, 99))

    assert halfway == 20
    assert len(runs) == WEEKS


async def test_a_past_that_stands_is_not_written_again(village: Database) -> None:
    before = await village.read(lambda tx: tx.rows("SELECT n, head FROM chain_heads"))
    await seed(village, now=NOW + timedelta(days=2))

    assert await village.read(lambda tx: tx.rows("SELECT n, head FROM chain_heads")) == before
