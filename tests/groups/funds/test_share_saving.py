"""A group that saves in shares of a fixed price, and what its charter proposes in a meeting."""

import pytest

from groups.charter.acts import register_charter
from groups.founding.acts import settings
from groups.funds import acts as funds
from groups.funds.model.refusals import NotShares, ShareValueFixed
from groups.funds.model.sharing import Basis, Payout
from groups.meetings.acts import meetings
from groups.people.model.refusals import Refusal
from groups.registers.model.meeting import Mark, RegisterLine, RegisterPage
from groups.registers.rules.draft import offered
from groups.registers.rules.meeting import not_in_shares
from storage.database import Database
from storage.tx import Tx
from tests.groups.correcting import ask
from tests.groups.hamlet import CHARTER
from tests.groups.lenders import Lenders, lenders
from tests.groups.sisters import NOON, SAVING, after

RULES = (
    CHARTER.replace("2026-11", "shares", 1)
    .replace("shares_most = 0", "shares_most = 5")
    .replace("rupees_each_meeting = 0", "rupees_each_meeting = 2")
)


async def in_shares(database: Database, *, saved: int = 1000_00) -> Lenders:
    """Six members who save in shares of ₹20, five at most, and pay ₹2 into the social fund."""
    group = await lenders(database, saved=saved)

    def follow(tx: Tx, group_id: str) -> None:
        version = register_charter(tx, RULES, NOON)
        tx.run("UPDATE groups SET charter = :version WHERE id = :id", version=version, id=group_id)

    await group.sisters.write(follow, group.sisters.group_id)
    return group


async def page(group: Lenders) -> RegisterPage:
    """Return the register of today's meeting."""
    meeting = await group.sisters.open_meeting()
    return await group.sisters.read(meetings.register, group.sisters.actor(1), meeting.id, at=NOON)


@pytest.mark.parametrize(
    ("paid", "due", "wrong"),
    [
        (0, 20, None),
        (20, 20, None),
        (100, 20, None),
        (120, 20, "m1"),
        (30, 20, "m1"),
        (120, 40, None),
    ],
)
def test_whole_shares_are_bought_and_at_most_so_many_beside_what_is_due(
    paid: int, due: int, wrong: str | None
) -> None:
    line = RegisterLine("m1", Mark.PRESENT, min(paid, due), max(0, paid - due))

    assert not_in_shares([line], {"m1": due}, 20, 5) == wrong


async def test_shares_are_offered_and_bought(database: Database) -> None:
    group = await in_shares(database)
    register_page = await page(group)

    body = group.sisters.body(6000_00 + 10 * SAVING, paid={1: 5 * SAVING})
    await group.sisters.close(register_page.meeting, body)

    assert (register_page.share_value, register_page.shares_most, register_page.social) == (
        SAVING,
        5,
        12_00,
    )
    assert offered(register_page, SAVING) == [n * SAVING for n in range(6)]
    sisters = group.sisters
    shown = await sisters.read(funds.funds_page, sisters.actor(1), sisters.group_id)
    assert [one.shares for one in shown.sisters] == [55, *5 * [51]]


async def test_who_buys_a_part_of_a_share_is_named(database: Database) -> None:
    group = await in_shares(database)
    meeting = await group.sisters.open_meeting()
    body = group.sisters.body(6000_00 + 5 * SAVING + 30_00, paid={4: 30_00})

    with pytest.raises(Refusal) as refusal:
        await group.sisters.close(meeting, body)

    assert refusal.value == NotShares("Kamla", SAVING, 5)


async def test_a_correction_is_in_shares_too(database: Database) -> None:
    group = await in_shares(database)
    meeting = await group.sisters.open_meeting()
    await group.sisters.close(meeting, group.sisters.body(6000_00 + 6 * SAVING))
    body = group.sisters.body(6000_00 + 5 * SAVING + 30_00, paid={4: 30_00})

    with pytest.raises(NotShares):
        await ask(group.sisters, meeting, body)


async def test_the_price_of_a_share_stays_while_members_hold_some(database: Database) -> None:
    group = await in_shares(database)
    sisters = group.sisters
    her, group_id, at = sisters.actor(1), sisters.group_id, after(1)

    with pytest.raises(ShareValueFixed):
        await sisters.write(settings.change, her, group_id, saving=50_00, at=at)

    renamed = await sisters.write(settings.change, her, group_id, name="Ujala", at=at)
    assert renamed.name == "Ujala"


@pytest.mark.both_engines
async def test_what_was_earned_can_be_divided_by_shares(database: Database) -> None:
    group = await in_shares(database, saved=30_00)
    sisters = group.sisters

    share_page = await sisters.read(funds.share_page, sisters.actor(1), sisters.group_id)
    ended = (Payout.ENDED, Basis.SHARES)
    shown = await sisters.read(funds.share_page, sisters.actor(1), sisters.group_id, ended)

    assert share_page.bases == tuple(Basis)
    assert shown.shared is not None
    assert [(it.weight, it.paid) for it in shown.shared.parts] == 6 * [(1, 30_00)]
