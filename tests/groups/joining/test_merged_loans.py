"""Two records of one woman are merged: her loans move over, and stay hers after corrections."""

from groups.joining.acts import merging
from groups.lending.acts.pages import loan_page
from groups.loans.model.loan import Loan, LoanState
from groups.meetings.acts import meetings
from groups.registers.model.meeting import Meeting
from groups.registers.model.money import Code, MoneyKind, MoneyLine
from groups.verifying.acts import check_group
from ledger.findings import Fault, Finding
from storage.database import Database
from storage.tx import Tx
from tests.groups.claiming import merged_at_once, without_phone
from tests.groups.lenders import Lenders, lenders, pays
from tests.groups.lending.test_loan_changes import confirm
from tests.groups.sisters import after

PRINCIPAL = "loan:{}:{}:principal"


async def merged(group: Lenders, kept_number: int, gone: int) -> None:
    """Let the facilitator merge a second record (`gone`, without a phone) into `kept_number`."""
    sisters = group.sisters
    await sisters.write(without_phone, sisters.member(gone))
    await sisters.write(
        merged_at_once,
        sisters.actor(0),
        sisters.member(kept_number),
        sisters.member(gone),
        merging.MergeReason("I know her"),
        new_id=sisters.new_id,
        at=after(32),
    )


async def of_one_woman(database: Database) -> tuple[Lenders, Loan, Meeting]:
    """Member 6 has a loan, paid in part; her record is merged into member 5's."""
    group = await lenders(database)
    loan = await group.handed_over(6)
    meeting = await group.meet(after(31), pays(loan, 560_00))
    await merged(group, 5, 6)
    return group, await group.loan(loan), meeting


async def found(group: Lenders) -> list[Finding]:
    """Return the findings about loans; leave out those about members, who have no acts here."""
    every = await group.sisters.read(check_group, "g")
    return [one for one in every if one.table == "loan_states"]


async def put_right(group: Lenders, meeting: Meeting, days: float, *money: MoneyLine) -> None:
    """Correct a meeting, so many days after the first Friday."""
    sisters, at = group.sisters, after(days)
    asked = await sisters.write(
        meetings.ask_correction,
        sisters.actor(1),
        meeting.id,
        await group.body(meeting, money, at),
        "counted again",
        new_id=sisters.new_id,
        at=at,
    )
    await confirm(group, asked, at=at)


async def test_a_loan_goes_over_with_what_is_owed_of_it(database: Database) -> None:
    group, loan, _ = await of_one_woman(database)
    sisters = group.sisters

    balances = await group.balances()
    assert (loan.member_id, balances[PRINCIPAL.format("gm5", loan.id)]) == ("gm5", 2500_00)
    assert PRINCIPAL.format("gm6", loan.id) not in balances
    shown = await sisters.read(loan_page, sisters.actor(5), loan.id, at=after(33))
    assert (shown.line.is_hers, len(shown.moved)) == (True, 3)
    await group.meet(after(62), pays(loan, 2550_00))
    assert await group.state(loan) is LoanState.REPAID
    assert await group.is_sound()


async def test_what_is_put_right_before_goes_where_the_record_went(database: Database) -> None:
    group, loan, meeting = await of_one_woman(database)
    gift = MoneyLine(MoneyKind.RECEIPT, 10_00, code=Code.GIFT)

    await put_right(group, meeting, 40, pays(loan, 560_00), gift)
    same = await group.balances()
    await put_right(group, meeting, 41, pays(loan, 460_00), gift)

    balances = await group.balances()
    name = PRINCIPAL.format("gm5", loan.id)
    assert (same[name], balances[name]) == (2500_00, 2600_00)
    assert PRINCIPAL.format("gm6", loan.id) not in balances
    assert await group.is_sound()
    assert await found(group) == []


async def test_a_loan_under_another_name_is_found(database: Database) -> None:
    group, loan, _ = await of_one_woman(database)

    def forge(tx: Tx) -> None:
        tx.run("UPDATE loan_states SET member_id = 'gm1'")

    await group.sisters.write(forge)

    assert await found(group) == [Finding("loan_states", f"g/{loan.id}", Fault.KEPT_DIFFERS)]
