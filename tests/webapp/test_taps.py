"""A whole meeting with loans on a phone: what is proposed, how many taps, what is recorded."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from playwright.async_api import Browser, Page

from groups.calendar.rules.days import on_or_after
from groups.lending.acts import loans
from groups.lending.model.proposal import LoanAskedFor, Vote
from groups.loans.model.loan import LoanState, Purpose
from groups.loans.store.loans import select_loan
from groups.meetings.acts import meetings
from groups.people.model.group import Group
from groups.registers.facts import read_register
from groups.registers.model.meeting import MeetingState
from groups.registers.model.money import LoanFund, MoneyKind, MoneyLine
from ledger.accounts import cash_box, savings
from ledger.books import post
from ledger.model import Entry, Posting, Reason, paise
from storage.database import Database
from storage.tx import Tx
from tests.webapp.phone import DARK, LIGHT, Phone, phone
from tests.webapp.rows import kept
from tests.webapp.world import FIRST_FRIDAY, NAMES, NAMES_MORE, World, ekta, served

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
BORROWERS = ("Radha", "Kamla", "Usha", "Anju")
COUNT_TAPS = """() => {
  window.taps = 0;
  document.addEventListener("pointerdown", (event) => {
    if (!event.target.closest("#cash, .pieces")) window.taps += 1;
  }, true);
}"""


@dataclass(frozen=True, slots=True)
class Sitting:
    """The leader's phone before a meeting with four repayments and one hand-over."""

    world: World
    group: Group
    hers: Phone
    new_loan: str

    @property
    def page(self) -> Page:
        """Return the page on her phone."""
        return self.hers.page

    async def money(self) -> list[MoneyLine]:
        """Return the recorded money lines of the newest meeting."""
        sunita = self.world.people["Sunita"]
        held = await self.world.read(meetings.list_meetings, sunita, self.group.id)
        stored_register = await self.world.read(read_register, held[0].id, held[0].version)
        return list(stored_register.register.money)


def begin(tx: Tx, world: World, group: Group) -> None:
    """Post ₹2,000 of savings for every member, long ago."""
    moves = tuple(Posting(cash_box(), savings(it), paise(2000_00)) for it in world.members.values())
    day = FIRST_FRIDAY.date()
    post(tx, Entry("opening", group.id, Reason.OPENING, day, moves, "clock"), at=FIRST_FRIDAY)


async def approved(world: World, group: Group, name: str) -> str:
    """Return the id of a person's approved loan, with every confirmation for its hand-over."""
    asked = LoanAskedFor(LoanFund.OWN, 1000_00, 4, Purpose.TRADE)
    new_id, at = world.new_id, world.at
    asks = partial(loans.propose, new_id=new_id, at=at)
    votes = partial(loans.vote, said=Vote.YES, new_id=new_id, at=at)
    confirms = partial(loans.confirm, new_id=new_id, at=at)
    loan = await world.write(asks, world.people[name], group.id, world.members[name], asked)
    for other in (*NAMES, *NAMES_MORE):
        if other != name:
            await world.write(votes, world.people[other], loan.id)
    for other in (name, "Sunita", "Meena"):
        await world.write(confirms, world.people[other], loan.id)
    return loan.id


async def _lending(database: Database) -> tuple[World, tuple[Group, str]]:
    world, group = await ekta(database)
    await world.write(begin, world, group)
    given = [await approved(world, group, name) for name in BORROWERS]
    await world.meet("Sunita")
    world.at = _friday(world, 0)
    held = await world.hold(group, "Sunita", is_closed=False)
    await close(world, held, given)
    world.at = _friday(world, 32)
    loan = await approved(world, group, "Savitri")
    return world, (group, loan)


def _friday(world: World, days: int) -> datetime:
    """Return the first Friday after so many days."""
    later = world.at + timedelta(days=days)
    return later + (on_or_after(later.date(), 4) - later.date())


async def close(world: World, meeting: str, given: list[str]) -> None:
    """Close a meeting in which all saved and these loans were handed over."""
    register = await world.register(meeting, "Sunita", {})
    lines = tuple(
        MoneyLine(MoneyKind.HAND_OVER, 1000_00, world.members[name], loan)
        for name, loan in zip(BORROWERS, given, strict=True)
    )
    cash = register.cash_counted - 1000_00 * len(lines)
    body = replace(register, money=lines, cash_counted=cash)
    actor = world.people["Sunita"]
    await world.write(meetings.close, actor, meeting, body, new_id=world.new_id, at=world.at)


@pytest.fixture
async def sitting(database: Database, chromium: Browser) -> AsyncIterator[Sitting]:
    """Return the leader with the meeting's page open, in English."""
    world, (group, loan) = await kept(database, "a meeting with loans", _lending)
    await world.speaks("Sunita", "en")
    async with served(world), phone(world, chromium) as hers:
        await hers.open("Sunita", "/app/register")
        await hers.page.evaluate(COUNT_TAPS)
        await hers.page.click("main form button")
        await hers.page.wait_for_selector("#register[data-ready]")
        yield Sitting(world, group, hers, loan)


async def expected(page: Page) -> str:
    """Return the cash that the box should hold, as she would type it."""
    return (await page.inner_text("#expected")).replace("₹", "").strip()


