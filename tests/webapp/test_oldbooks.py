"""An old group's books over the wire: a file or a form, its faults, the request."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from io import BytesIO

import pytest
from aiohttp import FormData

from groups.oldbooks.model import Column, Sheet, SheetPart
from groups.oldbooks.store import select_opening
from groups.people.model.group import Group
from storage.database import Database
from tests.groups.old_books import changed, filled_in, group_lines, line_of
from tests.webapp.world import FIRST_FRIDAY, NAMES, NAMES_MORE, World, ekta, served

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
BOOKS = ("2026-07-25", "240", "0", "0", "0", "0", "0", "0", "0")


@dataclass(slots=True)
class Old:
    """Ekta before its first meeting, and its president's session."""

    world: World
    group: Group
    token: str

    async def hand_in(self, sheet: Sheet) -> tuple[int, str]:
        """Send the sheet as a file."""
        return await self.upload(filled_in(sheet, "hi"))

    async def upload(self, body: bytes) -> tuple[int, str]:
        """Send a file."""
        form = FormData()
        form.add_field("sheet", BytesIO(body), filename="old-books.xlsx")
        headers = {"X-Fragment": "1", "Authorization": f"Bearer {self.token}"}
        async with self.world.client.post(
            f"{self.world.base}/app/opening", headers=headers, data=form
        ) as answer:
            return answer.status, await answer.text()

    async def see(self, path: str = "opening") -> str:
        """Return a page's text for the president."""
        return await (await self.world.get(f"/app/{path}", self.token)).text()

    async def send(self, path: str, **form: str) -> tuple[int, str]:
        """Send a form of the president; return the status and the text."""
        answer = await self.world.post(f"/app/{path}", self.token, **form)
        return answer.status, await answer.text()


@pytest.fixture
async def old(database: Database) -> AsyncIterator[Old]:
    """Return a group that has not met yet, served over loopback HTTP."""
    world, group = await ekta(database, weeks=0)
    async with served(world):
        await world.speaks("Sunita", "en")
        yield Old(world, group, await world.open("Sunita", group.start_token))


def sheet() -> Sheet:
    """Return a sheet with ₹20 saved by each of twelve members, all in the cash box."""
    lines = group_lines(BOOKS)
    lines += [
        line_of(SheetPart.MEMBERS, n + 2, str(n), name, "", "20")
        for n, name in enumerate((*NAMES, *NAMES_MORE), 1)
    ]
    return Sheet(tuple(lines))


def form(**more: str) -> dict[str, str]:
    """Return the same sheet as a form."""
    fields = {column.value: cell for column, cell in zip(Column, BOOKS, strict=False)}
    for n, name in enumerate((*NAMES, *NAMES_MORE), 1):
        at = f"members-{n}-"
        fields |= {f"{at}number": str(n), f"{at}name": name, f"{at}savings": "20"}
    fields |= {"members-13-number": "13", "members-13-name": "", "loans-1-number": ""}
    fields |= {f"day-{n}": f"2026-07-{n + 10}" for n in range(1, 13)}
    return fields | more


async def test_the_sheet_goes_from_the_phone_to_the_books(old: Old) -> None:
    wrong = changed(sheet(), SheetPart.MEMBERS, 5, Column.SAVINGS, "20,0")
    status, faults = await old.hand_in(wrong)
    assert (status, "row 5" in faults, "“20,0” is not an amount" in faults) == (200, True, True)

    status, waits = await old.hand_in(sheet())
    assert (status, "It balances." in waits, "Take it back" in waits) == (200, True, True)
    rows = await old.world.read(
        lambda tx: tx.rows("SELECT id FROM second_person WHERE kind = 'cutoff'")
    )
    await old.world.decide("Meena", rows[-1][0])
    assert await old.world.read(select_opening, old.group.id) is not None
    again = await old.see()
    assert ("were taken over" in again, "Hand it in anew" in again) == (True, True)


async def test_who_decides_sees_it_with_the_others_and_may_look_at_all_of_it(old: Old) -> None:
    await old.hand_in(sheet())
    await old.world.speaks("Meena", "en")
    hers = Old(old.world, old.group, await old.world.open("Meena"))

    assert "Look at the whole sheet" in await hers.see("waiting")
    assert "Compare it with your own books" in await hers.see()


async def test_who_decides_sees_the_interest_of_each_loan(old: Old) -> None:
    lent_day = "2026-06-26"
    loans = [
        line_of(SheetPart.LOANS, 3, "1", "own", "trade", "30", lent_day, "20", "3", "1.5", "", ""),
        line_of(SheetPart.LOANS, 4, "2", "own", "trade", "30", lent_day, "20", "3", "", "", ""),
    ]
    lent = changed(sheet(), SheetPart.GROUP, 4, Column.CASH, "200")
    await old.hand_in(Sheet((*lent.lines, *loans)))
    await old.world.speaks("Meena", "en")
    hers = await Old(old.world, old.group, await old.world.open("Meena")).see()

    assert ("Interest, % a month: 1.5" in hers, hers.count("Interest as your rules say")) == (
        *(True, 1),
    )


