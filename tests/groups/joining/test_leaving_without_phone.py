"""A member without a phone leaves: an office-bearer asks; a second person confirms her wish."""

import pytest

from groups.approvals.model import Asked, RequestState, SecondPersonNeeded
from groups.approvals.store import select_request
from groups.joining.acts import leaving
from groups.joining.model import LeavesHerself
from groups.people.model.people import MemberState
from groups.people.model.refusals import AlreadyDecided, NotFound, NotYours
from groups.people.store.members import select_member, update_member_state
from tests.groups.claiming import waiting_id
from tests.groups.hamlet import Hamlet
from tests.groups.joining.test_moves import with_facilitator


async def ask(hamlet: Hamlet, member_id: str, by: str = "Sunita") -> Asked:
    return await hamlet.write(
        leaving.ask, await hamlet.meet(by), member_id, new_id=hamlet.new_id, at=hamlet.at()
    )


async def phoolmati(hamlet: Hamlet) -> str:
    """Return the id of a member without a phone, in a group with Meena and Radha."""
    group, _ = await hamlet.village("Meena", "Radha")
    added = await hamlet.add("Phoolmati", group)
    await hamlet.decide("Meena", added.request.id)
    return added.member.id


async def state_of(hamlet: Hamlet, member_id: str) -> MemberState:
    member = await hamlet.read(select_member, member_id)
    assert member is not None
    return member.state


async def test_she_leaves_when_a_second_person_heard_her(hamlet: Hamlet) -> None:
    member_id = await phoolmati(hamlet)
    asked = await ask(hamlet, member_id)
    before = await state_of(hamlet, member_id)
    decided = await hamlet.decide("Meena", asked.request.id)
    stored_request = await hamlet.read(select_request, asked.request.id)

    assert (before, await state_of(hamlet, member_id), decided.request, stored_request) == (
        MemberState.ACTIVE,
        MemberState.LEFT,
        stored_request,
        decided.request,
    )


async def test_that_she_took_her_yes_back_was_spoken_and_has_a_witness(hamlet: Hamlet) -> None:
    member_id = await phoolmati(hamlet)
    asked = await ask(hamlet, member_id)
    await hamlet.decide("Meena", asked.request.id)
    [(meena,)] = await hamlet.rows("SELECT id FROM members WHERE number = 2")

    assert await hamlet.rows(
        "SELECT how, witness_id FROM consents WHERE member_id = :id AND act = 'withdrawn'",
        id=member_id,
    ) == [("spoken", meena)]


async def test_every_sister_is_asked_whether_she_said_so(hamlet: Hamlet) -> None:
    await ask(hamlet, await phoolmati(hamlet))

    assert await hamlet.told("confirm_leaving") == ["Meena", "Radha"]


@pytest.mark.parametrize("erases", [False, True])
async def test_the_facilitator_is_asked_as_well_and_the_group_hears_it_before_it_counts(
    hamlet: Hamlet, *, erases: bool
) -> None:
    _, ids = await with_facilitator(hamlet)
    for by in ("Sunita", "Meena"):  # asked twice, nobody hears it twice
        await hamlet.write(
            leaving.ask,
            await hamlet.meet(by),
            ids["Phoolmati"],
            erases=erases,
            new_id=hamlet.new_id,
            at=hamlet.at(),
        )
    told = await hamlet.told("confirm_leaving"), await hamlet.told("joining_leaving")
    waiting = await waiting_id(hamlet)
    await hamlet.decide("Asha", waiting, is_yes=False)

    assert told == (["Meena", "Radha", "Asha"], [] if erases else [None])
    assert await state_of(hamlet, ids["Phoolmati"]) is MemberState.ACTIVE


async def test_a_facilitator_who_says_it_is_not_asked_herself(hamlet: Hamlet) -> None:
    _, ids = await with_facilitator(hamlet)
    await ask(hamlet, ids["Phoolmati"], by="Asha")

    assert await hamlet.told("confirm_leaving") == ["Sunita", "Meena", "Radha"]


async def test_the_office_bearers_hear_that_she_left(hamlet: Hamlet) -> None:
    asked = await ask(hamlet, await phoolmati(hamlet))
    await hamlet.decide("Meena", asked.request.id)

    assert await hamlet.told("member_left") == ["Sunita"]


async def test_she_stays_when_the_second_person_says_no(hamlet: Hamlet) -> None:
    member_id = await phoolmati(hamlet)
    asked = await ask(hamlet, member_id)
    await hamlet.decide("Meena", asked.request.id, is_yes=False)

    assert await state_of(hamlet, member_id) is MemberState.ACTIVE


async def test_who_asked_does_not_confirm(hamlet: Hamlet) -> None:
    asked = await ask(hamlet, await phoolmati(hamlet))

    with pytest.raises(SecondPersonNeeded):
        await hamlet.decide("Sunita", asked.request.id)


async def test_asked_twice_it_waits_once(hamlet: Hamlet) -> None:
    member_id = await phoolmati(hamlet)
    first, again = await ask(hamlet, member_id), await ask(hamlet, member_id)

    assert again == Asked(first.request, is_new=False)


async def test_a_request_for_one_who_has_left_meanwhile_lapses(hamlet: Hamlet) -> None:
    member_id = await phoolmati(hamlet)
    asked = await ask(hamlet, member_id)
    member = await hamlet.read(select_member, member_id)
    assert member is not None
    await hamlet.write(update_member_state, member, MemberState.LEFT)
    decided = await hamlet.decide("Meena", asked.request.id)

    assert decided.request.state is RequestState.LAPSED


async def test_who_has_left_cannot_leave_again(hamlet: Hamlet) -> None:
    member_id = await phoolmati(hamlet)
    asked = await ask(hamlet, member_id)
    await hamlet.decide("Meena", asked.request.id)

    with pytest.raises(AlreadyDecided):
        await ask(hamlet, member_id)


async def test_who_has_a_phone_leaves_by_herself(hamlet: Hamlet) -> None:
    _, ids = await hamlet.village("Meena")

    with pytest.raises(LeavesHerself) as refusal:
        await ask(hamlet, ids["Meena"])

    assert refusal.value == LeavesHerself("Meena")


async def test_a_member_without_office_does_not_ask(hamlet: Hamlet) -> None:
    with pytest.raises(NotYours):
        await ask(hamlet, await phoolmati(hamlet), by="Meena")


@pytest.mark.parametrize("member_id", ["", "nobody"])
async def test_a_member_who_is_not_there_is_not_found(hamlet: Hamlet, member_id: str) -> None:
    await hamlet.village()

    with pytest.raises(NotFound):
        await ask(hamlet, member_id)


async def test_to_a_stranger_she_is_not_there(hamlet: Hamlet) -> None:
    with pytest.raises(NotFound):
        await ask(hamlet, await phoolmati(hamlet), by="Rani")
