"""A facilitator is proposed the records that may be of one woman."""

import pytest

from groups.joining.acts import joining, merging
from groups.people.model.people import Tie
from groups.people.model.refusals import NotFound
from tests.groups.hamlet import Hamlet
from tests.groups.joining.test_merging import looked_after, merge, two_of_dulari


@pytest.mark.both_engines
async def test_the_pair_is_proposed_and_gone_once_it_is_one(hamlet: Hamlet) -> None:
    group, ids = await two_of_dulari(hamlet)
    asha = await hamlet.meet("Asha")
    [pair] = await hamlet.read(merging.likely, asha)
    await merge(hamlet, ids["old"], ids["new"])

    assert {pair.one.member_id, pair.other.member_id} == {ids["old"], ids["new"]}
    assert await hamlet.read(merging.likely, asha) == ()
    assert len(await hamlet.read(merging.records, asha, group.id)) == 4


async def test_whoever_is_no_facilitator_is_proposed_nothing(hamlet: Hamlet) -> None:
    await two_of_dulari(hamlet)

    with pytest.raises(NotFound):
        await hamlet.read(merging.likely, await hamlet.meet("Sunita"))


async def test_kin_is_compared_by_name(hamlet: Hamlet) -> None:
    group, _ = await looked_after(hamlet, "Meena")
    await hamlet.join("Radha", group)
    [(meena,)] = await hamlet.rows("SELECT id FROM members WHERE number = 2")
    await hamlet.write(
        joining.declare_tie,
        await hamlet.meet("Radha"),
        meena,
        Tie.KIN,
        new_id=hamlet.new_id,
        at=hamlet.at(),
    )
    records = await hamlet.read(merging.records, await hamlet.meet("Asha"), group.id)

    assert {one.name: one.kin for one in records} == {
        "Sunita": frozenset(),
        "Meena": {"Radha"},
        "Radha": {"Meena"},
    }
