"""What a meeting's page proposes: repayments due, fines by the charter, hand-overs."""

from dataclasses import replace
from functools import partial

from groups.charter.acts import register_charter
from groups.lending.acts import loans
from groups.meetings.acts import meetings
from groups.registers.model.meeting import Mark, RegisterPage
from groups.registers.model.money import Code, HandOverReady, MoneyKind, MoneyLine
from groups.registers.rules.draft import paid_back
from storage.database import Database
from storage.tx import Tx
from tests.groups.hamlet import CHARTER
from tests.groups.lenders import ASKED, Lenders, hands, lenders, pays
from tests.groups.sisters import NOON, after

MONTH = 31


async def page(group: Lenders, days: float) -> RegisterPage:
    """Return the register of a meeting that opens after some days."""
    meeting = await group.sisters.open_meeting(after(days))
    return await shown(group, meeting.id, days)


async def shown(group: Lenders, meeting_id: str, days: float) -> RegisterPage:
    """Return a register as the president sees it."""
    asker = group.sisters.actor(1)
    return await group.sisters.read(meetings.register, asker, meeting_id, at=after(days))


def _follow(tx: Tx, group_id: str, charter: str) -> None:
    """Give a group another charter."""
    version = register_charter(tx, charter, NOON)
    tx.run("UPDATE groups SET charter = :version WHERE id = :id", version=version, id=group_id)


async def test_what_is_due_stands_ready_with_the_interest_up_to_the_day(
    database: Database,
) -> None:
    group = await lenders(database)
    loan = await group.handed_over(3)
    first = (await group.book(loan)).lines[0]

    [due] = (await page(group, MONTH)).repayments

    assert (due.loan_id, due.number, due.due, due.late) == (loan.id, 3, first.amount, 0)
    assert (due.most, due.paid) == (3000_00 + first.interest, None)


async def test_before_anything_is_due_a_loan_can_be_closed_all_the_same(
    database: Database,
) -> None:
    group = await lenders(database)
    await group.handed_over(3)

    [due] = (await page(group, 7)).repayments

    assert (due.due, due.most) == (0, 3000_00 + 60_00)


async def test_a_loan_handed_over_today_is_not_paid_back_today(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over(3)
    [meeting] = await group.sisters.read(
        meetings.list_meetings, group.sisters.actor(1), group.sisters.group_id
    )

    register_page = await shown(group, meeting.id, 1)

    whose = (loan.id, loan.member_id, 3, "Radha")
    assert register_page.repayments == ()
    assert [(it.loan_id, it.is_given) for it in register_page.hand_overs] == [(whose[0], True)]


async def test_a_fine_of_nothing_is_not_proposed(database: Database) -> None:
    group = await lenders(database)
    sisters = group.sisters
    text = CHARTER.replace("2026-11", "no-fine", 1).replace("late_rupees = 5", "late_rupees = 0")
    await sisters.write(_follow, sisters.group_id, text)

    assert {it.code for it in (await page(group, 0)).fines} == {Code.ABSENT}


async def test_every_mark_has_its_fine_and_what_is_late_one_more(database: Database) -> None:
    group = await lenders(database)
    await group.handed_over(3)

    fines = (await page(group, 2 * MONTH + 20)).fines

    assert [it.code for it in fines] == [*6 * [Code.ABSENT], *6 * [Code.LATE], Code.OVERDUE]
    assert ({it.amount for it in fines}, fines[-1].number) == ({5_00}, 3)


async def test_a_hand_over_says_whose_word_is_missing(database: Database) -> None:
    group = await lenders(database)
    loan = await group.carried(3)
    await group.confirmed(loan, 3)

    [hand_over] = (await page(group, 0)).hand_overs

    member = group.sisters.member(3)
    name = hand_over.name
    assert hand_over == HandOverReady(loan.id, member, 3, name, 3000_00, "officers")


async def test_a_closed_register_shows_what_was_paid_and_fined(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over(3)
    fine = MoneyLine(MoneyKind.FINE, 2_00, group.sisters.member(4), code=Code.LATE)
    meeting = await group.meet(after(MONTH), pays(loan, 300_00), fine)

    register_page = await shown(group, meeting.id, MONTH + 1)

    assert [it.paid for it in register_page.repayments] == [300_00]
    assert [(it.number, it.amount) for it in register_page.fines if it.is_confirmed] == [(4, 2_00)]


async def test_a_loan_that_this_meeting_closed_can_still_be_put_right(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over(3)
    meeting = await group.meet(after(7), pays(loan, 3060_00))

    register_page = await shown(group, meeting.id, 8)

    assert [(it.loan_id, it.paid) for it in register_page.repayments] == [(loan.id, 3060_00)]


async def test_a_loan_that_was_closed_before_is_not_asked_for(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over(3)
    await group.meet(after(7), pays(loan, 3060_00))

    assert (await page(group, 14)).repayments == ()


async def test_a_facilitators_loan_waits_for_its_day(database: Database) -> None:
    group = await lenders(database, saved=8000_00)
    asked = replace(ASKED, amount=12_000_00)
    loan = await group.carried(3, asked)
    act = partial(loans.decide, is_yes=True, reason="", new_id=group.sisters.new_id, at=NOON)
    await group.sisters.write(act, group.sisters.actor(0), loan.id)

    [hand_over] = (await page(group, 0)).hand_overs

    assert (hand_over.missing, hands(loan).amount) == ("cooling_off", 12_000_00)


async def test_the_minutes_tell_totals_by_kind_and_of_nobody(database: Database) -> None:
    group = await lenders(database)
    loan = await group.handed_over(3)
    fines = [
        MoneyLine(MoneyKind.FINE, 5_00, group.sisters.member(n), code=Code.LATE) for n in (4, 5)
    ]
    meeting = await group.meet(after(MONTH), pays(loan, 300_00), *fines)

    asker = group.sisters.actor(6)
    minutes = await group.sisters.read(meetings.minutes, asker, meeting.id)

    assert minutes.totals == {"repayment": 300_00, "fine": 10_00}


async def test_whoever_came_pays_what_is_due_where_exceptions_alone_are_tapped(
    database: Database,
) -> None:
    group = await lenders(database)
    loan = await group.handed_over(3)
    register_page = await page(group, MONTH)
    [line] = [it for it in register_page.lines if it.member_id == loan.member_id]
    others = tuple(it for it in register_page.lines if it != line)
    away = replace(register_page, lines=(*others, replace(line, mark=Mark.ABSENT)))

    assert paid_back(register_page) == (pays(loan, register_page.repayments[0].due),)
    assert paid_back(away) == ()
