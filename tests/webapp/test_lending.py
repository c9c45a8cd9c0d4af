"""Loans over the wire: asked for with a preview, voted on, decided, confirmed, withdrawn."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest

from groups.lending.store.ballots import select_confirmations, select_votes
from groups.loans.model.loan import LoanState
from groups.loans.store.loans import select_loan, select_loans_of_group
from groups.people.model.group import Group
from ledger.accounts import cash_box, savings
from ledger.books import post
from ledger.model import Entry, Posting, Reason, paise
from storage.database import Database
from storage.tx import Tx
from tests.webapp.lent import choose, turn
from tests.webapp.world import FIRST_FRIDAY, World, ekta, served

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
FORM = {"amount": "500/-", "months": "3", "purpose": "tailoring", "fund": "own"}
VOTERS = ("Meena", "Kamla", "Geeta Devi", "Usha", "Phoolmati Maurya", "Anju", "Rekha", "Savitri")


@dataclass(slots=True)
class Lending:
    """Ekta after ten weeks, with sessions opened when needed."""

    world: World
    group: Group
    tokens: dict[str, str] = field(default_factory=dict)

    async def token(self, name: str) -> str:
        """Return a person's session token."""
        if name not in self.tokens:
            await self.world.speaks(name, "en")
            self.tokens[name] = await self.world.open(name, self.group.start_token)
        return self.tokens[name]

    async def see(self, name: str, path: str = "loans") -> str:
        """Return a page's text for a person."""
        return await (await self.world.get(f"/app/{path}", await self.token(name))).text()

    async def send(self, name: str, path: str, **form: str) -> tuple[int, str]:
        """Send a person's form; return the status and the text."""
        answer = await self.world.post(f"/app/{path}", await self.token(name), **form)
        return answer.status, await answer.text()

    async def asked(self, name: str = "Radha", **more: str) -> str:
        """Let a person ask for a loan; return its id."""
        form = {**FORM, "member": self.world.members[name], **more}
        assert (await self.send(name, "loans/ask", **form))[0] == 200
        return (await self.world.read(select_loans_of_group, self.group.id))[-1].id

    async def carried(self, **more: str) -> str:
        """Let Radha ask for a loan and everybody else vote yes; return its id."""
        loan = await self.asked(**more)
        for name in ("Sunita", *VOTERS, "Munni", "Chandrawati"):
            await self.send(name, f"loans/{loan}/vote", vote="yes")
        return loan

    async def state(self, loan: str) -> LoanState:
        """Return the state of a loan."""
        stored_loan = await self.world.read(select_loan, loan)
        assert stored_loan is not None
        return stored_loan.state


def saved_long_ago(tx: Tx, group: Group, member: str) -> None:
    """Post ₹20,000 of savings for a member, long ago."""
    moved = (Posting(cash_box(), savings(member), paise(20_000_00)),)
    day = FIRST_FRIDAY.date()
    post(tx, Entry("opening", group.id, Reason.OPENING, day, moved, "clock"), at=FIRST_FRIDAY)


@pytest.fixture
async def lending(database: Database) -> AsyncIterator[Lending]:
    """Return the village after ten weeks, served."""
    world, group = await ekta(database)
    async with served(world):
        yield Lending(world, group)


async def test_the_form_shows_what_it_would_be_before_anything_is_asked(lending: Lending) -> None:
    status, page = await lending.send(
        "Radha", "loans/preview", **FORM, member=lending.world.members["Radha"]
    )

    assert (status, "This can be asked" in page, "₹500 in 3 instalments" in page) == (
        *(200, True, True),
    )
    assert await lending.world.read(select_loans_of_group, lending.group.id) == []


async def test_what_is_missing_is_said_with_how_to_get_there(lending: Lending) -> None:
    form = {**FORM, "amount": "5 हज़ार", "member": lending.world.members["Radha"]}
    _, preview = await lending.send("Radha", "loans/preview", **form)
    status, _ = await lending.send("Radha", "loans/ask", **form)

    assert ("Not yet" in preview, 'action="/app/loans/ask"' in preview) == (True, False)
    assert ("or save more first" in preview, status) == (True, 409)


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "lots"},
        {"months": "six"},
        {"purpose": "gambling"},
        {"fund": "mine"},
        {"grace": "9"},
        {"rhythm": "daily"},
    ],
)
async def test_an_unclear_answer_is_refused(lending: Lending, wrong: dict[str, str]) -> None:
    form = {**FORM, "member": lending.world.members["Radha"], **wrong}

    assert (await lending.send("Radha", "loans/preview", **form))[0] == 409


async def test_her_own_rhythm_and_plan_are_asked_for(lending: Lending) -> None:
    loan = await lending.asked(rhythm="weekly", plan="equal_principal", grace="1", words="A shop")
    stored_loan = await lending.world.read(select_loan, loan)

    assert stored_loan is not None
    terms = stored_loan.terms
    assert (terms.rhythm, terms.plan, terms.grace_months) == ("weekly", "equal_principal", 1)
    assert "A shop" in await lending.see("Kamla", f"loans/{loan}")


