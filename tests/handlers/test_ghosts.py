"""A ghost is added, confirmed and given a phone over the wire; she decides nothing."""

import pytest

from groups.people.effects.records import record_role
from groups.people.model.people import Role
from groups.people.store.roles import RoleAct
from storage.tx import Tx
from tests.handlers import people
from tests.handlers.conftest import START, House
from tests.handlers.people import GROUP, KAMLA, MEENA, SUNITA
from tests.handlers.stories import living_group
from tests.handlers.test_joining_records import code_for

# The answers on the wire do not depend on the engine.
pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

NO_SAY = "Nothing was recorded. You vote, give your word and confirm for others once"


def _keeps_the_books(tx: Tx) -> None:
    """Make Meena secretary."""
    [(member_id, group_id)] = tx.rows("SELECT id, group_id FROM members WHERE number = 2")
    given = RoleAct("secretary", group_id, member_id, Role.SECRETARY, "given", "clock", None)
    record_role(tx, given, at=START)


async def ghost(house: House) -> None:
    """Let Sunita add Ghost One, her friend Meena confirm her, and Kamla's phone claim her."""
    await living_group(house, MEENA)
    await house.database.write(_keeps_the_books)
    await house.comes(people.message(SUNITA, "/add"), people.message(SUNITA, "Ghost One"))
    await house.presses(MEENA, "Yes, that is right")
    code = await code_for(house, "Ghost One", "She has a phone now")
    await house.comes(people.message(KAMLA, code))
    await house.presses(MEENA, "Yes, that is right")


async def test_the_group_reads_of_her_before_she_is_confirmed(house: House) -> None:
    await living_group(house, MEENA)

    await house.comes(people.message(SUNITA, "/add"), people.message(SUNITA, "Ghost One"))

    assert house.wire.texts_to(GROUP)[-1].startswith("Sunita has written down <b>Ghost One</b>")


async def test_a_ghost_with_a_phone_gives_no_word(house: House) -> None:
    await ghost(house)
    await house.comes(people.message(SUNITA, "/vouch", GROUP))

    await house.presses(KAMLA, "2 · Meena", GROUP)

    assert house.alerts[-1].startswith(NO_SAY)


async def test_a_ghost_with_a_phone_confirms_nobody(house: House) -> None:
    await ghost(house)
    await house.comes(people.message(SUNITA, "/add"), people.message(SUNITA, "Ghost Two"))
    asked = house.wire.button(MEENA, "Yes, that is right")

    await house.comes(people.tap(KAMLA, asked))

    assert "Ghost Two" not in str(house.wire.texts_to(KAMLA))
    assert house.alerts[-1].startswith(NO_SAY)
