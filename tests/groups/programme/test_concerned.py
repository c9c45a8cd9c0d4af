"""Nobody moderates a group that she founded, is in, or has declared kin in."""

import pytest

from groups.approvals.model import RequestState
from groups.disputes import acts as disputes
from groups.founding.acts import founding
from groups.joining.acts import joining, merging
from groups.people.acts import own_kin
from groups.people.acts.persons import actor_roles_in
from groups.people.facts.moderators import groups_that_nobody_may_moderate, moderators_of
from groups.people.model.group import Group, GroupState
from groups.people.model.people import Actor, Tie
from groups.people.model.refusals import ConcernedHerself, NotFound, NotYours
from groups.people.rules.rights import moderates
from groups.people.store.groups import select_group
from groups.programme.acts import facilitators
from groups.programme.acts.her_groups import groups_of_facilitator
from tests.groups.hamlet import Hamlet

OTHER_CHAT = -200


async def heads(hamlet: Hamlet, *names: str) -> list[Actor]:
    """Make these the heads."""
    actors = [await hamlet.meet(name) for name in names]
    ids = [5000 + at for at, name in enumerate(hamlet.names()) if name in names]
    await hamlet.write(facilitators.appoint_heads, ids, new_id=hamlet.new_id, at=hamlet.at())
    return actors


async def moderating(hamlet: Hamlet, group: Group) -> list[str]:
    """Return the names of those who may moderate the group now."""
    now = await hamlet.read(select_group, group.id)
    assert now is not None
    able = await hamlet.read(moderators_of, now)
    asked = {name: await hamlet.meet(name) for name in hamlet.names()}
    names = sorted(name for name, actor in asked.items() if actor.person_id in able)
    roles = {name: await hamlet.read(actor_roles_in, it, group.id) for name, it in asked.items()}
    assert names == sorted(name for name, hers in roles.items() if moderates(hers))
    return names


async def waits(hamlet: Hamlet) -> tuple[str, ...]:
    waiting = await hamlet.read(groups_that_nobody_may_moderate)
    assert await hamlet.read(facilitators.count_groups_without_moderator) == len(waiting)
    return waiting


# --- admission ------------------------------------------------------------------------------------


async def test_a_facilitator_who_founds_a_group_does_not_admit_it(hamlet: Hamlet) -> None:
    asha, _ = await heads(hamlet, "Asha", "Bina")
    group = await hamlet.found(by="Asha")
    for act in (founding.admit, founding.refuse_group):
        with pytest.raises(ConcernedHerself):
            await hamlet.write(act, asha, group.id, at=hamlet.at())

    assert group.state is GroupState.WAITING
    assert await hamlet.told("admit_group") == ["Bina"]


async def test_another_admits_it_and_looks_after_it(hamlet: Hamlet) -> None:
    _, bina = await heads(hamlet, "Asha", "Bina")
    group = await hamlet.admitted(to="Bina", by="Asha")
    await hamlet.joined("Asha", group)

    assert (group.state, group.facilitator_id) == (GroupState.ACTIVE, bina.person_id)
    assert await moderating(hamlet, group) == ["Bina"]


async def test_it_waits_where_there_is_no_other(hamlet: Hamlet) -> None:
    await hamlet.head()
    group = await hamlet.found(by="Asha")
    before = await hamlet.read(founding.is_admissible, group), await waits(hamlet)
    await hamlet.name("Bina")

    assert before == (False, (group.id,))
    assert (await hamlet.read(founding.is_admissible, group), await waits(hamlet)) == (True, ())


async def test_a_group_that_she_may_not_admit_is_not_in_her_list(hamlet: Hamlet) -> None:
    asha, bina = await heads(hamlet, "Asha", "Bina")
    group = await hamlet.found(by="Asha")

    assert await hamlet.read(groups_of_facilitator, asha) == ()
    assert [it.id for it in await hamlet.read(groups_of_facilitator, bina)] == [group.id]


