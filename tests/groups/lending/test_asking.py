"""A loan asked for in one line or step by step, kept until it is sent."""

import pytest

from groups.lending.acts import asking
from groups.lending.model.asking import LoanAsking
from groups.loans.store.loans import select_loans_of_group
from groups.people.acts import dialogues
from groups.people.model.refusals import NotAMember, NotFound, NotYours
from storage.database import Database
from tests.groups.lenders import Lenders, lenders
from tests.groups.sisters import NOON

LINE = "500 6 a sewing machine"


async def begin(group: Lenders, n: int = 3, text: str = "") -> LoanAsking:
    sisters = group.sisters
    return await sisters.write(asking.begin, sisters.actor(n), sisters.group_id, text, at=NOON)


async def choose(group: Lenders, field: str, value: str, n: int = 3) -> LoanAsking:
    return await group.sisters.write(asking.choose, group.sisters.actor(n), field, value, at=NOON)


async def write(group: Lenders, words: str, n: int = 3) -> LoanAsking:
    sisters = group.sisters
    dialogue = await sisters.read(dialogues.current, sisters.actor(n))
    assert dialogue is not None
    return await sisters.write(asking.write, sisters.actor(n), dialogue, words, at=NOON)


async def test_she_is_asked_step_by_step(database: Database) -> None:
    group = await lenders(database)
    steps = [(await begin(group)).step, (await write(group, "500")).step]
    steps += [(await choose(group, "months", "6")).step]
    whole = await choose(group, "purpose", "tailoring")

    assert [*steps, whole.step] == ["amount", "months", "purpose", "check"]
    assert (whole.funds, whole.is_for_other) == (("own",), False)
    assert whole.preview is not None
    assert whole.outlook is not None
    assert whole.outlook.hers is not None


async def test_another_fund_that_has_money_may_be_chosen(database: Database) -> None:
    group = await lenders(database, grant=2000_00)
    await begin(group, text=LINE)
    found = await choose(group, "purpose", "tailoring")

    assert (found.step, found.funds) == ("fund", ("own", "dsc-grant"))


@pytest.mark.parametrize(
    ("text", "step", "is_unread"), [(LINE, "purpose", False), ("a cow", "amount", True)]
)
async def test_one_line_is_read_where_it_can_be(
    database: Database, text: str, step: str, is_unread: bool
) -> None:
    found = await begin(await lenders(database), text=text)

    assert (found.step, found.is_unread) == (step, is_unread)


async def test_a_question_is_answered_anew(database: Database) -> None:
    group = await lenders(database)
    await begin(group, text=LINE)
    found = await group.sisters.write(asking.change, group.sisters.actor(3), "amount", at=NOON)

    assert (found.step, found.answers["months"]) == ("amount", 6)


async def test_what_it_is_for_may_be_said_by_voice(database: Database) -> None:
    group = await lenders(database)
    her = group.sisters.actor(3)
    before = await group.sisters.write(asking.speak, her, "v0", at=NOON)
    await begin(group)
    found = await group.sisters.write(asking.speak, her, "v1", at=NOON)

    assert found is not None
    assert (before, found.answers["voice"]) == (None, "v1")


async def test_it_is_sent_when_it_is_whole(database: Database) -> None:
    group = await lenders(database)
    sisters, her = group.sisters, group.sisters.actor(3)
    await begin(group, text=LINE)
    early = await sisters.write(asking.send, her, new_id=sisters.new_id, at=NOON)
    await choose(group, "purpose", "tailoring")
    card = await sisters.write(asking.send, her, new_id=sisters.new_id, at=NOON)
    [loan] = await sisters.read(select_loans_of_group, sisters.group_id)

    assert isinstance(early, LoanAsking)
    assert isinstance(card, dict)
    assert (card["loan_id"], card["voted"]) == (loan.id, None)
    assert await sisters.read(dialogues.current, her) is None


async def test_an_office_bearer_asks_for_another(database: Database) -> None:
    group = await lenders(database)
    sisters = group.sisters
    found = await sisters.write(asking.begin_for, sisters.actor(1), sisters.member(4), at=NOON)

    assert (found.member.id, found.is_for_other) == (sisters.member(4), True)


async def test_nobody_else_asks_for_another(database: Database) -> None:
    sisters = (await lenders(database)).sisters

    with pytest.raises(NotYours):
        await sisters.write(asking.begin_for, sisters.actor(3), sisters.member(4), at=NOON)
    with pytest.raises(NotFound):
        await sisters.write(asking.begin_for, sisters.actor(1), "nobody", at=NOON)


async def test_who_is_no_member_asks_for_nothing(database: Database) -> None:
    with pytest.raises(NotAMember):
        await begin(await lenders(database), 0)


async def test_without_a_beginning_nothing_is_answered(database: Database) -> None:
    with pytest.raises(NotFound):
        await choose(await lenders(database), "months", "6")