async def test_an_office_bearer_proposes_for_a_sister(lending: Lending) -> None:
    form = {**FORM, "member": lending.world.members["Kamla"]}
    _, page = await lending.send("Sunita", "loans/ask", **form)

    assert "Loan of Kamla" in page
    assert (await lending.send("Anju", "loans/ask", **form))[0] == 409


async def test_a_vote_is_given_from_the_list(lending: Lending) -> None:
    loan = await lending.asked()
    listed = await lending.see("Kamla")
    _, page = await lending.send("Kamla", f"loans/{loan}/vote", vote="abstain")

    assert f"/app/loans/{loan}/vote" in listed
    assert ("1 of 11 have voted" in page, "Your vote is recorded" in page) == (True, True)


async def test_the_borrower_is_shown_no_ballot_of_her_own(lending: Lending) -> None:
    loan = await lending.asked()
    page = await lending.see("Radha", f"loans/{loan}")

    assert ("You do not vote on your own loan" in page, "/vote" in page) == (True, False)
    assert (await lending.send("Radha", f"loans/{loan}/vote", vote="yes"))[0] == 409


async def test_a_word_that_is_no_vote_is_refused(lending: Lending) -> None:
    loan = await lending.asked()

    assert (await lending.send("Kamla", f"loans/{loan}/vote", vote="perhaps"))[0] == 409


async def test_a_sister_votes_in_her_turn_on_anothers_phone(lending: Lending) -> None:
    loan, world = await lending.asked(), lending.world
    await choose(world, lending.group, "Kamla")
    hers = await turn(world, await lending.token("Sunita"), "Kamla")
    listed = await (await world.get("/app/turn/loans", hers)).text()
    answer = await world.post(f"/app/turn/loans/{loan}/vote", hers, vote="yes")

    assert re.findall(r'action="([^"]*)/vote"', listed) == [f"/app/turn/loans/{loan}"]
    assert "/app/turn/loans/ask" not in listed
    assert (answer.status, answer.headers.get("X-Turn")) == (200, "")
    assert [it.how for it in await world.read(select_votes, loan)] == ["turn"]


async def test_nobody_votes_in_her_turn_on_the_borrowers_phone(lending: Lending) -> None:
    loan, world = await lending.asked(), lending.world
    await choose(world, lending.group, "Kamla")
    hers = await turn(world, await lending.token("Radha"), "Kamla")
    answer = await world.post(f"/app/turn/loans/{loan}/vote", hers, vote="yes")

    assert (answer.status, await world.read(select_votes, loan)) == (409, [])


async def test_a_carried_loan_waits_for_the_borrower_and_two_office_bearers(
    lending: Lending,
) -> None:
    loan = await lending.carried()
    page = await lending.see("Radha", f"loans/{loan}")
    for name in ("Radha", "Sunita"):
        await lending.send(name, f"loans/{loan}/confirm")
    _, last = await lending.send("Meena", f"loans/{loan}/confirm")

    assert ("I take this loan" in page, await lending.state(loan)) == (True, LoanState.APPROVED)
    assert "Everybody whose word is needed has given it" in last
    assert len(await lending.world.read(select_confirmations, loan)) == 3


async def test_the_facilitator_returns_it_with_a_reason_alone(
    lending: Lending,
) -> None:
    await lending.world.write(saved_long_ago, lending.group, lending.world.members["Radha"])
    loan = await lending.carried(amount="11,000")
    page = await lending.see("Asha", f"loans/{loan}")
    bare, _ = await lending.send("Asha", f"loans/{loan}/decide", word="return")
    status, after = await lending.send(
        "Asha", f"loans/{loan}/decide", word="return", reason="The shop is closed."
    )

    assert ("Your decision" in page, bare, status) == (True, 409, 200)
    assert ("The shop is closed." in after, await lending.state(loan)) == (
        *(True, LoanState.RETURNED),
    )


async def test_the_borrower_takes_her_loan_back(lending: Lending) -> None:
    loan = await lending.asked()
    _, page = await lending.send("Radha", f"loans/{loan}/cancel")

    assert ("The loan is taken back" in page, await lending.state(loan)) == (
        *(True, LoanState.CANCELLED),
    )


async def test_another_takes_it_back_with_a_reason_alone(lending: Lending) -> None:
    loan = await lending.asked()

    assert (await lending.send("Sunita", f"loans/{loan}/cancel"))[0] == 409
    assert (await lending.send("Sunita", f"loans/{loan}/cancel", reason="She left."))[0] == 200


async def test_what_can_be_lent_is_for_the_keepers_of_the_books(lending: Lending) -> None:
    seen = [("Free to lend" in await lending.see(name)) for name in ("Sunita", "Asha", "Kamla")]

    assert seen == [True, True, False]
