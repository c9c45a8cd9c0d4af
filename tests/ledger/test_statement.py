"""The statement of an account, page by page."""

import pytest

from ledger import accounts
from ledger.books import post
from ledger.model import Reason, paise, rupees
from ledger.statement import Statement, StatementLine, statement
from storage.database import Database
from storage.tx import Tx
from tests.ledger.making import AT, DAY, GROUP, saving, score, take_back

CASH = accounts.cash_box()


def five_savings(tx: Tx) -> None:
    """Let one member save ten, twenty, up to fifty rupees."""
    for n in range(1, 6):
        post(tx, saving(f"meeting:{n}", amount=rupees(10 * n)), at=AT)


async def test_an_account_that_never_moved_has_an_empty_statement(database: Database) -> None:
    assert await database.read(statement, GROUP, CASH, limit=5) == Statement(CASH, (), None)


async def test_a_line_tells_all_of_its_entry(database: Database) -> None:
    posted = await database.write(post, saving(memo="w1"), at=AT)
    name = accounts.savings("m1")

    page = await database.read(statement, GROUP, name, limit=5)

    assert page.lines == (
        StatementLine(
            entry_id=posted.entry_id,
            line=1,
            other=CASH,
            change=rupees(20),
            balance=rupees(20),
            key=saving().key,
            reason=Reason.SAVING,
            day=DAY,
            recorded_at=AT,
            by="m9",
            memo="w1",
            reverses=None,
            reversed_by=None,
        ),
    )


async def test_the_newest_line_ends_at_the_balance(database: Database) -> None:
    await database.write(five_savings)

    page = await database.read(statement, GROUP, CASH, limit=2)

    assert [line.balance for line in page.lines] == [rupees(150), rupees(100)]


@pytest.mark.parametrize("account", [CASH, accounts.savings("m1")])
async def test_pages_follow_each_other_without_gap(account: str, database: Database) -> None:
    await database.write(five_savings)
    changes, balances, before = [], [], None
    while True:
        page = await database.read(statement, GROUP, account, limit=2, before=before)
        changes += [line.change.minor for line in page.lines]
        balances += [line.balance.minor for line in page.lines]
        before = page.older
        if before is None:
            break

    assert changes == [5000, 4000, 3000, 2000, 1000]
    assert balances == [15000, 10000, 6000, 3000, 1000]


async def test_lines_of_one_entry_are_apart(database: Database) -> None:
    await database.write(post, score(), at=AT)

    first = await database.read(statement, GROUP, accounts.points_issued(), limit=1)
    second = await database.read(
        statement, GROUP, accounts.points_issued(), limit=1, before=first.older
    )

    assert [page.lines[0].change.minor for page in (first, second)] == [600, 500]
    assert second.older is None


async def test_a_reversal_and_what_it_undoes_name_each_other(database: Database) -> None:
    await database.write(post, saving(), at=AT)
    await database.write(take_back, saving().key)

    undoing, undone = (await database.read(statement, GROUP, CASH, limit=5)).lines

    assert (undoing.reverses, undone.reversed_by) == (undone.key, undoing.key)
    assert (undoing.change, undoing.balance) == (rupees(-20), paise(0))
