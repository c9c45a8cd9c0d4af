"""Loans in a meeting held by buttons: amounts due are proposed, the rest is asked."""

from datetime import timedelta

from groups.loans.effects.loans import record_loan, record_step
from groups.loans.model.loan import Loan, LoanState, LoanStep, Purpose
from groups.loans.model.terms import Rate, Terms
from groups.loans.store.loans import Agreed, Proposal, StepTaken, insert_terms
from groups.registers.model.money import LoanFund
from ledger.accounts import loan_principal, savings
from ledger.books import post
from ledger.model import Entry, Posting, Reason, paise
from storage.tx import Tx
from tests.handlers.conftest import START, House
from tests.handlers.people import KAMLA, MEENA, SUNITA
from tests.handlers.test_registers import opened


async def with_a_loan(house: House, number: int) -> None:
    """Write a loan of a member whose first instalment of ₹100 is due today."""

    def act(tx: Tx) -> None:
        [(member, group)] = tx.rows("SELECT id, group_id FROM members WHERE number = :n", n=number)
        began = START.date() - timedelta(40)
        terms = Terms(300_00, 3, Rate(0))
        words = ("2026-11.2", member, began, began)
        asked = ("l1", group, member, LoanFund.OWN, terms, Purpose.TRADE)
        loan = Loan(*asked, LoanState.PROPOSED, 0, *words)
        record_loan(tx, group, Proposal(loan), at=START)
        for step, state in (
            (LoanStep.CARRY_FINALLY, LoanState.APPROVED),
            (LoanStep.PAY_OUT, LoanState.PAID_OUT),
        ):
            record_step(tx, group, StepTaken(step, "l1", step, state, began, "clock"), at=START)
        insert_terms(tx, loan, Agreed(1, began, terms, "clock"), at=START)
        given = Posting(loan_principal(member, "l1"), savings(member), paise(300_00))
        post(tx, Entry("lent", group, Reason.OPENING, began, (given,), "clock"), at=START)

    await house.database.write(act)


async def test_by_buttons_whoever_came_pays_back_what_is_due(house: House) -> None:
    await opened(house, MEENA, KAMLA)
    await with_a_loan(house, 2)
    await house.presses(SUNITA, "count the cash")
    await house.presses(SUNITA, "As the books say")
    checked = house.wire.texts_to(SUNITA)[-1]
    await house.presses(SUNITA, "Close the meeting")

    paid = await house.database.read(lambda tx: tx.rows("SELECT kind, amount FROM register_money"))
    assert (paid, "pays back ₹100" in checked) == ([("repayment", 100_00)], True)