async def test_who_decides_sees_what_was_left_empty(old: Old) -> None:
    loan = {"number": "2", "lent": "40", "lent_day": "2026-01-02", "left": "20", "months": "2"}
    fields = {f"loans-1-{name}": text for name, text in loan.items()} | {"loans-1-purpose": "trade"}
    interest = {"loans-1-percent": "18", "loans-1-rate_for": "year"}
    await old.send("opening/form", **form(cash="220", bank="", **fields, **interest))
    await old.world.speaks("Meena", "en")
    hers = await Old(old.world, old.group, await old.world.open("Meena")).see()

    assert "Left empty on the sheet; this is assumed" in hers
    assert "Interest, % a month: 1.5" in hers
    assert [
        words for words in ("At the bank", "number 2", "Member since") if words not in hers
    ] == []


async def test_a_text_of_another_program_is_to_be_saved_anew(old: Old) -> None:
    data = FormData()
    data.add_field("sheet", BytesIO(b"1;Sunita"), filename="Old.CSV")
    headers = {"X-Fragment": "1", "Authorization": f"Bearer {old.token}"}
    async with old.world.client.post(
        f"{old.world.base}/app/opening", headers=headers, data=data
    ) as answer:
        assert (answer.status, "save it as an Excel file" in await answer.text()) == (409, True)


async def test_a_form_does_the_same(old: Old) -> None:
    marks = "P " * 11 + "A"
    status, said = await old.send("opening/form", **form(**{"marks-1": marks}))

    assert (status, "It balances." in said, "12 marks of the last meetings" in said) == (
        *(200, True, True),
    )


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        ("P " * 12, "12 marks of the last meetings"),
        (". ? " + "P " * 10, "10 marks of the last meetings"),
        ("P", "There is 1 letter"),
        ("P " * 11, "There are 11 letters"),
        ("P " * 13, "Only the last 12 meetings"),
        ("P " * 11 + "X", "“X” is not one of the letters"),
    ],
)
async def test_marks_of_a_form_are_one_for_each_meeting(old: Old, marks: str, words: str) -> None:
    _, said = await old.send("opening/form", **form(**{"marks-2": marks}))

    assert words in said


async def test_a_loan_of_which_only_the_number_is_told_is_no_empty_row(old: Old) -> None:
    _, said = await old.send("opening/form", **form(**{"loans-1-number": "2"}))

    assert "Loans, row 1 · Loan handed over" in said


async def test_who_decides_sees_each_fund_and_what_is_known_of_the_past(old: Old) -> None:
    changes = {"cash": "300", "social": "10", "dsc-grant": "70", "earned": "-20"}
    past = {"number": "2", "lent": "40", "lent_day": "2026-01-02", "repaid_day": "2026-06-26"}
    loan = {f"loans-1-{name}": text for name, text in past.items()}
    await old.send("opening/form", **form(**changes, **loan, **{"marks-2": "P " * 12}))
    await old.world.speaks("Meena", "en")
    hers = await Old(old.world, old.group, await old.world.open("Meena")).see()

    for words in (
        "DSC fund received",
        "Social fund",
        "came to 12, saved in 12",
        "paid back in full",
    ):
        assert words in hers


async def test_what_was_filled_in_stays_where_something_is_wrong(old: Old) -> None:
    _, said = await old.send("opening/form", **form(cash="230"))

    assert ("It does not balance." in said, 'name="cash" value="230"' in said) == (True, True)


async def test_the_form_names_who_is_here(old: Old) -> None:
    assert 'value="Phoolmati Maurya"' in await old.see("opening/form")


async def test_another_file_is_refused_and_so_is_none(old: Old) -> None:
    status, said = await old.send("opening", sheet="not a file")

    assert (status, "This is not the sheet" in said) == (409, True)
    for body, words in ((b"PK", "This is not the sheet"), (b"x" * 1_100_000, "too large")):
        status, said = await old.upload(body)
        assert (status, words in said) == (409, True)


async def test_the_empty_sheet_comes_by_the_bot(old: Old) -> None:
    _, said = await old.send("opening/send", language="hi")
    await old.world.write(lambda tx: tx.run("UPDATE telegram_accounts SET reachable = 0"))
    _, unsaid = await old.send("opening/send", language="xx")

    assert ("The bot sends you the sheet" in said, "cannot write to you" in unsaid) == (True, True)


async def test_old_books_are_asked_for_until_the_group_has_met_here(old: Old) -> None:
    before = await old.see("standing")
    old.world.at = FIRST_FRIDAY
    await old.world.hold(old.group, "Sunita")

    assert "The group has old books on paper" in before
    assert "has held a meeting here already" in await old.see()
