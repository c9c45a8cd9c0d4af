"""That a member has died: two others say so, her phone and the facilitator can stop it."""

import pytest

from groups.approvals.model import Asked
from groups.joining.acts import leaving
from groups.people.model.people import MemberState, Role
from groups.people.model.refusals import NotFound
from groups.people.store.members import select_member, update_member_state
from groups.people.store.roles import select_roles_of
from groups.verifying.facts import DIGESTED
from ledger.verify import verify
from tests.groups.claiming import carry_out, ended, pending_id
from tests.groups.hamlet import Hamlet
from tests.groups.joining.test_moves import with_facilitator


async def dies(hamlet: Hamlet, member_id: str, by: str = "Sunita") -> Asked:
    """Let an office-bearer say that a member has died."""
    return await hamlet.write(
        leaving.ask,
        await hamlet.meet(by),
        member_id,
        is_dead=True,
        new_id=hamlet.new_id,
        at=hamlet.at(),
    )


async def state_of(hamlet: Hamlet, member_id: str) -> MemberState:
    member = await hamlet.read(select_member, member_id)
    assert member is not None
    return member.state


@pytest.mark.both_engines
@pytest.mark.parametrize("stopper", ["Radha", "Asha"])
async def test_a_living_woman_hears_that_she_has_died_and_one_tap_ends_it(
    hamlet: Hamlet, stopper: str
) -> None:
    group, ids = await with_facilitator(hamlet)
    await hamlet.give_role(group, ids["Radha"], Role.TREASURER)
    asked = await dies(hamlet, ids["Radha"])
    heard = await hamlet.told("pending_death"), await hamlet.told("pending_death_facilitator")
    await hamlet.decide("Meena", asked.request.id)
    before = await state_of(hamlet, ids["Radha"])
    await ended(hamlet, stopper, await pending_id(hamlet), stops=True)
    hamlet.pass_days(30)
    by_id = ids["Radha"] if stopper == "Radha" else (await hamlet.meet("Asha")).person_id

    assert (heard, before) == ((["Radha"], ["Asha"]), MemberState.ACTIVE)
    assert await carry_out(hamlet) == 0
    assert await state_of(hamlet, ids["Radha"]) is MemberState.ACTIVE
    assert await hamlet.read(select_roles_of, group.id, ids["Radha"]) == {Role.TREASURER}
    assert await hamlet.rows("SELECT act, by_id FROM record_acts WHERE act LIKE 'd%'") == [
        ("death_stopped", by_id)
    ]
    assert await hamlet.told("member_died") == []
    async with hamlet.database.long_read() as rows:
        assert (await verify(rows, DIGESTED)).is_sound


@pytest.mark.parametrize("name", ["Radha", "Phoolmati"])
async def test_unless_it_is_stopped_it_counts_after_two_days(hamlet: Hamlet, name: str) -> None:
    _, ids = await with_facilitator(hamlet)
    asked = await dies(hamlet, ids[name])
    await hamlet.decide("Meena", asked.request.id)
    hamlet.pass_days(1)
    early = await carry_out(hamlet), await state_of(hamlet, ids[name])
    hamlet.pass_days(1)
    done = await carry_out(hamlet), await state_of(hamlet, ids[name])
    acts = await hamlet.rows("SELECT act, member_id, by_id, second_id FROM record_acts")

    assert (early, done) == ((0, MemberState.ACTIVE), (1, MemberState.LEFT))
    assert acts == [("died", ids[name], ids["Sunita"], ids["Meena"])]
    assert await hamlet.told("pending_death_facilitator") == ["Asha"]
    assert len(await hamlet.told("member_died")) == 2


async def test_the_facilitator_reads_whether_a_phone_of_hers_was_written_to(hamlet: Hamlet) -> None:
    _, ids = await with_facilitator(hamlet)
    for name in ("Radha", "Phoolmati"):
        await dies(hamlet, ids[name])
    cards = await hamlet.said("pending_death_facilitator")

    assert [facts["is_notified"] for _, facts in cards] == [True, False]