async def test_without_facilitators_a_group_that_still_waits_is_counted(hamlet: Hamlet) -> None:
    await hamlet.head()
    group = await hamlet.found()
    begun = await hamlet.found(by="Kusum", chat_id=OTHER_CHAT)
    await hamlet.write(founding.admit, await hamlet.meet("Asha"), begun.id, at=hamlet.at())
    before = await waits(hamlet)
    await heads(hamlet)

    assert (before, await waits(hamlet)) == ((), (group.id,))


# --- who stands in --------------------------------------------------------------------------------


async def test_a_facilitator_who_joins_her_group_gives_it_up_to_the_heads(hamlet: Hamlet) -> None:
    await heads(hamlet, "Asha", "Dhara")
    await hamlet.name("Bina")
    await hamlet.name("Chaya")
    group = await hamlet.admitted(to="Bina")
    before = await moderating(hamlet, group)
    await hamlet.joined("Bina", group)

    assert (before, await moderating(hamlet, group)) == (["Bina"], ["Asha", "Dhara"])


async def test_if_every_head_is_concerned_too_the_other_facilitators_stand_in(
    hamlet: Hamlet,
) -> None:
    await hamlet.head()
    await hamlet.name("Bina")
    chaya = await hamlet.name("Chaya")
    group = await hamlet.admitted(to="Bina")
    await hamlet.joined("Bina", group)
    await hamlet.joined("Asha", group)
    [brief] = await hamlet.read(groups_of_facilitator, chaya)

    assert await moderating(hamlet, group) == ["Chaya"]
    assert (brief.id, brief.is_left_alone) == (group.id, False)
    with pytest.raises(NotYours):
        await hamlet.write(facilitators.take_over, chaya, group.id, at=hamlet.at())


async def test_if_all_are_concerned_it_waits(hamlet: Hamlet) -> None:
    await hamlet.head()
    await hamlet.name("Bina")
    group = await hamlet.admitted(to="Bina")
    await hamlet.joined("Bina", group)
    await hamlet.joined("Asha", group)

    assert await moderating(hamlet, group) == []
    assert await waits(hamlet) == (group.id,)


async def test_a_head_who_is_not_concerned_takes_it_over(hamlet: Hamlet) -> None:
    asha, bina = await heads(hamlet, "Asha", "Bina")
    group = await hamlet.admitted(to="Bina")
    await hamlet.joined("Bina", group)
    [brief] = await hamlet.read(groups_of_facilitator, asha)
    with pytest.raises(ConcernedHerself):
        await hamlet.write(facilitators.take_over, bina, group.id, at=hamlet.at())
    taken = await hamlet.write(facilitators.take_over, asha, group.id, at=hamlet.at())

    assert (brief.id, brief.is_left_alone) == (group.id, True)
    assert (taken.facilitator_id, await moderating(hamlet, group)) == (asha.person_id, ["Asha"])
    assert await hamlet.read(groups_of_facilitator, bina) == ()


async def test_a_head_takes_no_group_over_in_which_she_is(hamlet: Hamlet) -> None:
    asha = await hamlet.head()
    await hamlet.name("Bina")
    group = await hamlet.admitted(to="Bina")
    await hamlet.joined("Asha", group)
    bina = await hamlet.meet("Bina")
    await hamlet.write(
        facilitators.dismiss_facilitator,
        asha,
        bina.person_id,
        new_id=hamlet.new_id,
        at=hamlet.at(),
    )
    with pytest.raises(ConcernedHerself):
        await hamlet.write(facilitators.take_over, asha, group.id, at=hamlet.at())

    assert await hamlet.read(groups_of_facilitator, asha) == ()
    assert await moderating(hamlet, group) == []
    assert await waits(hamlet) == (group.id,)


