"""A borrower leaves or dies: promised loans are withdrawn, debts stay, the dead get no message."""

import json

from groups.approvals.model import Asked, SecondPersonNeeded
from groups.joining.acts import joining, leaving
from groups.joining.model import LeavesHerself
from groups.lending.model.changes import LetOff
from groups.loans.model.loan import LoanState
from groups.people.model.people import MemberState
from groups.people.model.refusals import NotYours
from groups.people.store.members import select_member
from storage.database import Database
from tests.groups.lenders import Lenders, lenders, pays
from tests.groups.lending.test_loan_changes import change, confirm
from tests.groups.lending.test_loan_days import DUE, reminded
from tests.groups.lending.test_loans import refused
from tests.groups.sisters import NOON, after
from tests.groups.ticking import tick


async def dies(group: Lenders, n: int, *, by: int = 1) -> Asked:
    """Let an office-bearer report a member's death."""
    sisters = group.sisters
    return await sisters.write(
        leaving.ask,
        sisters.actor(by),
        sisters.member(n),
        is_dead=True,
        new_id=sisters.new_id,
        at=NOON,
    )


async def waits(group: Lenders) -> int:
    """Let the two days pass after which a death counts."""
    sisters = group.sisters
    return await sisters.write(tick, "pending changes", new_id=sisters.new_id, at=after(2))


async def test_who_leaves_is_promised_nothing_any_more_and_owes_as_before(
    database: Database,
) -> None:
    group = await lenders(database)
    sisters, lent = group.sisters, await group.handed_over(6)
    asked = await group.propose(5)
    for n in (5, 6):
        await sisters.write(joining.leave, sisters.actor(n), new_id=sisters.new_id, at=NOON)

    assert await group.state(asked) is LoanState.CANCELLED
    owed = [json.loads(facts)["owes"] for _, _, facts in await sisters.said("member_left")]
    assert sorted(owed) == [0, 0, 3000_00, 3000_00]
    await group.meet(after(7), pays(lent, 3060_00))
    assert await group.state(lent) is LoanState.REPAID
    assert await group.is_sound()


async def test_that_she_has_died_is_said_by_two_who_keep_the_books(database: Database) -> None:
    group = await lenders(database)
    sisters = group.sisters
    await group.handed_over()
    asked = await dies(group, 3)

    assert await refused(confirm(group, asked, 4, at=NOON)) == NotYours("office_bearer")
    assert await refused(confirm(group, asked, 1, at=NOON)) == SecondPersonNeeded()
    assert [to for to, *_ in await sisters.said("confirm_leaving")] == ["gp2"]
    await confirm(group, asked, at=NOON)
    await waits(group)
    member = await sisters.read(select_member, sisters.member(3))
    assert member is not None
    assert member.state is MemberState.LEFT
    assert len(await sisters.said("member_died")) == 2
    assert await group.is_sound()


async def test_nothing_is_written_to_the_phone_of_one_who_has_died(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    await confirm(group, await dies(group, 3), at=NOON)
    await waits(group)

    await change(group, loan, LetOff(0, 100_00), at=after(3))
    assert await reminded(group, DUE - 1) == []
    assert await group.sisters.said("loan_changed_hers") == []


async def test_of_the_living_with_a_phone_nobody_else_says_that_she_leaves(
    database: Database,
) -> None:
    group = await lenders(database)
    sisters = group.sisters

    assert await refused(
        sisters.write(
            leaving.ask, sisters.actor(1), sisters.member(3), new_id=sisters.new_id, at=NOON
        )
    ) == LeavesHerself("Radha")
