"""Joining: notice, consent, age, number; adding a member without a phone."""

import asyncio

import pytest

from groups.founding.acts import founding
from groups.joining.acts import joining
from groups.joining.effects.memberships import join
from groups.joining.model import AlreadyMember, GroupFull, Joined, NoConsentYet, Notice, TooYoung
from groups.joining.rules.joining import NOTICE_VERSION
from groups.people.model.deed import Deed
from groups.people.model.group import Group
from groups.people.model.people import MemberState, Name, Role
from groups.people.model.refusals import (
    GroupNotReady,
    InAnotherGroup,
    NotAMember,
    NotFound,
)
from groups.people.store.roles import select_roles_of
from tests.groups.hamlet import Hamlet

# --- joining with a phone -----------------------------------------------------------------------


async def test_she_reads_the_notice_first(hamlet: Hamlet) -> None:
    group = await hamlet.found()
    rani = await hamlet.meet("Rani")
    answer = await hamlet.write(
        joining.ask, rani, group.start_token, is_in_chat=True, at=hamlet.at()
    )

    assert answer == Notice(group, NOTICE_VERSION, is_seen=True)


async def test_nothing_is_recorded_before_she_agrees_and_is_of_age(hamlet: Hamlet) -> None:
    group = await hamlet.found()
    rani = await hamlet.meet("Rani")
    await hamlet.write(joining.ask, rani, group.start_token, is_in_chat=True, at=hamlet.at())
    await hamlet.write(joining.agree, rani, group.id, hamlet.at())

    assert await hamlet.rows("SELECT id FROM members") == []


async def test_whoever_set_the_group_up_becomes_its_president(hamlet: Hamlet) -> None:
    group = await hamlet.found()
    joined = await hamlet.join("Sunita", group, is_in_chat=None)
    roles = await hamlet.read(select_roles_of, group.id, joined.member.id)

    assert (joined.member.number, joined.member.state, roles) == (
        1,
        MemberState.ACTIVE,
        frozenset({Role.PRESIDENT}),
    )


async def test_the_one_who_set_up_does_not_take_the_office_from_another(hamlet: Hamlet) -> None:
    group = await hamlet.found()
    meena = await hamlet.joined("Meena", group)
    await hamlet.give_role(group, meena, Role.PRESIDENT)
    sunita = await hamlet.joined("Sunita", group)

    assert await hamlet.read(select_roles_of, group.id, sunita) == frozenset()


