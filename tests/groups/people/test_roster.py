"""Who is in a group, which acts are offered for each member, and corrected names."""

import pytest

from groups.joining.acts import joining
from groups.people.acts import persons as people
from groups.people.acts import roster
from groups.people.model.dialogue import Dialogue
from groups.people.model.group import Group
from groups.people.model.people import Actor, Role, Tie
from groups.people.model.refusals import NotAMember, NotFound, NotYours
from groups.people.model.roster import MembersMays, RosterCard
from groups.people.store.dialogues import select_dialogue, upsert_dialogue
from tests.groups.hamlet import Hamlet


async def moderated(hamlet: Hamlet) -> tuple[Group, dict[str, str], Actor]:
    """A group of Sunita and Meena, and the head who set it up and is its facilitator."""
    head = await hamlet.head()
    group = await hamlet.admitted()
    ids = {name: await hamlet.joined(name, group) for name in ("Sunita", "Meena")}
    return group, ids, head


def mays(card: RosterCard) -> tuple[bool, bool, bool, bool]:
    return card.may_rename, card.may_freeze, card.may_thaw, card.may_ask_leaving


async def test_the_list_names_everybody_by_number(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    roster_page = await hamlet.read(roster.members, await hamlet.meet("Sunita"), group.id)

    assert ([one.name for one in roster_page.members], roster_page.may_add) == (
        ["Sunita", "Meena"],
        True,
    )


async def test_an_office_bearer_may_rename_but_not_let_rest(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village("Meena")
    card = await hamlet.read(roster.card, await hamlet.meet("Sunita"), ids["Meena"])

    assert mays(card) == (True, False, False, False)


async def test_for_one_without_a_phone_she_may_ask_that_she_leaves(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    added = await hamlet.add("Phoolmati", group)
    card = await hamlet.read(roster.card, await hamlet.meet("Sunita"), added.member.id)

    assert mays(card) == (True, False, False, True)


async def test_a_facilitator_lets_rest_whoever_does_not(hamlet: Hamlet) -> None:
    _, ids, head = await moderated(hamlet)
    before = await hamlet.read(roster.card, head, ids["Meena"])
    await hamlet.write(joining.freeze, head, ids["Meena"], new_id=hamlet.new_id, at=hamlet.at())
    after = await hamlet.read(roster.card, head, ids["Meena"])

    assert (mays(before), mays(after)) == (
        (True, True, False, False),
        (True, False, True, False),
    )


async def test_a_member_may_put_her_own_name_right_and_no_others(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village("Meena")
    meena = await hamlet.meet("Meena")
    cards = [await hamlet.read(roster.card, meena, ids[name]) for name in ("Meena", "Sunita")]

    assert [card.may_rename for card in cards] == [True, False]


async def test_who_has_left_has_no_card(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village("Meena")
    await hamlet.write(
        joining.leave, await hamlet.meet("Meena"), new_id=hamlet.new_id, at=hamlet.at()
    )

    with pytest.raises(NotFound):
        await hamlet.read(roster.card, await hamlet.meet("Sunita"), ids["Meena"])


async def test_a_stranger_finds_no_list(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()

    with pytest.raises(NotFound):
        await hamlet.read(roster.members, await hamlet.meet("Rani"), group.id)


async def test_she_whose_name_was_put_right_is_told_by_whom_and_once(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village("Meena")
    sunita = await hamlet.meet("Sunita")
    for _ in range(2):
        await hamlet.write(people.correct_name, sunita, ids["Meena"], "Meena Devi", at=hamlet.at())

    assert await hamlet.said("name_corrected") == [
        ("Meena", {"name": "Meena Devi", "by": "Sunita"})
    ]


async def test_who_puts_her_own_name_right_is_not_told(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village("Meena")
    meena = await hamlet.meet("Meena")
    await hamlet.write(people.correct_name, meena, ids["Meena"], "Meena Devi", at=hamlet.at())

    assert await hamlet.said("name_corrected") == []


async def test_an_old_done_ends_no_other_dialogue(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()
    sunita = await hamlet.meet("Sunita")
    other = Dialogue(sunita.person_id, "add_member", group.id, "name", {})
    await hamlet.write(upsert_dialogue, other, at=hamlet.at())
    await hamlet.write(joining.finish, sunita)

    assert await hamlet.read(select_dialogue, sunita.person_id) == other


async def test_who_was_put_out_of_the_chat_waits_when_she_joins(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()
    rani = await hamlet.meet("Rani")
    await hamlet.write(joining.ask, rani, group.start_token, is_in_chat=True, at=hamlet.at())

    assert (await hamlet.join("Rani", group, is_in_chat=False)).waits


async def test_who_set_the_group_up_waits_as_well(hamlet: Hamlet) -> None:
    group = await hamlet.found()

    assert (await hamlet.join("Sunita", group, is_in_chat=False)).waits


async def test_an_office_bearer_sees_the_kin_of_one_without_a_phone(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    added = await hamlet.add("Phoolmati", group)
    sunita = await hamlet.meet("Sunita")
    await hamlet.write(
        joining.declare_tie,
        sunita,
        ids["Meena"],
        Tie.KIN,
        of_member_id=added.member.id,
        new_id=hamlet.new_id,
        at=hamlet.at(),
    )
    [(_, asked)] = await hamlet.said("confirm_kinship")
    await hamlet.decide("Meena", asked["request_id"])
    her_ties = await hamlet.read(roster.ties, sunita, added.member.id)

    assert [one.name for one in her_ties.others] == ["Sunita", "Meena"]
    assert her_ties.tied == {(ids["Meena"], Tie.KIN)}


async def test_who_is_not_there_has_no_kin_to_tell_of(hamlet: Hamlet) -> None:
    await hamlet.village()

    with pytest.raises(NotFound):
        await hamlet.read(roster.ties, await hamlet.meet("Sunita"), "nobody")


async def test_the_page_tells_offices_and_what_may_be_changed(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    hers, others = [
        await hamlet.read(roster.members_page, await hamlet.meet(name), group.id)
        for name in ("Sunita", "Meena")
    ]

    assert [(it.member.name, it.roles) for it in hers.members] == [
        ("Sunita", (Role.PRESIDENT,)),
        ("Meena", ()),
    ]
    assert (hers.may, others.may) == (MembersMays(*4 * (True,)), MembersMays(*4 * (False,)))


async def test_who_may_not_correct_a_name_is_told_before_she_writes_it(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village("Meena")
    member = await hamlet.read(roster.to_rename, await hamlet.meet("Sunita"), ids["Meena"])

    assert member.name == "Meena"
    with pytest.raises(NotYours):
        await hamlet.read(roster.to_rename, await hamlet.meet("Meena"), ids["Sunita"])


async def test_who_waits_corrects_her_own_name_and_a_stranger_none(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    joined = await hamlet.join("Rani", group, is_in_chat=False)
    rani = await hamlet.meet("Rani")

    assert await hamlet.read(roster.to_rename, rani, joined.member.id) == joined.member
    with pytest.raises(NotAMember):
        await hamlet.read(roster.to_rename, rani, ids["Meena"])
    with pytest.raises(NotFound):
        await hamlet.read(roster.to_rename, rani, "no member")
