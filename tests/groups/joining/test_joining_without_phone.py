"""One member adds a woman without a phone; another confirms it."""

import pytest

from groups.joining.acts import joining, joining_chats
from groups.people.model.people import MemberState, Phone
from groups.people.model.refusals import BadAnswer, NotAMember, NotYours
from tests.groups.hamlet import CHAT, Hamlet

# --- without a phone ----------------------------------------------------------------------------


async def test_a_member_without_a_phone_waits_for_a_second_member(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena", "Radha")
    added = await hamlet.add("Phoolmati", group)

    assert (
        added.member.name,
        added.member.number,
        added.member.phone,
        added.member.state,
        await hamlet.told("confirm_member"),
    ) == ("Phoolmati", 4, Phone.NONE, MemberState.WAITING, ["Meena", "Radha"])


async def test_the_same_name_added_twice_is_added_once(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    first = await hamlet.add("Phoolmati", group)
    again = await hamlet.add(" Phoolmati ", group)

    assert (again.member, again.request.id, again.is_new) == (
        first.member,
        first.request.id,
        False,
    )


async def test_two_encodings_of_a_name_are_one_member(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    first = await hamlet.add("ल\u095cैती", group)
    again = [await hamlet.add(name, group) for name in ("लड\u093cैती", "लडै\u093cती\u200b")]

    assert [it.member for it in again] == [first.member] * 2
    assert first.member.name == "लड\u093cैती"


async def test_two_members_may_share_a_name_once_the_first_is_in(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    first = await hamlet.add("Phoolmati", group)
    await hamlet.decide("Meena", first.request.id)

    assert (await hamlet.add("Phoolmati", group)).member.number == 4


async def add_numbered(hamlet: Hamlet, group_id: str, number: int) -> int:
    added = await hamlet.write(
        joining.add_without_phone,
        await hamlet.meet("Sunita"),
        group_id,
        "Phoolmati",
        number,
        new_id=hamlet.new_id,
        at=hamlet.at(),
    )
    return added.member.number


async def test_she_may_keep_the_number_of_the_paper_books(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()

    assert await add_numbered(hamlet, group.id, 17) == 17


async def test_a_number_that_was_somebodys_is_never_given_again(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    meena = await hamlet.meet("Meena")
    await hamlet.write(joining.leave, meena, new_id=hamlet.new_id, at=hamlet.at())

    with pytest.raises(BadAnswer) as refusal:
        await add_numbered(hamlet, group.id, 2)

    assert refusal.value == BadAnswer("number")


async def test_a_member_does_not_add_another(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")

    with pytest.raises(NotYours) as refusal:
        await hamlet.add("Phoolmati", group, by="Meena")

    assert refusal.value == NotYours("office_bearer")


async def test_a_member_needs_a_name(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()

    with pytest.raises(BadAnswer) as refusal:
        await hamlet.add("   ", group)

    assert refusal.value == BadAnswer("name")


async def test_she_is_asked_for_a_name_where_she_may_add(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")

    assert (await hamlet.read(joining.to_add, await hamlet.meet("Sunita"))).id == group.id
    with pytest.raises(NotYours):
        await hamlet.read(joining.to_add, await hamlet.meet("Meena"))
    with pytest.raises(NotAMember):
        await hamlet.read(joining.to_add, await hamlet.meet("Rani"))


async def test_the_chat_of_a_link_is_known(hamlet: Hamlet) -> None:
    group = await hamlet.found()
    tokens = (group.start_token, "none")
    found = [await hamlet.read(joining_chats.chat_of_link, it) for it in tokens]

    assert found == [CHAT, None]
