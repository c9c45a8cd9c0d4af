"""What waits for a second person, as each may read it."""

from dataclasses import replace

from groups.deciding import acts as second_person
from groups.deciding.model import MoneyChange, WaitingPage
from groups.funds import acts as funds
from groups.funds.model.sharing import Basis, Payout
from groups.people.model.group import GroupState
from groups.registers.model.meeting import Mark
from groups.registers.model.money import Code, MoneyKind, MoneyLine
from storage.database import Database
from tests.groups.correcting import DAY_AFTER, ask, closed
from tests.groups.hamlet import Hamlet
from tests.groups.lenders import lenders
from tests.groups.sisters import NOON, Sisters, sisters

GIFT = MoneyLine(MoneyKind.RECEIPT, 100_00, code=Code.GIFT)


async def page(group: Sisters, n: int) -> WaitingPage:
    return await group.read(second_person.waiting_page, group.actor(n), group.group_id)


async def test_what_a_correction_changes_is_for_those_who_may_see_registers(
    database: Database,
) -> None:
    group, meeting = await closed(database)
    await ask(group, meeting, group.body(100_00, paid={3: 0}, marks={3: Mark.ABSENT}))

    [decides], [asked], [reads] = [(await page(group, n)).requests for n in (2, 1, 4)]

    [change] = decides.changes
    assert (change.number, change.paid_before, change.paid_after) == (3, 20_00, 0)
    assert (decides.cash, decides.money) == ((120_00, 100_00), ())
    assert (decides.may_decide, decides.is_hers) == (True, False)
    assert (asked.may_decide, asked.is_hers) == (False, True)
    assert (reads.changes, reads.card["reason"], reads.may_decide) == ((), None, False)


async def test_how_many_wait_for_her_is_counted(database: Database) -> None:
    group, meeting = await closed(database)
    await ask(group, meeting, group.body(100_00, paid={3: 0}))
    count = second_person.count_mine

    waits = [await group.read(count, group.actor(n), group.group_id) for n in (1, 2, 4)]

    assert waits == [0, 1, 0]


async def test_nothing_waits_in_a_group_that_has_not_begun(database: Database) -> None:
    group = await sisters(database, state=GroupState.WAITING.value)

    assert await group.read(second_person.count_mine, group.actor(1), group.group_id) == 0


async def test_nothing_waits_for_a_stranger(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()
    rani = await hamlet.meet("Rani")

    assert await hamlet.read(second_person.count_mine, rani, group.id) == 0


async def test_money_that_would_go_and_come_is_shown_with_whose_it_is(database: Database) -> None:
    group = await lenders(database)
    meeting = await group.meet(NOON, GIFT)
    fine = MoneyLine(MoneyKind.FINE, 5_00, group.sisters.member(3), code=Code.OTHER_FINE)
    body = await group.body(meeting, (fine,), DAY_AFTER)
    body = replace(body, cash_counted=6000_00 + 5_00)
    await ask(group.sisters, meeting, body)

    [one] = (await page(group.sisters, 2)).requests

    assert one.money == (
        MoneyChange("receipt", 100_00, "", is_new=False),
        MoneyChange("fine", 5_00, "Radha", is_new=True),
    )


async def test_the_parts_of_what_is_shared_out_are_for_those_who_keep_the_books(
    database: Database,
) -> None:
    group = await lenders(database)
    await group.meet(NOON, GIFT)
    her, whose = group.sisters, (group.sisters.actor(1), group.sisters.group_id)
    ways = (Payout.SAVED, Basis.SAVINGS)
    await her.write(funds.ask_share_out, *whose, *ways, new_id=her.new_id, at=DAY_AFTER)

    [officers], [members] = [(await page(her, n)).requests for n in (2, 4)]

    assert (len(officers.parts), members.parts) == (6, ())
