"""A loan with flat interest is closed early, by the rule that its charter has."""

import pytest

from groups.charter.acts import register_charter
from groups.loans.model.loan import LoanState
from groups.loans.model.refusals import PaysTooMuch
from groups.loans.store.loan_books import insert_payment
from groups.registers.model.money import Split
from storage.database import Database
from storage.tx import Tx
from tests.groups.lenders import Lenders, lenders, pays
from tests.groups.lending.test_loan_days import look
from tests.groups.lending.test_loans import refused
from tests.groups.sisters import CHARTER, NOON, after

BEGUN, WHOLE = "flat", "flat to the end"


async def flat(database: Database, rule: str) -> Lenders:
    """A group that lends with flat interest: ₹60 a month on ₹3,000, ₹360 in six months."""
    group = await lenders(database)

    def agree(tx: Tx) -> None:
        text = CHARTER.read_text().replace('"reducing balance"', f'"{rule}"')
        version = register_charter(tx, text.replace('version = "', 'version = "flat-'), NOON)
        tx.run("UPDATE groups SET charter = :version", version=version)

    await group.sisters.write(agree)
    return group


@pytest.mark.parametrize(("rule", "closes"), [(BEGUN, 3060_00), (WHOLE, 3300_00)])
async def test_a_flat_loan_closes_early_by_its_rule(
    database: Database, rule: str, closes: int
) -> None:
    group = await flat(database, rule)
    loan = await group.handed_over()
    await group.meet(after(35), pays(loan, 60_00))

    too_much = await refused(group.meet(after(42), pays(loan, closes + 1_00)))
    await group.meet(after(42), pays(loan, closes))
    await look(group, 100)

    balances = await group.balances()
    assert too_much == PaysTooMuch(closes)
    assert await group.state(loan) is LoanState.REPAID
    assert [name for name in balances if name.startswith("loan:")] == []
    assert balances["interest-income"] == closes - 3000_00 + 60_00
    assert await group.is_sound()


async def test_a_flat_loan_for_the_whole_term_owes_it_also_when_the_principal_is_paid(
    database: Database,
) -> None:
    group = await flat(database, WHOLE)
    loan = await group.handed_over()

    await group.meet(after(35), pays(loan, 3200_00))  # more than what is posted, not all of it

    assert await group.state(loan) is LoanState.PAID_OUT
    assert await refused(group.meet(after(42), pays(loan, 161_00))) == PaysTooMuch(160_00)
    await group.meet(after(42), pays(loan, 160_00))
    assert await group.state(loan) is LoanState.REPAID
    assert (await group.balances())["interest-income"] == 360_00
    assert await group.is_sound()


async def test_the_payment_that_closed_a_flat_loan_is_put_right(database: Database) -> None:
    group = await flat(database, BEGUN)
    loan = await group.handed_over()
    meeting = await group.meet(after(35), pays(loan, 3060_00))
    assert await group.state(loan) is LoanState.REPAID

    await group.correct(meeting, pays(loan, 560_00), at=after(70))
    await group.meet(after(71))

    assert await group.state(loan) is LoanState.PAID_OUT
    assert (await group.book(loan)).accrued == (60_00, 60_00)
    assert await group.is_sound()


async def test_a_flat_loan_without_principal_from_before_ends_with_the_next_meeting(
    database: Database,
) -> None:
    group = await flat(database, BEGUN)
    loan = await group.handed_over()
    meeting = await group.meet(after(35), pays(loan, 60_00))
    paid = Split(interest=60_00, principal=3000_00)
    await group.sisters.write(
        insert_payment, loan, (meeting.id, 2), after(35).date(), paid, at=after(36)
    )

    await group.meet(after(42))

    assert await group.state(loan) is LoanState.REPAID
