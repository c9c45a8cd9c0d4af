"""Whom the facilitator froze stays frozen, however she leaves and comes back."""

import pytest

from groups.founding.acts import founding
from groups.joining.acts import joining, joining_chats, leaving
from groups.people.model.people import MemberState
from groups.people.model.refusals import AlreadyDecided
from groups.people.store.members import select_member
from tests.groups.claiming import ended, pending_id, waiting_id
from tests.groups.hamlet import CHAT, Hamlet
from tests.groups.joining.test_joining import comes_back


@pytest.mark.both_engines
@pytest.mark.parametrize("way", ["leaves", "takes her consent back", "undoes it"])
async def test_whom_the_facilitator_froze_no_office_bearer_thaws(hamlet: Hamlet, way: str) -> None:
    head = await hamlet.head()
    group = await hamlet.found()
    group = await hamlet.write(founding.admit, head, group.id, at=hamlet.at())
    await hamlet.joined("Sunita", group)
    meena_id, meena = await hamlet.joined("Meena", group), await hamlet.meet("Meena")
    await hamlet.write(joining.freeze, head, meena_id, new_id=hamlet.new_id, at=hamlet.at())
    for _ in range(2):  # a second time she does not get round it either
        if way == "leaves":
            await comes_back(hamlet, group)
        else:
            await hamlet.write(
                leaving.withdraw, meena, group.id, new_id=hamlet.new_id, at=hamlet.at()
            )
            if way == "undoes it":
                await ended(hamlet, "Meena", await pending_id(hamlet), stops=True)
            else:
                await hamlet.join("Meena", group)
        await hamlet.decide("Sunita", await waiting_id(hamlet))
    member = await hamlet.read(select_member, meena_id)

    assert member is not None
    assert member.state is MemberState.FROZEN
    assert await hamlet.told("you_are_frozen") == ["Meena", "Meena", "Meena"]


async def test_who_waits_is_not_frozen(hamlet: Hamlet) -> None:
    head = await hamlet.head()
    group = await hamlet.found()
    group = await hamlet.write(founding.admit, head, group.id, at=hamlet.at())
    waiting = await hamlet.join("Meena", group, is_in_chat=None)

    with pytest.raises(AlreadyDecided):
        await hamlet.write(
            joining.freeze, head, waiting.member.id, new_id=hamlet.new_id, at=hamlet.at()
        )


async def test_telegram_is_asked_about_the_chat_that_she_joins_alone(hamlet: Hamlet) -> None:
    group = await hamlet.found()
    rani = await hamlet.meet("Rani")
    before = await hamlet.read(joining_chats.chat_being_joined, hamlet.telegram_id("Rani"))
    await hamlet.write(joining.ask, rani, group.start_token, is_in_chat=True, at=hamlet.at())
    joins = await hamlet.read(joining_chats.chat_being_joined, hamlet.telegram_id("Rani"))

    assert (before, joins) == (None, CHAT)
