"""Consent taken back in a turn: a second person says that it is she, but not for ever.

Pictures alone never erase anybody; and no second person keeps a member against her will.
"""

import pytest

from groups.approvals.model import (
    Decided,
    NotByPictures,
    NotOnThisPhone,
    Request,
    RequestState,
    SecondPersonNeeded,
)
from groups.approvals.store import select_request
from groups.deciding import acts as deciding
from groups.joining.acts import leaving, roles
from groups.people.model.people import Actor, MemberState, Role
from groups.people.model.refusals import Refusal
from groups.people.store.consents import select_last_consent
from groups.people.store.members import select_member
from groups.turns.acts import turns
from groups.turns.model import PinRefused
from groups.verifying.facts import DIGESTED
from ledger.verify import verify
from tests.groups.claiming import carry_out, ended, waiting_id
from tests.groups.hamlet import Hamlet
from tests.groups.joining.test_moves import looked_after_by
from tests.groups.shared_phone import PHONE, Shared, lending


@pytest.fixture
async def shared(hamlet: Hamlet) -> Shared:
    """A hamlet with one shared phone; Meena has her own and allows her turn; Asha looks on."""
    shared_phone = await lending(hamlet)
    shared_phone.group = await looked_after_by(hamlet, shared_phone.group, "Asha")
    await shared_phone.set("Meena")
    await shared_phone.allow("Meena")
    await shared_phone.set("Phoolmati")
    return shared_phone


async def take_back(shared: Shared, name: str, by: str = "Sunita") -> None:
    """Let whoever knows a member's pictures take her consent back in her turn, on a phone."""
    opened = await shared.try_(name, by=by)
    assert not isinstance(opened, PinRefused)
    hamlet = shared.hamlet
    phone = hamlet.telegram_id(by)
    at = hamlet.at()
    await hamlet.write(turns.spend, opened.turn_id, phone, at=at, now=shared.now)
    await hamlet.write(
        leaving.withdraw,
        Actor(opened.person_id),
        shared.group.id,
        turn_id=opened.turn_id,
        new_id=hamlet.new_id,
        at=at,
    )


async def decide_in_turn(shared: Shared, name: str, request_id: str, *, by: str) -> Decided:
    """Let whoever knows a member's pictures say yes in her turn, on a phone."""
    opened = await shared.try_(name, by=by)
    assert not isinstance(opened, PinRefused)
    hamlet, at = shared.hamlet, shared.hamlet.at()
    await hamlet.write(turns.spend, opened.turn_id, hamlet.telegram_id(by), at=at, now=shared.now)
    return await hamlet.write(
        deciding.decide,
        Actor(opened.person_id),
        request_id,
        True,
        turn_id=opened.turn_id,
        new_id=hamlet.new_id,
        at=at,
    )


async def state(shared: Shared, name: str) -> tuple[str, MemberState]:
    """Return what a member is called and her state."""
    member = await shared.hamlet.read(select_member, shared.ids[name])
    assert member is not None
    return member.name, member.state


async def pendings(shared: Shared) -> list[tuple[str, str]]:
    """Return the kind and the state of each change that waits or waited."""
    rows = await shared.hamlet.rows("SELECT kind, state FROM pending_changes ORDER BY asked_at, id")
    return [(kind, pending_state) for kind, pending_state in rows]


async def pending_id(shared: Shared) -> str:
    [(id_,)] = await shared.hamlet.rows("SELECT id FROM pending_changes WHERE state = 'waiting'")
    return str(id_)


async def days_pass(shared: Shared, days: int) -> None:
    """Let days pass, and carry out all that is due."""
    shared.hamlet.pass_days(days)
    while await carry_out(shared.hamlet):
        pass


async def request_of(shared: Shared) -> Request:
    request = await shared.hamlet.read(select_request, await waiting_id(shared.hamlet))
    assert request is not None
    return request


# --- the story: attacker, victim notified, victim stops, time passes ------------------------------


@pytest.mark.both_engines
async def test_pictures_alone_end_nothing_and_the_victim_stops_it_on_her_phone(
    shared: Shared,
) -> None:
    await take_back(shared, "Meena")
    at_once = await state(shared, "Meena")
    heard = [
        await shared.hamlet.told(kind)
        for kind in ("pending_withdrawal", "pending_withdrawal_facilitator", "confirm_withdrawal")
    ]
    await ended(shared.hamlet, "Meena", await pending_id(shared), stops=True)
    await days_pass(shared, 30)

    assert (at_once, heard) == (
        ("Meena", MemberState.ACTIVE),
        [["Meena"], ["Asha"], ["Radha"]],
    )
    assert await state(shared, "Meena") == ("Meena", MemberState.ACTIVE)
    assert await pendings(shared) == [("withdrawal", "stopped")]
    assert await shared.hamlet.told("pending_stopped") == ["Asha"]
    async with shared.hamlet.database.long_read() as rows:
        assert (await verify(rows, DIGESTED)).is_sound


@pytest.mark.both_engines
async def test_with_a_second_persons_word_it_counts_at_once_and_the_name_goes_later(
    shared: Shared,
) -> None:
    await take_back(shared, "Phoolmati")
    await shared.hamlet.decide("Radha", await waiting_id(shared.hamlet))
    at_once = await state(shared, "Phoolmati")
    consent = await shared.hamlet.read(select_last_consent, shared.ids["Phoolmati"])
    requests = await shared.hamlet.rows("SELECT state FROM second_person WHERE kind = 'withdrawal'")
    await days_pass(shared, 1)

    assert (at_once, consent, requests) == (
        ("Phoolmati", MemberState.LEFT),
        ("withdrawn", "self"),
        [("confirmed",)],
    )
    assert await state(shared, "Phoolmati") == ("№ 4", MemberState.LEFT)