async def test_a_member_who_still_waits_stops_it_too(hamlet: Hamlet) -> None:
    group, _ = await with_facilitator(hamlet)
    waiting = await hamlet.joined("Kamla", group, is_in_chat=False)
    await dies(hamlet, waiting)
    await ended(hamlet, "Kamla", await pending_id(hamlet), stops=True)

    assert await state_of(hamlet, waiting) is MemberState.WAITING


async def test_without_a_second_persons_yes_time_alone_ends_nothing(hamlet: Hamlet) -> None:
    _, ids = await with_facilitator(hamlet)
    asked = await dies(hamlet, ids["Radha"])
    hamlet.pass_days(30)

    assert await carry_out(hamlet) == 0
    await hamlet.decide("Meena", asked.request.id)
    assert await carry_out(hamlet) == 0
    hamlet.pass_days(2)
    assert await carry_out(hamlet) == 1


async def test_a_no_ends_the_wait(hamlet: Hamlet) -> None:
    _, ids = await with_facilitator(hamlet)
    asked = await dies(hamlet, ids["Radha"])
    await hamlet.decide("Meena", asked.request.id, is_yes=False)

    assert await hamlet.rows("SELECT state FROM pending_changes") == [("lapsed",)]


async def test_asked_twice_it_waits_once_also_after_the_yes(hamlet: Hamlet) -> None:
    _, ids = await with_facilitator(hamlet)
    asked = await dies(hamlet, ids["Radha"])
    again = await dies(hamlet, ids["Radha"])
    await hamlet.decide("Meena", asked.request.id)
    after = await dies(hamlet, ids["Radha"], by="Meena")

    assert (again.request.id, again.is_new) == (asked.request.id, False)
    assert (after.request.id, after.is_new) == (asked.request.id, False)
    assert await hamlet.told("pending_death") == ["Radha"]


async def test_what_was_asked_before_there_was_a_wait_waits_from_the_yes_on(
    hamlet: Hamlet,
) -> None:
    _, ids = await with_facilitator(hamlet)
    asked = await dies(hamlet, ids["Radha"])
    await hamlet.write(lambda tx: tx.run("DELETE FROM pending_changes"))
    await hamlet.decide("Meena", asked.request.id)
    early = await state_of(hamlet, ids["Radha"])
    hamlet.pass_days(2)

    assert (early, await carry_out(hamlet)) == (MemberState.ACTIVE, 1)
    assert await state_of(hamlet, ids["Radha"]) is MemberState.LEFT


async def test_another_request_for_her_leaving_is_not_made_a_death(hamlet: Hamlet) -> None:
    _, ids = await with_facilitator(hamlet)
    sunita = await hamlet.meet("Sunita")
    leaves = await hamlet.write(
        leaving.ask, sunita, ids["Phoolmati"], new_id=hamlet.new_id, at=hamlet.at()
    )

    assert await dies(hamlet, ids["Phoolmati"]) == Asked(leaves.request, is_new=False)
    assert await hamlet.rows("SELECT id FROM pending_changes") == []


async def test_nobody_lets_it_be_quicker(hamlet: Hamlet) -> None:
    _, ids = await with_facilitator(hamlet)
    await dies(hamlet, ids["Radha"])

    with pytest.raises(NotFound):
        await ended(hamlet, "Asha", await pending_id(hamlet), stops=False)


async def test_it_lapses_if_she_has_left_meanwhile(hamlet: Hamlet) -> None:
    _, ids = await with_facilitator(hamlet)
    asked = await dies(hamlet, ids["Radha"])
    await hamlet.decide("Meena", asked.request.id)
    member = await hamlet.read(select_member, ids["Radha"])
    assert member is not None
    await hamlet.write(update_member_state, member, MemberState.LEFT)
    hamlet.pass_days(2)
    await carry_out(hamlet)

    assert await hamlet.rows("SELECT state FROM pending_changes") == [("lapsed",)]
    assert await hamlet.told("member_died") == []
