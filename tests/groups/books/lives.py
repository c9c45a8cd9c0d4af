"""Short lives of a group whose books are reckoned by hand, in test_figures and test_lines.

₹3,000 is lent for six months at 2 % a month on 20 November 2026, in instalments of ₹536 and ₹535 by
turns: the first of ₹60 interest and ₹476 principal, the second of ₹50 and ₹485.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from typing import Final

from groups.funds import acts as funds
from groups.funds.model.sharing import Basis, Payout
from groups.lending.model.changes import LetOff, Said, Spread
from groups.registers.model.money import Code, MoneyKind, MoneyLine
from storage.database import Database
from tests.groups.correcting import correct
from tests.groups.lenders import Lenders, lenders, pays
from tests.groups.lending.test_loan_changes import change, confirm
from tests.groups.sisters import after
from tests.groups.ticking import tick

Life = Callable[[Database], Awaitable[Lenders]]
DECEMBER: Final = (date(2026, 12, 1), date(2026, 12, 31))
JANUARY: Final = (date(2027, 1, 1), date(2027, 1, 31))
FEBRUARY: Final = (date(2027, 2, 1), date(2027, 2, 10))
WHOLE: Final = (date(2026, 11, 1), date(2027, 2, 10))


async def put_right_in_february(database: Database) -> Lenders:
    """On 25 December she paid ₹536, on 22 January ₹535; on 5 February the first is put to ₹300."""
    group = await lenders(database)
    loan = await group.handed_over()
    first = await group.meet(after(35), pays(loan, 536_00))
    await group.meet(after(63), pays(loan, 535_00))
    await group.correct(first, pays(loan, 300_00), at=after(77))
    return group


async def put_right_twice(database: Database) -> Lenders:
    """The same; on 6 February the first is put to ₹400 after all."""
    group = await lenders(database)
    loan = await group.handed_over()
    first = await group.meet(after(35), pays(loan, 536_00))
    await group.meet(after(63), pays(loan, 535_00))
    await group.correct(first, pays(loan, 300_00), at=after(77))
    await group.correct(first, pays(loan, 400_00), at=after(78))
    return group


async def closed_early(database: Database) -> Lenders:
    """On 4 December she closes the loan with ₹3,060; the period ends on the 20th."""
    group = await lenders(database)
    loan = await group.handed_over()
    await group.meet(after(14), pays(loan, 3060_00))
    new_id = group.sisters.new_id
    await group.sisters.write(tick, "interest", new_id=new_id, at=after(70))
    return group


async def shared_in_cash(database: Database) -> Lenders:
    """On 4 December ₹120 of gifts are shared out in cash: ₹20 to each of six."""
    group = await lenders(database)
    await group.meet(after(14), MoneyLine(MoneyKind.RECEIPT, 120_00, code=Code.GIFT))
    return await _shared(group, Payout.PAID)


async def ended(database: Database) -> Lenders:
    """The same at the end of a cycle: each gets her savings of ₹1,000 and ₹20."""
    group = await lenders(database)
    await group.meet(after(14), MoneyLine(MoneyKind.RECEIPT, 120_00, code=Code.GIFT))
    return await _shared(group, Payout.ENDED)


async def _shared(group: Lenders, payout: Payout) -> Lenders:
    sisters = group.sisters
    whose = (sisters.actor(1), "g", payout, Basis.SAVINGS)
    asked = await sisters.write(funds.ask_share_out, *whose, new_id=sisters.new_id, at=after(14))
    await confirm(group, asked, at=after(14))
    return group


async def saving_taken_back(database: Database) -> Lenders:
    """On 4 December each saves ₹20; on 8 January it is put right: member 3 had not."""
    group = await lenders(database)
    sisters = group.sisters
    meeting = await sisters.open_meeting(after(14))
    await sisters.close(meeting, sisters.body(6000_00 + 120_00), after(14))
    await group.meet(after(28))
    less = replace(sisters.body(6000_00 + 100_00, paid={3: 0}))
    await correct(sisters, meeting, less, at=after(49))
    return group


async def let_off(database: Database) -> Lenders:
    """On 25 December she pays ₹536; then ₹100 are let off, and on 8 January the rest is lost."""
    group = await lenders(database)
    loan = await group.handed_over()
    meeting = await group.meet(after(35), pays(loan, 536_00))
    await change(group, loan, LetOff(0, 100_00), at=after(35))
    await change(group, loan, Said(meeting.id, 5, 0), by=0, second=1, at=after(49))
    return group


async def spread_anew(database: Database) -> Lenders:
    """On 25 December she pays ₹536, on 22 January ₹535; on 29 January the rest is spread anew."""
    group = await lenders(database)
    loan = await group.handed_over()
    await group.meet(after(35), pays(loan, 536_00))
    await group.meet(after(63), pays(loan, 535_00))
    await change(group, loan, Spread(3), at=after(70))
    return group


async def lost_and_found(database: Database) -> Lenders:
    """The same; on 15 January she pays ₹500 of what was lost: a receipt of the group."""
    group = await let_off(database)
    await group.meet(after(56), MoneyLine(MoneyKind.RECEIPT, 500_00, code=Code.OTHER_RECEIPT))
    return group
