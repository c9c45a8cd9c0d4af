"""Charters: stored word for word under their version."""

import pytest

from groups.charter.acts import OtherCharterStands, register_charter
from groups.charter.store import select_charter, select_charter_of_version
from tests.groups.hamlet import BEGIN, CHARTER, Hamlet


async def test_a_charter_is_registered_once(hamlet: Hamlet) -> None:
    versions = [await hamlet.write(register_charter, CHARTER, BEGIN) for _ in range(2)]

    assert (versions[0] == versions[1], len(await hamlet.rows("SELECT body FROM charters"))) == (
        True,
        1,
    )


async def test_other_words_under_a_standing_version_are_refused(hamlet: Hamlet) -> None:
    version = await hamlet.write(register_charter, CHARTER, BEGIN)

    with pytest.raises(OtherCharterStands) as refusal:
        await hamlet.write(register_charter, CHARTER + "\n# changed\n", BEGIN)

    assert refusal.value == OtherCharterStands(version)


async def test_a_group_lives_by_the_charter_it_began_with(hamlet: Hamlet) -> None:
    group = (await hamlet.add_bot()).group

    assert await hamlet.read(select_charter, group.id) == await hamlet.read(
        select_charter_of_version, group.charter
    )
