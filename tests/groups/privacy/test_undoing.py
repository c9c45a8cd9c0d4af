"""A consent taken back counts at once; her name goes a day later, and till then she undoes it."""

import pytest

from groups.joining.acts import joining, leaving, merging
from groups.joining.acts.merging import MergeReason
from groups.joining.model import CannotMerge
from groups.pending.model import PendingKind, PendingState
from groups.people.model.group import Group
from groups.people.model.people import MemberState
from groups.people.model.refusals import AlreadyDecided, NotFound
from groups.people.store.consents import select_last_consent
from groups.verifying.facts import DIGESTED
from ledger.verify import verify
from tests.groups.claiming import carry_out, ended, pending_id
from tests.groups.hamlet import Hamlet
from tests.groups.joining.test_moves import looked_after_by
from tests.groups.privacy.test_withdrawing import a_day_passes, called, phoolmati_asks, take_back


async def states(hamlet: Hamlet, kind: PendingKind = PendingKind.ERASURE) -> list[str]:
    rows = await hamlet.rows(
        "SELECT state FROM pending_changes WHERE kind = :kind ORDER BY asked_at", kind=kind
    )
    return [state for (state,) in rows]


# --- on her own phone -----------------------------------------------------------------------------


@pytest.mark.both_engines
async def test_it_counts_at_once_and_her_name_goes_a_day_later(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    await take_back(hamlet, "Meena", group.id)
    consent = await hamlet.read(select_last_consent, ids["Meena"])
    at_once = await called(hamlet, ids["Meena"])
    early = await carry_out(hamlet)
    await a_day_passes(hamlet)

    assert (consent, at_once, early) == (
        ("withdrawn", "self"),
        ("Meena", MemberState.LEFT),
        0,
    )
    assert await called(hamlet, ids["Meena"]) == ("№ 2", MemberState.LEFT)
    assert await hamlet.said("erased") == [("Meena", {"group": "Ekta", "number": 2})]


@pytest.mark.both_engines
async def test_within_the_day_she_undoes_it_and_is_a_member_again(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    await take_back(hamlet, "Meena", group.id)
    under_way = await hamlet.read(leaving.erasing, await hamlet.meet("Meena"))
    assert under_way is not None
    await ended(hamlet, "Meena", under_way.pending_id, stops=True)
    await a_day_passes(hamlet)

    assert (under_way.returns, await hamlet.told("pending_erasure")) == (True, ["Meena"])
    assert await called(hamlet, ids["Meena"]) == ("Meena", MemberState.ACTIVE)
    assert await hamlet.read(select_last_consent, ids["Meena"]) == ("given", "self")
    assert await hamlet.read(leaving.erasing, await hamlet.meet("Meena")) is None
    async with hamlet.database.long_read() as rows:
        assert (await verify(rows, DIGESTED)).is_sound


async def test_what_was_undone_can_be_taken_back_again(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    await take_back(hamlet, "Meena", group.id)
    await ended(hamlet, "Meena", await pending_id(hamlet), stops=True)
    await take_back(hamlet, "Meena", group.id)
    await a_day_passes(hamlet)

    assert (await states(hamlet), (await called(hamlet, ids["Meena"]))[0]) == (
        ["stopped", "done"],
        "№ 2",
    )


async def test_while_it_waits_there_is_nothing_more_to_take_back(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    await take_back(hamlet, "Meena", group.id)

    assert not await hamlet.read(leaving.may_withdraw, await hamlet.meet("Meena"))
    with pytest.raises(AlreadyDecided):
        await take_back(hamlet, "Meena", group.id)


async def test_nobody_lets_it_be_quicker_and_nobody_else_stops_it(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    await looked_after_by(hamlet, group, "Asha")
    await take_back(hamlet, "Meena", group.id)
    id_ = await pending_id(hamlet)

    for name, stops in (("Meena", False), ("Asha", False), ("Asha", True), ("Sunita", True)):
        with pytest.raises(NotFound):
            await ended(hamlet, name, id_, stops=stops)
    assert await hamlet.told("pending_erasure_facilitator") == []


async def test_who_comes_back_by_the_link_keeps_her_name(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    await take_back(hamlet, "Meena", group.id)
    await hamlet.join("Meena", group)
    await a_day_passes(hamlet)

    assert (await states(hamlet), await called(hamlet, ids["Meena"])) == (
        ["lapsed"],
        ("Meena", MemberState.ACTIVE),
    )


async def other_group(hamlet: Hamlet) -> Group:
    group = await hamlet.found("Maya", chat_id=-200)
    await hamlet.joined("Maya", group)
    return group


async def test_who_has_joined_another_group_since_keeps_her_name(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    await take_back(hamlet, "Meena", group.id)
    await hamlet.joined("Meena", await other_group(hamlet))
    await a_day_passes(hamlet)

    assert (await states(hamlet), (await called(hamlet, ids["Meena"]))[0]) == (["lapsed"], "Meena")


async def test_undone_from_another_group_it_only_keeps_her_name(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    await take_back(hamlet, "Meena", group.id)
    await hamlet.joined("Meena", await other_group(hamlet))
    await ended(hamlet, "Meena", await pending_id(hamlet), stops=True)

    assert await called(hamlet, ids["Meena"]) == ("Meena", MemberState.LEFT)


async def test_if_her_place_is_taken_meanwhile_only_her_name_stays(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena", *(f"Sister {n}" for n in range(18)))
    await take_back(hamlet, "Meena", group.id)
    await hamlet.joined("Newcomer", group)
    await ended(hamlet, "Meena", await pending_id(hamlet), stops=True)

    assert await called(hamlet, ids["Meena"]) == ("Meena", MemberState.LEFT)
    assert await states(hamlet) == ["stopped"]


async def test_who_had_left_before_stays_so(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    meena = await hamlet.meet("Meena")
    await hamlet.write(joining.leave, meena, new_id=hamlet.new_id, at=hamlet.at())
    await take_back(hamlet, "Meena", group.id)
    await ended(hamlet, "Meena", await pending_id(hamlet), stops=True)

    assert await called(hamlet, ids["Meena"]) == ("Meena", MemberState.LEFT)


async def test_whose_membership_rested_asks_again(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    await looked_after_by(hamlet, group, "Asha")
    asha, at = await hamlet.meet("Asha"), hamlet.at()
    await hamlet.write(joining.freeze, asha, ids["Meena"], new_id=hamlet.new_id, at=at)
    await take_back(hamlet, "Meena", group.id)
    await ended(hamlet, "Meena", await pending_id(hamlet), stops=True)

    assert await called(hamlet, ids["Meena"]) == ("Meena", MemberState.WAITING)
    assert await hamlet.told("confirm_member") == ["Sunita"]


async def test_a_record_that_is_to_be_erased_is_not_merged(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena", "Radha")
    await looked_after_by(hamlet, group, "Asha")
    await take_back(hamlet, "Meena", group.id)

    with pytest.raises(CannotMerge) as refused:
        await hamlet.write(
            merging.merge,
            await hamlet.meet("Asha"),
            ids["Radha"],
            ids["Meena"],
            MergeReason("one woman"),
            new_id=hamlet.new_id,
            at=hamlet.at(),
        )
    assert refused.value == CannotMerge("erased")


# --- without a phone ------------------------------------------------------------------------------


async def test_the_facilitator_who_has_asked_her_undoes_it(hamlet: Hamlet) -> None:
    member_id, asked = await phoolmati_asks(hamlet)
    group = await hamlet.read(joining.to_add, await hamlet.meet("Sunita"))
    await looked_after_by(hamlet, group, "Asha")
    await hamlet.decide("Meena", asked.id)
    heard = await hamlet.told("pending_erasure_facilitator")
    await ended(hamlet, "Asha", await pending_id(hamlet), stops=True)
    consent = await hamlet.read(select_last_consent, member_id)

    assert (heard, await called(hamlet, member_id), consent) == (
        ["Asha"],
        ("Phoolmati", MemberState.ACTIVE),
        ("given", "spoken"),
    )
    assert PendingState.STOPPED in await states(hamlet)
