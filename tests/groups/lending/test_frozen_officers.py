"""A hand-over does not wait for a frozen office-bearer, because she cannot confirm it."""

from groups.people.model.people import MemberState, Role
from groups.people.store.roles import select_roles, select_roles_held
from storage.database import Database
from tests.groups.lenders import lenders


async def test_where_one_office_bearer_rests_the_word_of_the_other_is_enough(
    database: Database,
) -> None:
    group = await lenders(database)
    loan = await group.carried()
    await group.sisters.set_state(2, MemberState.FROZEN)

    assert await group.confirmed(loan, 3) == "officer"
    assert await group.confirmed(loan, 1) == ""


async def test_who_rests_keeps_her_office(database: Database) -> None:
    group = (await lenders(database)).sisters
    await group.set_state(2, MemberState.FROZEN)

    assert group.member(2) not in await group.read(select_roles, group.group_id)
    held = await group.read(select_roles_held, group.group_id)
    assert held[group.member(2)] == frozenset({Role.SECRETARY})


async def test_where_nobody_else_holds_an_office_the_loan_waits(database: Database) -> None:
    group = await lenders(database)
    loan = await group.carried()
    for officer in (1, 2):
        await group.sisters.set_state(officer, MemberState.FROZEN)
    assert await group.confirmed(loan, 3) == "office"

    await group.sisters.set_state(1, MemberState.ACTIVE)

    assert await group.confirmed(loan, 1) == ""