async def test_the_facilitator_who_has_seen_her_is_the_second_person_too(shared: Shared) -> None:
    await take_back(shared, "Phoolmati")
    await ended(shared.hamlet, "Asha", await pending_id(shared), stops=False)

    assert await state(shared, "Phoolmati") == ("Phoolmati", MemberState.LEFT)
    assert await pendings(shared) == [("withdrawal", "done"), ("erasure", "waiting")]


# --- a no, and silence ----------------------------------------------------------------------------


@pytest.mark.parametrize("is_refused", [True, False])
async def test_neither_a_no_nor_silence_holds_it_up_for_more_than_seven_days(
    shared: Shared, *, is_refused: bool
) -> None:
    await take_back(shared, "Phoolmati")
    if is_refused:
        await shared.hamlet.decide("Radha", await waiting_id(shared.hamlet), is_yes=False)
    await days_pass(shared, 6)
    before = await state(shared, "Phoolmati")
    await days_pass(shared, 1)
    after = await state(shared, "Phoolmati")
    await days_pass(shared, 1)

    assert before == ("Phoolmati", MemberState.ACTIVE)
    assert after == ("Phoolmati", MemberState.LEFT)
    assert await state(shared, "Phoolmati") == ("№ 4", MemberState.LEFT)


async def test_a_no_goes_to_the_facilitator_who_may_stop_it(shared: Shared) -> None:
    await take_back(shared, "Phoolmati")
    await shared.hamlet.decide("Radha", await waiting_id(shared.hamlet), is_yes=False)
    cards = [
        (name, facts["refused_by"])
        for name, facts in await shared.hamlet.said("pending_withdrawal_facilitator")
    ]
    await ended(shared.hamlet, "Asha", await pending_id(shared), stops=True)
    await days_pass(shared, 30)

    assert cards == [("Asha", ""), ("Asha", "Radha")]
    assert await state(shared, "Phoolmati") == ("Phoolmati", MemberState.ACTIVE)


async def test_in_a_group_without_a_facilitator_a_no_changes_nothing_either(
    shared: Shared,
) -> None:
    await shared.hamlet.write(lambda tx: tx.run("UPDATE groups SET facilitator_id = NULL"))
    await take_back(shared, "Phoolmati")
    await shared.hamlet.decide("Radha", await waiting_id(shared.hamlet), is_yes=False)
    await days_pass(shared, 7)

    assert await state(shared, "Phoolmati") == ("Phoolmati", MemberState.LEFT)


async def test_her_own_no_stops_it_also_by_her_turn(shared: Shared) -> None:
    await take_back(shared, "Meena")
    await shared.hamlet.decide("Meena", await waiting_id(shared.hamlet), is_yes=False)

    assert await pendings(shared) == [("withdrawal", "stopped")]
    assert await shared.hamlet.told("pending_stopped") == ["Asha"]


# --- who may be the second person -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("holder", "second"), [("Sunita", "Sunita"), ("Sunita", "Meena"), ("Asha", "Asha")]
)
async def test_neither_she_nor_whose_phone_it_is_says_that_it_was_she(
    shared: Shared, holder: str, second: str
) -> None:
    await take_back(shared, "Meena", by=holder)

    with pytest.raises(Refusal) as refused:
        await shared.hamlet.decide(second, await waiting_id(shared.hamlet))
    assert refused.value == SecondPersonNeeded()


async def test_no_pictures_say_that_it_was_she(shared: Shared) -> None:
    hamlet = shared.hamlet
    await take_back(shared, "Phoolmati")

    with pytest.raises(NotByPictures):
        await decide_in_turn(shared, "Meena", await waiting_id(hamlet), by="Radha")


async def test_pictures_that_the_asker_knows_confirm_nothing_on_her_phone(shared: Shared) -> None:
    hamlet = shared.hamlet
    asked = await hamlet.write(
        roles.ask_role,
        await hamlet.meet("Sunita"),
        shared.ids["Radha"],
        Role.TREASURER,
        "given",
        new_id=hamlet.new_id,
        at=hamlet.at(),
    )

    for phone in ("Sunita", "Radha"):
        with pytest.raises(NotOnThisPhone):
            await decide_in_turn(shared, "Meena", asked.request.id, by=phone)
    decided = await decide_in_turn(shared, "Meena", asked.request.id, by="Asha")
    assert decided.request.state is RequestState.CONFIRMED


async def test_a_facilitator_who_lent_her_phone_does_not_make_it_quicker(shared: Shared) -> None:
    await take_back(shared, "Phoolmati", by="Asha")
    [(_, card)] = await shared.hamlet.said("pending_withdrawal_facilitator")

    assert not card["may_hurry"]
    with pytest.raises(SecondPersonNeeded):
        await ended(shared.hamlet, "Asha", await pending_id(shared), stops=False)


async def test_asked_twice_one_request_waits(shared: Shared) -> None:
    await take_back(shared, "Phoolmati")
    first = await request_of(shared)
    await take_back(shared, "Phoolmati", by="Radha")

    assert (await request_of(shared), await pendings(shared)) == (
        first,
        [("withdrawal", "waiting")],
    )
    assert first.body == {"held_by": shared.ids["Sunita"]}
    assert shared.hamlet.telegram_id("Sunita") == PHONE