async def test_a_group_left_alone_waits_where_there_is_no_head(hamlet: Hamlet) -> None:
    asha = await hamlet.head()
    await hamlet.name("Bina")
    group = await hamlet.admitted(to="Asha")
    before = await waits(hamlet)
    await heads(hamlet)

    assert (asha.person_id, before) == (group.facilitator_id, ())
    assert await waits(hamlet) == (group.id,)


# --- what concerns her ----------------------------------------------------------------------------


async def test_whoever_left_is_concerned_still(hamlet: Hamlet) -> None:
    await heads(hamlet, "Asha", "Bina")
    group = await hamlet.admitted(to="Bina")
    await hamlet.joined("Bina", group)
    await hamlet.write(
        joining.leave, await hamlet.meet("Bina"), new_id=hamlet.new_id, at=hamlet.at()
    )

    assert await moderating(hamlet, group) == ["Asha"]


async def test_whoever_waits_to_be_confirmed_is_concerned_already(hamlet: Hamlet) -> None:
    await heads(hamlet, "Asha", "Bina")
    group = await hamlet.admitted(to="Bina")
    await hamlet.joined("Sunita", group)
    await hamlet.joined("Bina", group, is_in_chat=None)

    assert await moderating(hamlet, group) == ["Asha"]


async def test_kin_in_a_group_concern_her_wherever_they_were_declared(hamlet: Hamlet) -> None:
    """Bina and Radha are kin in one group; Radha leaves it and joins the one of Bina's."""
    await heads(hamlet, "Asha", "Bina")
    await _kin_of_bina(hamlet, Tie.KIN)
    group = await hamlet.found(chat_id=OTHER_CHAT)
    await hamlet.write(founding.admit, await hamlet.meet("Bina"), group.id, at=hamlet.at())
    before = await moderating(hamlet, group)
    await _moves_to(hamlet, group)

    assert (before, await moderating(hamlet, group)) == (["Bina"], ["Asha"])


@pytest.mark.parametrize("tie", Tie)
async def test_a_tie_that_is_ended_concerns_her_no_more(hamlet: Hamlet, tie: Tie) -> None:
    await heads(hamlet, "Asha", "Bina")
    radha_id = await _kin_of_bina(hamlet, tie)
    group = await hamlet.found(chat_id=OTHER_CHAT)
    bina = await hamlet.meet("Bina")
    await hamlet.write(founding.admit, bina, group.id, at=hamlet.at())
    await hamlet.write(joining.end_tie, bina, radha_id, tie, new_id=hamlet.new_id, at=hamlet.at())
    await _moves_to(hamlet, group)

    assert await moderating(hamlet, group) == ["Bina"]


async def _kin_of_bina(hamlet: Hamlet, tie: Tie) -> str:
    """Let Bina join a group of another facilitator, and name Radha there; she still joins."""
    group = await hamlet.admitted(to="Asha", by="Kusum")
    radha_id = await hamlet.joined("Radha", group)
    await hamlet.join("Bina", group)
    bina = await hamlet.meet("Bina")
    await hamlet.write(
        joining.declare_tie, bina, radha_id, tie, new_id=hamlet.new_id, at=hamlet.at()
    )
    return radha_id


async def _moves_to(hamlet: Hamlet, group: Group) -> None:
    radha = await hamlet.meet("Radha")
    await hamlet.write(joining.leave, radha, new_id=hamlet.new_id, at=hamlet.at())
    await hamlet.joined("Radha", group)


async def test_a_facilitator_says_that_a_member_is_her_kin(hamlet: Hamlet) -> None:
    _, bina = await heads(hamlet, "Asha", "Bina")
    group = await hamlet.admitted(to="Bina")
    radha_id = await hamlet.joined("Radha", group)
    before = await moderating(hamlet, group)
    asked = await hamlet.read(own_kin.to_tell, bina, radha_id)
    told = await hamlet.write(own_kin.tell, bina, radha_id, at=hamlet.at())
    with pytest.raises(ConcernedHerself):
        await hamlet.write(own_kin.tell, bina, radha_id, at=hamlet.at())

    assert (asked.name, told.member.name, told.has_other) == ("Radha", "Radha", True)
    assert (before, await moderating(hamlet, group)) == (["Bina"], ["Asha"])


