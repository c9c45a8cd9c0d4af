"""Changing a loan over the wire: the outstanding, the new instalments, the request."""

from collections.abc import AsyncIterator

import pytest

from groups.approvals.store import select_waiting_requests
from groups.loans.store.loans import select_loan
from groups.registers.model.meeting import Mark
from storage.database import Database
from tests.rights.scene import loans_of
from tests.webapp.test_lending import Lending
from tests.webapp.world import ekta, served

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
LENT = "loans/loanlent"


@pytest.fixture
async def lending(database: Database) -> AsyncIterator[Lending]:
    """Return the village after ten weeks, with a loan of ₹1,000 that is out."""
    world, group = await ekta(database)
    await world.write(loans_of, group, world.members["Radha"], at=world.at)
    async with served(world):
        yield Lending(world, group)


async def test_a_new_time_is_shown_asked_for_and_confirmed_by_another(lending: Lending) -> None:
    page = await lending.see("Sunita", LENT)
    _, shown = await lending.send("Sunita", f"{LENT}/change/spread", months="१०", grace="0")
    form = {"months": "10", "grace": "0", "reason": "Her buffalo died", "word": "ask"}
    _, asked = await lending.send("Sunita", f"{LENT}/change/spread", **form)
    waits = await lending.see("Meena", "waiting")
    (request,) = await lending.world.read(select_waiting_requests, lending.group.id)
    await lending.send("Meena", f"waiting/{request.id}/confirm")

    assert ("Change this loan" in page, "The new instalments" in shown) == (True, True)
    assert ("A new time waits for a second person." in asked, "Her buffalo died" in waits) == (
        *(True, True),
    )
    loan = await lending.world.read(select_loan, "loanlent")
    assert loan is not None
    assert loan.terms.months == 10
    assert "New instalments" in await lending.see("Radha", LENT)


async def test_what_is_let_off_and_what_is_lost_waits_for_another(lending: Lending) -> None:
    world = lending.world
    meeting = await world.hold(lending.group, "Sunita", {"Radha": Mark.ABSENT})
    let_off = await lending.send(
        "Meena", f"{LENT}/change/let-off", interest="", principal="100", reason="She is ill"
    )
    lost = await lending.send(
        "Asha", f"{LENT}/change/write-off", meeting=meeting, yes="10", reason="She is gone"
    )
    wrong = await lending.send("Meena", f"{LENT}/change/spread", months="many")

    kinds = {it.kind.value for it in await world.read(select_waiting_requests, lending.group.id)}
    assert (let_off[0], lost[0], wrong[0], kinds) == (200, 200, 409, {"waiver", "write_off"})
    assert "She is ill" not in await lending.see("Geeta Devi", "waiting")
