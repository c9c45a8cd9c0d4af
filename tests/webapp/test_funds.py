"""The group's money over the wire: read from one page, shared out, settled after leaving."""

from collections.abc import AsyncIterator

import pytest

from groups.approvals.store import select_waiting_requests
from groups.joining.acts import joining
from ledger.accounts import cash_box, other_income
from ledger.balances import balances_of
from ledger.books import post
from ledger.model import Entry, Posting, Reason, paise
from storage.database import Database
from storage.tx import Tx
from tests.webapp.test_lending import Lending
from tests.webapp.world import FIRST_FRIDAY, ekta, served

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
WISH = {"payout": "paid", "basis": "savings"}


def given(tx: Tx, group_id: str) -> None:
    """Post a gift of ₹120 to the group, long ago."""
    moved = (Posting(cash_box(), other_income(), paise(120_00)),)
    day = FIRST_FRIDAY.date()
    post(tx, Entry("gift", group_id, Reason.RECEIPT, day, moved, "clock"), at=FIRST_FRIDAY)


@pytest.fixture
async def village(database: Database) -> AsyncIterator[Lending]:
    """Return the village after ten weeks, served, with a gift that can be shared out."""
    world, group = await ekta(database)
    await world.write(given, group.id)
    async with served(world):
        yield Lending(world, group)


async def test_the_groups_money_is_read_from_one_page(village: Lending) -> None:
    said = await village.see("Sunita", "funds")
    hers = await village.see("Radha", "funds")

    assert "The group has earned ₹120 that is not shared out yet." in said
    assert ("Each sister" in said, "/app/share_out" in said) == (True, True)
    assert ("Each sister" in hers, "/app/share_out" in hers) == (False, False)


async def test_what_was_earned_is_previewed_asked_for_and_confirmed(village: Lending) -> None:
    _, shown = await village.send("Sunita", "share_out/preview", **WISH)
    status, asked = await village.send("Sunita", "share_out", **WISH)
    [request] = await village.world.read(select_waiting_requests, village.group.id)
    waits = await village.see("Meena", "waiting")
    others = await village.see("Radha", "waiting")
    again = await village.see("Sunita", "share_out")
    await village.send("Meena", f"waiting/{request.id}/confirm")

    assert ("Shared out: ₹120." in shown, status) == (True, 200)
    assert ("once a second person has said yes" in asked, "A share-out waits" in again) == (
        *(True, True),
    )
    assert ("Her part" in waits, "Her part" in others) == (True, False)
    balances = await village.world.read(balances_of, village.group.id)
    assert balances["share-out"].minor == 120_00


async def test_a_share_out_that_was_wrong_is_taken_back(village: Lending) -> None:
    await village.send("Sunita", "share_out", **WISH)
    [asked] = await village.world.read(select_waiting_requests, village.group.id)
    await village.send("Meena", f"waiting/{asked.id}/confirm")

    status, _ = await village.send("Sunita", "share_out/undo", reason="Another year")
    waits = await village.see("Meena", "waiting")
    [undo] = await village.world.read(select_waiting_requests, village.group.id)
    await village.send("Meena", f"waiting/{undo.id}/confirm")

    assert (status, "“Another year”" in waits, "₹120 comes back" in waits) == (200, True, True)
    balances = await village.world.read(balances_of, village.group.id)
    assert balances["share-out"].minor == 0


async def test_a_wish_that_is_none_is_refused(village: Lending) -> None:
    status, _ = await village.send("Sunita", "share_out/preview", payout="gold", basis="savings")

    assert status == 409


async def test_who_has_left_is_settled_with_by_one_tap_in_the_register(village: Lending) -> None:
    world, group = village.world, village.group
    await world.write(joining.leave, world.people["Usha"], new_id=world.new_id, at=world.at)
    usha = world.members["Usha"]
    await village.send("Sunita", "register/open")
    page = await village.see("Sunita", "register")
    saved = (await world.read(balances_of, group.id))[f"savings:{usha}"].minor // 100

    assert f'name="settle-{usha}" value="rest={saved}"' in page