async def test_the_kin_of_a_facilitator_concern_her_where_they_go(hamlet: Hamlet) -> None:
    _, bina = await heads(hamlet, "Asha", "Bina")
    first = await hamlet.admitted(to="Bina", by="Kusum")
    radha_id = await hamlet.joined("Radha", first)
    await hamlet.write(own_kin.tell, bina, radha_id, at=hamlet.at())
    second = await hamlet.found(chat_id=OTHER_CHAT)
    await hamlet.write(founding.admit, bina, second.id, at=hamlet.at())
    await _moves_to(hamlet, second)

    assert [await moderating(hamlet, it) for it in (first, second)] == [["Asha"], ["Asha"]]


async def test_only_who_looks_after_the_group_says_so(hamlet: Hamlet) -> None:
    await heads(hamlet, "Asha", "Bina")
    group = await hamlet.admitted(to="Bina")
    radha_id = await hamlet.joined("Radha", group)
    for name, refusal in (("Asha", NotYours), ("Radha", NotYours), ("Lali", NotFound)):
        with pytest.raises(refusal):
            await hamlet.write(own_kin.tell, await hamlet.meet(name), radha_id, at=hamlet.at())
    with pytest.raises(NotFound):
        await hamlet.write(own_kin.tell, await hamlet.meet("Bina"), "none", at=hamlet.at())

    assert await moderating(hamlet, group) == ["Bina"]


# --- what goes to whom ----------------------------------------------------------------------------


async def test_what_is_decided_in_her_group_is_read_by_another(hamlet: Hamlet) -> None:
    asha, bina = await heads(hamlet, "Asha", "Bina")
    group = await hamlet.admitted(to="Bina")
    await hamlet.joined("Bina", group)
    for look in (disputes.waiting, merging.records):
        with pytest.raises(ConcernedHerself):
            await hamlet.read(look, bina, group.id)
    seen = await hamlet.read(merging.records, asha, group.id)

    assert [it.name for it in seen] == ["Bina"]
    assert await hamlet.read(disputes.waiting, asha, group.id) == ()


async def test_a_request_that_no_member_can_confirm_reaches_the_one_who_stands_in(
    hamlet: Hamlet,
) -> None:
    await heads(hamlet, "Asha", "Bina")
    group = await hamlet.admitted(to="Bina")
    await hamlet.joined("Sunita", group)
    await _left(hamlet, "Bina", group)
    added = await hamlet.add("Phoolmati", group)
    with pytest.raises(ConcernedHerself):
        await hamlet.decide("Bina", added.request.id)
    decided = await hamlet.decide("Asha", added.request.id)

    assert await hamlet.told("confirm_member") == ["Asha"]
    assert decided.request.state is RequestState.CONFIRMED


async def test_with_nobody_to_stand_in_it_waits(hamlet: Hamlet) -> None:
    await hamlet.head("Bina")
    group = await hamlet.admitted(to="Bina")
    await hamlet.joined("Sunita", group)
    await _left(hamlet, "Bina", group)
    added = await hamlet.add("Phoolmati", group)
    before = await hamlet.told("confirm_member")
    await heads(hamlet, "Asha", "Bina")
    decided = await hamlet.decide("Asha", added.request.id)

    assert (before, decided.request.state) == ([], RequestState.CONFIRMED)


async def _left(hamlet: Hamlet, name: str, group: Group) -> None:
    """Let a person join and leave again."""
    await hamlet.joined(name, group)
    await hamlet.write(joining.leave, await hamlet.meet(name), new_id=hamlet.new_id, at=hamlet.at())