async def test_numbers_follow_one_another_and_the_others_are_named(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    joined = await hamlet.join("Radha", group)

    assert (joined.member.number, joined.waits, joined.is_new, joined.others) == (
        3,
        False,
        True,
        (Name(ids["Sunita"], 1, "Sunita"), Name(ids["Meena"], 2, "Meena")),
    )


async def test_her_consent_is_kept_with_the_notice_she_read(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village()

    assert await hamlet.rows("SELECT member_id, act, notice, language, how FROM consents") == [
        (ids["Sunita"], "given", NOTICE_VERSION, "hi", "self")
    ]


async def test_the_group_hears_who_is_new(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village()

    assert await hamlet.said("member_joined") == [
        (None, {"member_id": ids["Sunita"], "number": 1, "name": "Sunita"})
    ]


async def test_joining_twice_is_joining_once(hamlet: Hamlet) -> None:
    group = await hamlet.found()
    first = await hamlet.join("Rani", group)
    again = await hamlet.write(
        joining.confirm_adult,
        await hamlet.meet("Rani"),
        group.id,
        True,
        new_id=hamlet.new_id,
        at=hamlet.at(),
    )

    assert (again.member.id, again.is_new) == (first.member.id, False)


async def test_a_member_who_taps_join_is_told_that_she_is_one(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()
    sunita = await hamlet.meet("Sunita")
    answer = await hamlet.write(
        joining.ask, sunita, group.start_token, is_in_chat=True, at=hamlet.at()
    )

    assert isinstance(answer, AlreadyMember)


async def test_the_young_are_refused(hamlet: Hamlet) -> None:
    group = await hamlet.found()
    rani = await hamlet.meet("Rani")
    await hamlet.write(joining.ask, rani, group.start_token, is_in_chat=True, at=hamlet.at())
    asked = await hamlet.write(joining.agree, rani, group.id, hamlet.at())

    with pytest.raises(TooYoung) as refusal:
        await hamlet.write(
            joining.confirm_adult, rani, group.id, False, new_id=hamlet.new_id, at=hamlet.at()
        )

    assert refusal.value == TooYoung(asked.age_min)


async def test_nobody_joins_without_agreeing(hamlet: Hamlet) -> None:
    group = await hamlet.found()
    rani = await hamlet.meet("Rani")
    await hamlet.write(joining.ask, rani, group.start_token, is_in_chat=True, at=hamlet.at())

    with pytest.raises(NoConsentYet):
        await hamlet.write(
            joining.confirm_adult, rani, group.id, True, new_id=hamlet.new_id, at=hamlet.at()
        )


async def test_a_stranger_cannot_agree_to_a_group_by_its_id(hamlet: Hamlet) -> None:
    group = await hamlet.found()

    with pytest.raises(NoConsentYet):
        await hamlet.write(joining.agree, await hamlet.meet("Rani"), group.id, hamlet.at())


async def test_agreeing_for_one_group_is_not_agreeing_for_another(hamlet: Hamlet) -> None:
    first = await hamlet.found()
    second = await hamlet.found(by="Meena", chat_id=-200)
    rani = await hamlet.meet("Rani")
    await hamlet.write(joining.ask, rani, first.start_token, is_in_chat=True, at=hamlet.at())

    with pytest.raises(NoConsentYet):
        await hamlet.write(joining.agree, rani, second.id, hamlet.at())


async def test_an_unknown_link_leads_nowhere(hamlet: Hamlet) -> None:
    with pytest.raises(NotFound):
        await hamlet.write(
            joining.ask, await hamlet.meet("Rani"), "no-such", is_in_chat=True, at=hamlet.at()
        )


async def test_a_group_that_waits_for_a_facilitator_takes_nobody(hamlet: Hamlet) -> None:
    await hamlet.head()
    group = await hamlet.found()

    with pytest.raises(GroupNotReady) as refusal:
        await hamlet.join("Rani", group)

    assert refusal.value == GroupNotReady("waiting")


async def test_one_group_a_person(hamlet: Hamlet) -> None:
    await hamlet.village()
    other = await hamlet.found(by="Rani", chat_id=-200)

    with pytest.raises(InAnotherGroup):
        await hamlet.join("Sunita", other)


async def test_one_group_a_person_also_at_the_last_tap(hamlet: Hamlet) -> None:
    first = await hamlet.found()
    second = await hamlet.found(by="Meena", chat_id=-200)
    rani = await hamlet.meet("Rani")
    await hamlet.joined("Rani", first)

    with pytest.raises(InAnotherGroup):
        await hamlet.write(
            joining.confirm_adult, rani, second.id, True, new_id=hamlet.new_id, at=hamlet.at()
        )


async def test_one_group_a_person_also_when_two_groups_take_her_at_once(hamlet: Hamlet) -> None:
    first = await hamlet.found()
    second = await hamlet.found(by="Meena", chat_id=-200)
    await hamlet.joined("Rani", first)
    rani = await hamlet.meet("Rani")

    with pytest.raises(InAnotherGroup):
        await hamlet.write(join, Deed(second, rani.person_id, hamlet.new_id, hamlet.at()))


async def test_the_twenty_first_is_refused(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()
    for n in range(2, 21):
        await hamlet.add(f"Bahan {n}", group)

    with pytest.raises(GroupFull) as refusal:
        await hamlet.join("Rani", group)

    assert refusal.value == GroupFull(20)


async def test_two_who_join_at_once_get_two_numbers(hamlet: Hamlet) -> None:
    group = await hamlet.found()
    await hamlet.meet("Rani")
    await hamlet.meet("Usha")
    joined = await asyncio.gather(*(hamlet.join(name, group) for name in ("Rani", "Usha")))

    assert sorted(one.member.number for one in joined) == [1, 2]


async def test_two_taps_at_once_make_one_member(hamlet: Hamlet) -> None:
    group = await hamlet.found()
    rani = await hamlet.meet("Rani")
    await hamlet.write(joining.ask, rani, group.start_token, is_in_chat=True, at=hamlet.at())
    await hamlet.write(joining.agree, rani, group.id, hamlet.at())
    joined = await asyncio.gather(
        *(
            hamlet.write(
                joining.confirm_adult, rani, group.id, True, new_id=hamlet.new_id, at=hamlet.at()
            )
            for _ in range(4)
        )
    )

    assert ({one.member.number for one in joined}, sum(one.is_new for one in joined)) == ({1}, 1)


async def test_who_was_never_seen_in_the_chat_waits_for_an_officer(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    joined = await hamlet.join("Rani", group, is_in_chat=None)

    assert (joined.waits, joined.member.state, await hamlet.told("confirm_member")) == (
        True,
        MemberState.WAITING,
        ["Sunita"],
    )


async def test_who_was_seen_in_the_chat_need_not_wait(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()
    rani = await hamlet.meet("Rani")
    await hamlet.write(founding.seen, group.id, rani.person_id)

    assert not (await hamlet.join("Rani", group, is_in_chat=None)).waits


async def comes_back(hamlet: Hamlet, group: Group) -> Joined:
    meena = await hamlet.meet("Meena")
    await hamlet.write(joining.leave, meena, new_id=hamlet.new_id, at=hamlet.at())
    return await hamlet.join("Meena", group)


async def test_who_comes_back_has_her_old_number_and_record(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    again = await comes_back(hamlet, group)
    acts = await hamlet.rows(
        "SELECT act FROM member_acts WHERE member_id = :id ORDER BY recorded_at", id=ids["Meena"]
    )

    assert (again.member.id, again.member.number, again.member.left_day, acts) == (
        ids["Meena"],
        2,
        None,
        [("joined",), ("left",), ("returned",)],
    )


async def test_who_comes_back_agrees_anew_and_what_she_said_before_stays(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    await comes_back(hamlet, group)
    consents = await hamlet.rows(
        "SELECT act FROM consents WHERE member_id = :id ORDER BY recorded_at", id=ids["Meena"]
    )

    assert consents == [("given",), ("withdrawn",), ("given",)]


async def test_the_group_hears_of_her_each_time(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    await comes_back(hamlet, group)
    said = [facts["name"] for _, facts in await hamlet.said("member_joined")]

    assert said == ["Sunita", "Meena", "Meena"]


@pytest.mark.both_engines
async def test_whose_membership_rested_when_she_left_waits_for_an_office_bearer(
    hamlet: Hamlet,
) -> None:
    head = await hamlet.head()
    group = await hamlet.found()
    group = await hamlet.write(founding.admit, head, group.id, at=hamlet.at())
    await hamlet.joined("Sunita", group)
    meena = await hamlet.joined("Meena", group)
    await hamlet.write(joining.freeze, head, meena, new_id=hamlet.new_id, at=hamlet.at())

    assert (await comes_back(hamlet, group)).waits


async def test_the_others_may_be_asked_for_again(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village("Meena")

    assert await hamlet.read(joining.others, await hamlet.meet("Meena")) == (
        Name(ids["Sunita"], 1, "Sunita"),
    )


async def test_who_is_in_no_group_has_no_others(hamlet: Hamlet) -> None:
    with pytest.raises(NotAMember):
        await hamlet.read(joining.others, await hamlet.meet("Rani"))
