"""A DSC loan in the practice village, as a person sees it: asked for, voted on, repaid weekly."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from groups.loans.model.loan import LoanState
from groups.practice.village import CHAT_ID
from sandbox.driver import VillageDriver
from tests.journeys.borrowing import Borrowing, Standing
from tests.journeys.phones import Phones, open_page, table
from tests.journeys.village import opened, seeded
from tests.shell import call

KAMLA, SUNITA, ASHA = "Kamla Devi", "Sunita Devi", "Asha Singh"
MEENA = 710000002
OTHERS = tuple(710000000 + n for n in (2, 4, 5, 6, 7, 10, 11, 12))  # the voters besides Sunita
BALLOT = "A loan for Kamla Devi, number 3?"
_A_MINUTE = 90_000  # milliseconds: a chat takes twenty messages a minute, and it has had many


@dataclass
class Seen:
    """The village's page, the people whose phones are not on it, and the books."""

    page: Page
    phones: Phones
    people: VillageDriver
    books: Borrowing

    async def stands(self) -> Standing:
        """Return the state of Kamla's loan now; the books must agree."""
        return await self.books.stands(await self.people.now())

    async def ask(self) -> None:
        """Let Kamla ask in the mini-app for ₹900 of the DSC fund, repaid weekly."""
        await self.phones.take(KAMLA)
        await self.phones.open_private(KAMLA)
        await self.phones.write(KAMLA, "/loan")
        await self.phones.of(KAMLA).get_by_role("button", name="Loans in Saakh").last.click()
        app = self.phones.app(KAMLA)
        await app.get_by_role("link", name="Ask for a loan").click()
        await app.locator("#amount").fill("900")
        await app.locator("#months").fill("1")
        await app.locator("#purpose").select_option("tailoring")
        await app.locator("#fund").select_option("dsc-grant")
        await app.get_by_text("How it is paid back").click()
        await app.locator("#rhythm").select_option("weekly")
        await app.get_by_role("button", name="Show what it would be").click()
        await app.get_by_role("heading", name="This can be asked").wait_for()
        await app.get_by_role("button", name="Ask the group").click()
        await app.get_by_text("The group is asked. Its ballot is open now.").wait_for()
        await self.phones.close_app(KAMLA)

    async def vote(self) -> None:
        """Let Sunita vote yes on the page and the others on their phones; move on eight days."""
        ballot = self.phones.of(SUNITA).locator(".message").filter(has_text=BALLOT)
        await ballot.get_by_role("button", name="Yes").click()
        alert = self.phones.of(SUNITA).get_by_role("alertdialog")
        await alert.get_by_role("button").click()
        for who in OTHERS:
            card = await self.people.wait_for(who, CHAT_ID, BALLOT)
            await self.people.tap(who, CHAT_ID, card["message_id"], "✅ Yes")
        await ballot.get_by_text("9 of 11 have voted").wait_for()
        await self.people.move_clock(days=8)

    async def approve(self) -> None:
        """Let Asha approve the loan; the borrower and two office-bearers confirm the hand-over."""
        await self.phones.take(ASHA)
        await self.phones.open_private(ASHA)
        asked = self.phones.of(ASHA).locator(".message").filter(has_text=f"a loan for {KAMLA}")
        await asked.get_by_role("button", name="Approve").click()
        await self.phones.last(ASHA, "you have approved the loan")
        await self.phones.open_private(SUNITA)
        for name, words in ((KAMLA, "Do you take the loan"), (SUNITA, f"handed to {KAMLA}")):
            card = self.phones.of(name).locator(".message").filter(has_text=words)
            await card.get_by_role("button", name="Yes, that is right").click()
            await self.phones.last(name, "Recorded: you have confirmed it.")
        hers = await self.people.wait_for(MEENA, None, KAMLA)
        await self.people.tap(MEENA, None, hers["message_id"], "✅")
        await self.phones.open_group(SUNITA)

    async def leap(self, button: str) -> None:
        """Press a button of the clock, and wait until the clock has moved."""
        await self.page.get_by_role("button", name=button).click()
        await self.page.locator(".leap:enabled").last.wait_for()

    async def meet(self, pays: str = "", *, hands: bool = False) -> None:
        """Hold the next meeting: all save and pay what is due; Kamla pays this much if given."""
        await self.leap("Next meeting day")
        app = self.phones.app(SUNITA)
        if hands:  # the first meeting, by the command in the group
            await self.phones.write(SUNITA, "/meeting")
            phone = self.phones.of(SUNITA)
            card = phone.get_by_role("button", name="Open the register").last
            await card.click(timeout=_A_MINUTE)
        else:
            await app.get_by_role("link", name="Back to the group").click()
            await app.get_by_role("button", name="Start meeting").click()
        await app.locator("#register[data-ready]").wait_for()
        if hands:
            row = app.locator("#hand-overs li").filter(has_text=KAMLA)
            await row.locator("input").check()
            await app.locator("summary").filter(has_text="The bank").click()
            await app.get_by_label("Fetched from the bank: rupees").first.fill("900")
        if pays:
            await app.get_by_label(f"Repayment of {KAMLA} in rupees").fill(pays)
        await app.locator("#cash").fill((await app.locator("#expected").inner_text()).strip("₹"))
        await app.get_by_text("The cash agrees with the books").wait_for()
        await app.get_by_role("button", name="Close the meeting").click()
        await app.get_by_role("heading", name="The meeting is closed").wait_for()


@pytest.fixture
async def seen(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    chromium: Browser,
    telegram_script: Path,
) -> AsyncIterator[Seen]:
    """Yield the living village on the page, with room for three phones."""
    await seeded(tmp_path_factory.getbasetemp() / "village", tmp_path)
    async with (
        opened(tmp_path) as here,
        VillageDriver(here.address) as people,
        table(chromium, telegram_script) as browser,
    ):
        page, phones = await open_page(browser, here.address)
        yield Seen(page, phones, people, Borrowing(tmp_path))


async def test_a_loan_is_seen_from_the_question_to_the_last_repayment(
    seen: Seen, tmp_path: Path
) -> None:
    await seen.ask()
    before = await seen.stands()
    await seen.vote()
    await seen.approve()
    await seen.meet(hands=True)
    stood = [before, await seen.stands()]
    for pays in ("200", "0", "", ""):
        await seen.meet(pays)
        stood += [await seen.stands()]
    await seen.leap("Next week")
    line = await seen.phones.last(KAMLA, "Your points, week until", "instalment")
    after = await seen.stands()

    assert [(one.state, one.left) for one in stood] == [
        (LoanState.PROPOSED, 0),
        *((LoanState.PAID_OUT, left) for left in (900, 700, 700, 225)),
        (LoanState.REPAID, 0),
    ]
    assert "→" in line
    assert (before.step, after.step) == (1, 2)
    assert (after.due - before.due, after.on_time - before.on_time) == (4, 2)
    ended = await asyncio.to_thread(
        call, "verify", DATABASE_URL=f"sqlite:///{tmp_path / 'saakh.db'}"
    )
    assert ended.exit_code == 0, ended.output
