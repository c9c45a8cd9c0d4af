"""Loans asked for now carry what rounding leaves over; loans that stand keep their schedule."""

from dataclasses import replace
from datetime import timedelta

import pytest

from groups.charter.acts import register_charter
from groups.lending.model.changes import Spread
from groups.loans.facts.loan_books import read_books
from groups.loans.model.loan import Loan, LoanState
from groups.loans.rules.outstanding import LoanBook, due_by
from groups.loans.store.loans import Agreed, insert_terms, select_loan, select_terms
from groups.verifying.facts import DIGESTED
from ledger.verify import verify
from storage.database import Database, open_database
from storage.tx import Tx
from tests.groups.lenders import ASKED, lenders, pays
from tests.groups.lending.test_loan_changes import change
from tests.groups.sisters import CHARTER, NOON, after
from tests.ledger.making import by_hand


async def test_a_loan_asked_for_now_carries_also_after_it_is_spread(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over()
    before = [line.amount // 100 for line in (await group.book(loan)).lines]
    await change(group, loan, Spread(3), at=after(35))

    book = await group.book(loan)
    assert before == [536, 535, 536, 535, 536, 535]
    assert book.terms.carries
    assert [line.principal // 100 for line in book.lines] == [980, 1001, 1019]
    assert await group.is_sound()


@pytest.mark.both_engines
async def test_a_loan_that_stands_keeps_its_schedule_and_its_digest(migrated_url: str) -> None:
    database = await open_database(migrated_url)
    group = await lenders(database)
    loan = await group.handed_over()
    stood = replace(loan.terms, carries=False)
    again = Agreed(2, NOON.date(), stood, "gm1", "gm2", "a reason")
    await group.sisters.write(insert_terms, loan, again, at=NOON + timedelta(hours=1))
    await database.close()
    by_hand(migrated_url, "UPDATE loan_terms SET carries = NULL WHERE version = 2")

    database = await open_database(migrated_url)
    book = await database.read(_newest, loan.id)
    async with database.long_read() as read:
        verified = await verify(read, DIGESTED)
    await database.close()

    assert [line.amount // 100 for line in book.lines] == [536, 536, 536, 536, 536, 533]
    assert verified.findings == []


async def test_a_small_weekly_loan_is_paid_back_with_its_interest(database: Database) -> None:
    group = await lenders(database)

    def agree(tx: Tx) -> None:
        text = CHARTER.read_text().replace('rhythm = "monthly"', 'rhythm = "weekly"')
        version = register_charter(tx, text.replace('version = "', 'version = "weekly-'), NOON)
        tx.run("UPDATE groups SET charter = :version", version=version)

    await group.sisters.write(agree)
    loan = await group.handed_over(asked=replace(ASKED, amount=100_00, months=3))
    paid: list[int] = []
    for week in range(1, 14):
        due_now = due_by(await group.book(loan), after(7 * week).date(), lambda day: day)
        paid.append(due_now.amount // 100)
        await group.meet(after(7 * week), pays(loan, due_now.amount))

    assert paid == [8, 8, 8, 8, 8, 8, 8, 8, 7, 8, 8, 8, 8]
    assert await group.state(loan) is LoanState.REPAID
    assert (await group.balances())["interest-income"] == 3_00
    assert await group.is_sound()


def _newest(tx: Tx, loan_id: str) -> LoanBook:
    loan: Loan | None = select_loan(tx, loan_id)
    assert loan is not None
    return read_books(tx, loan, select_terms(tx, loan_id))[-1]
