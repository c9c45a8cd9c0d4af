"""Every act is in its group's chain, and the check finds every row changed by hand."""

from typing import LiteralString

import pytest

from groups.founding.acts import settings
from groups.joining.acts import joining
from groups.people.acts import persons as people
from groups.people.model.people import Role, Tie
from groups.programme.acts import facilitators
from groups.verifying.facts import DIGESTED
from ledger.verify import verify
from storage.tx import Tx
from tests.groups.hamlet import Hamlet

# As somebody with the database's password would change rows: first the trigger, then the row.
CHANGES: dict[str, tuple[LiteralString, LiteralString, LiteralString]] = {
    "member_acts": (
        "DROP TRIGGER member_acts_no_update",
        "ALTER TABLE member_acts DISABLE TRIGGER USER",
        "UPDATE member_acts SET act = 'confirmed' WHERE act = 'joined'",
    ),
    "group_acts": (
        "DROP TRIGGER group_acts_no_update",
        "ALTER TABLE group_acts DISABLE TRIGGER USER",
        "UPDATE group_acts SET by_id = 'another'",
    ),
    "consents": (
        "DROP TRIGGER consents_no_update",
        "ALTER TABLE consents DISABLE TRIGGER USER",
        "UPDATE consents SET notice = 'another'",
    ),
    "kinships": (
        "DROP TRIGGER kinships_no_update",
        "ALTER TABLE kinships DISABLE TRIGGER USER",
        "UPDATE kinships SET act = 'ended'",
    ),
    "roles": (
        "DROP TRIGGER roles_no_update",
        "ALTER TABLE roles DISABLE TRIGGER USER",
        "UPDATE roles SET act = 'taken'",
    ),
    "facilitators": (
        "DROP TRIGGER facilitators_no_update",
        "ALTER TABLE facilitators DISABLE TRIGGER USER",
        "UPDATE facilitators SET is_head = 0",
    ),
}


async def live(hamlet: Hamlet) -> None:
    """A head in the settings, a group, kin, an office, an added member, and one who left."""
    await hamlet.village("Meena")
    await hamlet.head()
    group = (await hamlet.add_bot()).group
    radha = await hamlet.join("Radha", group)
    others = radha.others
    await hamlet.write(
        joining.declare_tie,
        await hamlet.meet("Radha"),
        others[0].member_id,
        Tie.KIN,
        new_id=hamlet.new_id,
        at=hamlet.at(),
    )
    await hamlet.give_role(group, others[1].member_id, Role.TREASURER)
    added = await hamlet.add("Phoolmati", group)
    await hamlet.decide("Meena", added.request.id)
    sunita, meena = await hamlet.meet("Sunita"), await hamlet.meet("Meena")
    phoolmati = added.member.id
    await hamlet.write(people.correct_name, sunita, phoolmati, "Phoolmati Devi", at=hamlet.at())
    await hamlet.write(
        settings.change, sunita, group.id, name="Ujala", saving=30_00, at=hamlet.at()
    )
    head = await hamlet.meet("Asha")
    await hamlet.write(facilitators.take_over, head, group.id, at=hamlet.at())
    await hamlet.write(joining.leave, meena, new_id=hamlet.new_id, at=hamlet.at())


async def test_what_people_did_verifies(hamlet: Hamlet) -> None:
    await live(hamlet)

    async with hamlet.database.long_read() as read:
        assert (await verify(read, DIGESTED)).is_sound


async def test_of_a_change_stands_who_made_it_and_no_name(hamlet: Hamlet) -> None:
    await live(hamlet)
    group = (await hamlet.add_bot()).group
    rows = await hamlet.rows("SELECT act, subject, told FROM group_acts ORDER BY id")
    [set_up, (renamed, _, nothing), (agreed, of, agreed_json), (taken, by, _)] = rows
    founder = (await hamlet.meet("Sunita")).person_id

    assert set_up == ("set_up", founder, '{"role":"creator"}')
    assert (renamed, agreed, taken) == ("renamed", "agreed", "looked_after")
    assert (nothing, agreed_json) == ("{}", '{"name":true,"saving":3000}')
    assert (of, by) == (group.id, (await hamlet.meet("Asha")).person_id)


@pytest.mark.parametrize("table", CHANGES)
async def test_a_changed_row_is_found_by_its_table(hamlet: Hamlet, table: str) -> None:
    await live(hamlet)
    await hamlet.write(_change, table)

    async with hamlet.database.long_read() as read:
        verification = await verify(read, DIGESTED)

    assert {finding.table for finding in verification.findings} == {table}


def _change(tx: Tx, table: str) -> None:
    drop, disable, change = CHANGES[table]
    tx.run(drop if tx.engine == "sqlite" else disable)
    tx.run(change)