async def test_a_meeting_with_loans_takes_at_most_twenty_taps(sitting: Sitting) -> None:
    page = sitting.page
    await page.check("[name=is_read]")
    for row in (2, 5):  # absent
        await page.click(f".register li:nth-child({row}) .chip")
    await page.click(".register li:nth-child(7) .chip")
    await page.click(".register li:nth-child(7) .marks label:has([value=late])")
    for fine in await page.query_selector_all("#fines li:not([hidden]) input"):
        await fine.check()
    await page.click("#repayments li:nth-child(2) input")  # the member who pays a part
    await page.keyboard.press("Control+A")
    await page.keyboard.type("100")
    await page.check("#hand-overs input")
    await page.fill("#cash", await expected(page))
    await page.click(".foot button")
    await page.wait_for_selector("h1:has-text('closed')")

    kinds = [it.kind for it in await sitting.money()]
    loan = await sitting.world.read(select_loan, sitting.new_loan)
    wanted = [*4 * [MoneyKind.REPAYMENT], *3 * [MoneyKind.FINE], MoneyKind.HAND_OVER]
    assert (kinds, loan and loan.state) == (wanted, LoanState.PAID_OUT)
    assert await page.evaluate("window.taps") <= 20


async def test_what_was_tapped_survives_a_page_that_was_killed(sitting: Sitting) -> None:
    page = sitting.page
    await page.click(".register li:nth-child(2) .chip")
    await page.check("#fines li:not([hidden]) input")
    await page.check("#hand-overs input")
    before = await expected(page)
    await page.reload()
    await page.wait_for_selector("#register[data-ready]")

    assert await expected(page) == before
    assert await page.is_checked("#fines li:not([hidden]) input")


async def test_a_fine_goes_with_its_mark(sitting: Sitting) -> None:
    page = sitting.page
    none = await page.is_visible("#fines")
    await page.click(".register li:nth-child(2) .chip")
    await page.check("#fines li:not([hidden]) input")
    assert await page.locator("#fines li:visible").count() == 1
    with_fine = await expected(page)
    await page.click(".register li:nth-child(2) .chip")
    await page.click(".register li:nth-child(2) .chip")

    assert (none, with_fine == await expected(page)) == (False, False)


async def test_the_totals_are_read_aloud_as_they_stand(sitting: Sitting) -> None:
    page = sitting.page
    await page.check("#hand-overs input")
    await page.click("summary:has-text('notes and coins')")
    await page.fill("#piece-500", "40")
    text = await page.inner_text("#aloud")

    assert "12 of 12 sisters came today." in text
    assert "Given out as loans: ₹1,000." in text
    assert ("Counted in the box: ₹20,000." in text, "Fines" in text) == (True, False)


async def test_money_at_the_bank_does_not_pass_through_the_box(sitting: Sitting) -> None:
    page = sitting.page
    before = await expected(page)
    await page.click("summary:has-text('Other money')")
    await page.select_option("[name=more-receipt-0-code]", "bank_interest")
    await page.fill("[name=more-receipt-0-amount]", "50")
    at_the_bank = await expected(page)
    await page.select_option("[name=more-receipt-0-code]", "gift")

    assert (at_the_bank == before, await expected(page) == before) == (True, False)


async def test_a_meeting_closed_with_a_mistake_opens_with_what_was_recorded(
    sitting: Sitting,
) -> None:
    page = sitting.page
    await page.check("#hand-overs input")
    await page.fill("#cash", await expected(page))
    await page.click(".foot button")
    await page.wait_for_selector("h1:has-text('closed')")
    await page.click("text=Something is wrong")
    await page.wait_for_selector("#register[data-ready]")

    assert await page.is_checked("#hand-overs input")
    assert await page.is_visible("#agrees")
    await page.fill("#repayments input >> nth=0", "0")
    await page.fill("#cash", await expected(page))
    await page.fill("#reason", "She did not pay.")
    await page.click(".foot button")
    await page.wait_for_selector("h1:not(:has-text('Correct'))")
    await sitting.hers.go("/app/waiting")
    assert "Is taken out: Radha · Paid back of loans" in await page.inner_text("main")
    leader = sitting.world.people["Sunita"]
    held = await sitting.world.read(meetings.list_meetings, leader, sitting.group.id)
    assert held[0].state is MeetingState.CLOSED


@pytest.mark.parametrize(("language", "theme"), [("hi", DARK), ("en", LIGHT)])
async def test_the_pages_of_loans_are_for_everybody(
    sitting: Sitting, language: str, theme: dict[str, str]
) -> None:
    world, hers = sitting.world, sitting.hers
    await world.speaks("Sunita", language)
    await hers.open("Sunita", "/app/register", theme=theme)
    await hers.page.wait_for_selector("#register[data-ready]")
    await hers.page.click(".register li:nth-child(2) .chip")
    faults_by_path = {}
    for path in ("register", "loans", f"loans/{sitting.new_loan}", "loans/ask"):
        await hers.go(f"/app/{path}")
        await hers.unfold()
        faults_by_path[path] = [*await hers.faults(), *hers.trouble]
    await hers.page.fill("#amount", "5 हज़ार")
    await hers.page.fill("#months", "6")
    await hers.page.select_option("#purpose", "tailoring")
    await hers.page.click("form button.wide")
    await hers.page.wait_for_selector(".said")
    await hers.unfold()
    faults_by_path["preview"] = await hers.faults()

    assert {path: faults for path, faults in faults_by_path.items() if faults} == {}
