"""A DSC loan in the practice village, over the wire: from the request to the last repayment."""

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession

from groups.loans.model.loan import LoanState
from groups.practice.village import CHAT_ID
from sandbox.clock import MovableClock
from sandbox.driver import VillageDriver
from tests.journeys.borrowing import Borrowing, Standing, noon
from tests.journeys.place import Place
from tests.journeys.sisters import action_of, seen, tap_last
from tests.journeys.village import opened, seeded
from tests.shell import call

SUNITA, MEENA, KAMLA = 710000001, 710000002, 710000003
OTHERS = tuple(710000000 + n for n in (1, 2, 4, 5, 6, 7, 10, 11, 12))
ASHA = 710000100
ASKED = 900  # rupees


@dataclass
class Story:
    """The people of the village, the mini-app, and the books behind both."""

    place: Place
    books: Borrowing

    async def ask(self) -> None:
        """Let Kamla ask in one line, and tap the purpose and the fund."""
        await self.place.people.say(KAMLA, None, f"/loan {ASKED} 3 sewing machine")
        await tap_last(self.place, KAMLA, "What is the money for?", "tailoring")
        await tap_last(self.place, KAMLA, "From which money?", "the DSC fund")
        await tap_last(self.place, KAMLA, "Shall I ask the group?", "Ask the group")

    async def stands(self) -> Standing:
        """Return the loan's state now; the books must agree."""
        return await self.books.stands(await self.place.people.now())

    async def vote(self) -> None:
        """Let all with a phone vote yes; the ballot shows only how many have voted."""
        name = "A loan for Kamla Devi, number 3?"
        for who in OTHERS:
            await tap_last(self.place, who, name, "✅ Yes", CHAT_ID)
        await seen(self.place, SUNITA, "9 of 11 have voted", CHAT_ID)

    async def confirm(self) -> None:
        """Let the borrower and two office-bearers confirm the hand-over."""
        await tap_last(self.place, KAMLA, "Do you take the loan", "✅")
        for officer in (SUNITA, MEENA):
            await tap_last(self.place, officer, "Kamla Devi", "✅")

    async def meet(self, day: date, pays: int = 0, *, hands: bool = False) -> None:
        """Hold a meeting on this day: all come, save and pay; Kamla pays this much."""
        people, place = self.place.people, self.place
        await people.move_clock(noon(day))
        await place.open_app(SUNITA)
        register = await place.page(SUNITA, "/app/register/open", now="yes")
        form = whole(register, pays)
        if hands:
            form |= handed(register)
        box = re.search(r'data-before="(\d+)"', register)
        assert box is not None
        form["cash"] = f"{(int(box.group(1)) + 100 * cash_of(form)) / 100:.2f}"
        closed = await place.page(SUNITA, action_of(register), **form)
        assert "The meeting is closed" in closed


def whole(register: str, pays: int) -> dict[str, str]:
    """Return the register's form, with Kamla's payment changed."""
    form = dict(re.findall(r'name="((?:saved|pay)-\S+)"[^>]* value="([\d.]*)"', register))
    hers = [name for name in form if name.startswith("pay-") and name.endswith(member(register))]
    form |= dict.fromkeys(hers, str(pays))
    return form | {f"mark-{who}": "present" for who in re.findall(r'id="who-(\w+)"', register)}


def member(register: str) -> str:
    """Return Kamla's member id."""
    match = re.search(r'id="who-(\w+)">3 · Kamla', register)
    assert match is not None
    return match.group(1)


def handed(register: str) -> dict[str, str]:
    """Return the form's fields that hand the loan over, with money withdrawn from the bank."""
    hers = re.search(rf'name="(hand-\w+-{member(register)})"', register)
    assert hers is not None, register
    fetched = {"more-withdrawal-0-amount": str(ASKED), "more-withdrawal-0-member": member(register)}
    return {hers.group(1): str(ASKED), **fetched}


def cash_of(form: dict[str, str]) -> float:
    """Return by how many rupees the cash grows."""
    came = sum(float(form[it] or 0) for it in form if it.startswith(("saved-", "pay-")))
    went = sum(float(form[it]) for it in form if it.startswith("hand-"))
    return came - went + float(form.get("more-withdrawal-0-amount", "0"))


@pytest.fixture
async def story(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Story]:
    """Yield the living village, and a phone for everybody."""
    await seeded(tmp_path_factory.getbasetemp() / "village", tmp_path)
    async with (
        opened(tmp_path) as here,
        VillageDriver(here.address) as people,
        ClientSession() as http,
    ):
        host, _, port = here.address.rpartition(":")
        place = Place(people, MovableClock(), http, f"{host}:{int(port) + 1}", {})
        yield Story(place, Borrowing(tmp_path))


async def test_a_loan_goes_from_her_asking_to_the_last_repayment(
    story: Story, tmp_path: Path
) -> None:
    people, books = story.place.people, story.books
    await story.ask()
    await story.vote()
    seen_so = [await story.stands()]
    await people.move_clock(days=8)
    await tap_last(story.place, ASHA, "Do you approve a loan for Kamla Devi", "✅ Approve")
    await seen(story.place, KAMLA, "The facilitator has approved your loan")
    await story.confirm()
    seen_so += [await story.stands()]

    await people.move_clock(leap="meeting")
    await story.meet((await people.now()).date(), hands=True)
    seen_so += [await story.stands()]
    first, second, third = await books.due_days()
    for day, pays in ((first, 200), (second, 0), (second + timedelta(7), 400), (third, 300)):
        await story.meet(day, pays)
        seen_so += [await story.stands()]
    await people.move_clock(leap="scoring")

    assert [(one.state, one.left) for one in seen_so] == [
        (LoanState.PROPOSED, 0),
        (LoanState.APPROVED, 0),
        *((LoanState.PAID_OUT, left) for left in (900, 700, 700, 300)),
        (LoanState.REPAID, 0),
    ]
    before, after = seen_so[0], await story.stands()
    assert (before.step, after.step) == (1, 2)
    assert (after.due - before.due, after.on_time - before.on_time) == (3, 1)
    ended = await asyncio.to_thread(
        call, "verify", DATABASE_URL=f"sqlite:///{tmp_path / 'saakh.db'}"
    )
    assert ended.exit_code == 0, ended.output
