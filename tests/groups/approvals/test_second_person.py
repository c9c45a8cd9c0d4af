"""The second person: who is asked, who may decide, and what each answer does."""

import asyncio

import pytest

from groups.approvals.model import REQUEST_STEPS, RequestState, RequestStep, SecondPersonNeeded
from groups.approvals.store import update_request
from groups.deciding import acts as second_person
from groups.founding.acts import founding
from groups.joining.acts import joining
from groups.joining.rules.joining import NOTICE_VERSION
from groups.meetings.acts import meetings
from groups.people.effects.records import record_tie
from groups.people.model.people import MemberState, Phone, Tie, pair_of
from groups.people.model.refusals import AlreadyDecided, NotFound, NotYours
from groups.people.store.kinships import TieAct
from groups.people.store.members import select_member, update_member_state
from storage.database import Database
from storage.tx import Tx
from tests.groups.hamlet import Hamlet
from tests.groups.sisters import NOON, sisters


async def state_of(hamlet: Hamlet, member_id: str) -> MemberState:
    member = await hamlet.read(select_member, member_id)
    assert member is not None
    return member.state


async def test_a_confirmed_member_is_one(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    added = await hamlet.add("Phoolmati", group)
    await hamlet.decide("Meena", added.request.id)

    assert await state_of(hamlet, added.member.id) is MemberState.ACTIVE


async def test_her_consent_was_spoken_and_has_a_witness(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    added = await hamlet.add("Phoolmati", group)
    await hamlet.decide("Meena", added.request.id)

    assert await hamlet.rows(
        "SELECT act, notice, language, how, witness_id FROM consents WHERE member_id = :id",
        id=added.member.id,
    ) == [("given", NOTICE_VERSION, "hi", "spoken", ids["Meena"])]


async def test_the_group_hears_of_a_confirmed_member_only_then(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    added = await hamlet.add("Phoolmati", group)
    before = len(await hamlet.said("member_joined"))
    await hamlet.decide("Meena", added.request.id)

    assert (before, len(await hamlet.said("member_joined"))) == (2, 3)


async def test_a_declined_member_is_none(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    added = await hamlet.add("Phoolmati", group)
    await hamlet.decide("Meena", added.request.id, is_yes=False)

    assert await state_of(hamlet, added.member.id) is MemberState.LEFT


async def test_who_asked_does_not_confirm(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    added = await hamlet.add("Phoolmati", group)

    with pytest.raises(SecondPersonNeeded):
        await hamlet.decide("Sunita", added.request.id)


async def test_who_asked_may_take_it_back_and_is_not_told_of_it(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    added = await hamlet.add("Phoolmati", group)
    decided = await hamlet.decide("Sunita", added.request.id, is_yes=False)

    assert (decided.request.state, await hamlet.said("request_decided")) == (
        RequestState.DECLINED,
        [],
    )


async def test_the_same_word_twice_is_one(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    added = await hamlet.add("Phoolmati", group)
    decided = [await hamlet.decide("Meena", added.request.id) for _ in range(2)]

    assert [(one.request.state, one.is_new) for one in decided] == [
        (RequestState.CONFIRMED, True),
        (RequestState.CONFIRMED, False),
    ]


async def test_of_two_who_tap_at_once_one_decides(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena", "Radha")
    added = await hamlet.add("Phoolmati", group)
    decided = await asyncio.gather(
        hamlet.decide("Meena", added.request.id),
        hamlet.decide("Radha", added.request.id, is_yes=False),
        return_exceptions=True,
    )

    assert sum(isinstance(one, AlreadyDecided) for one in decided) == 1


async def test_a_request_that_is_not_there_is_not_found(hamlet: Hamlet) -> None:
    await hamlet.village()

    with pytest.raises(NotFound):
        await hamlet.decide("Sunita", "nothing")


async def test_a_stranger_finds_no_request(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    added = await hamlet.add("Phoolmati", group)

    with pytest.raises(NotFound):
        await hamlet.decide("Rani", added.request.id)


async def test_an_officer_confirms_who_was_not_seen_in_the_chat(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    joined = await hamlet.join("Rani", group, is_in_chat=None)
    [(request_id,)] = await hamlet.rows("SELECT id FROM second_person")
    await hamlet.decide("Sunita", request_id)
    [(name, facts)] = await hamlet.said("request_decided")

    assert (
        await state_of(hamlet, joined.member.id),
        name,
        facts["asked"]["how"],
        facts["state"],
    ) == (
        MemberState.ACTIVE,
        "Rani",
        "joined",
        "confirmed",
    )


async def test_a_member_without_office_does_not(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    await hamlet.join("Rani", group, is_in_chat=None)
    [(request_id,)] = await hamlet.rows("SELECT id FROM second_person")

    with pytest.raises(NotYours) as refusal:
        await hamlet.decide("Meena", request_id)

    assert refusal.value == NotYours("office_bearer")


async def test_without_any_officer_every_member_may(hamlet: Hamlet) -> None:
    group = await hamlet.found()
    await hamlet.joined("Meena", group)
    joined = await hamlet.join("Rani", group, is_in_chat=None)
    [(request_id,)] = await hamlet.rows("SELECT id FROM second_person")
    await hamlet.decide("Meena", request_id)

    assert await state_of(hamlet, joined.member.id) is MemberState.ACTIVE


async def test_in_a_group_with_one_phone_the_facilitator_is_asked(hamlet: Hamlet) -> None:
    head = await hamlet.head()
    group = await hamlet.found()
    await hamlet.write(founding.admit, head, group.id, at=hamlet.at())
    await hamlet.joined("Sunita", group)
    added = await hamlet.add("Phoolmati", group)
    asked = await hamlet.told("confirm_member")
    await hamlet.decide("Asha", added.request.id)

    assert (asked, await state_of(hamlet, added.member.id)) == (["Asha"], MemberState.ACTIVE)


async def test_without_a_facilitator_nobody_is_asked_and_it_waits(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()
    added = await hamlet.add("Phoolmati", group)

    assert (await hamlet.told("confirm_member"), added.request.state) == ([], RequestState.WAITING)


async def test_what_waits_is_listed(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    added = await hamlet.add("Phoolmati", group)
    sunita = await hamlet.meet("Sunita")

    assert await hamlet.read(second_person.waiting, sunita, group.id) == (added.request,)


async def test_what_she_asked_herself_is_not_hers_to_decide(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    await hamlet.add("Phoolmati", group)
    hers = [
        await hamlet.read(second_person.count_mine, await hamlet.meet(name), group.id)
        for name in ("Sunita", "Meena")
    ]

    assert hers == [0, 1]


async def test_what_takes_an_officer_is_not_a_members_to_decide(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    await hamlet.join("Rani", group, is_in_chat=None)

    assert await hamlet.read(second_person.count_mine, await hamlet.meet("Meena"), group.id) == 0


async def test_the_cards_may_be_asked_for_again(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    await hamlet.add("Phoolmati", group)
    meena = await hamlet.meet("Meena")
    cards_sent = await hamlet.write(second_person.say_waiting, meena, group.id, at=hamlet.at())

    assert (cards_sent, await hamlet.told("confirm_member")) == (1, ["Meena", "Meena"])


async def test_what_is_gone_meanwhile_lapses(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    added = await hamlet.add("Phoolmati", group)

    def take_away(tx: Tx) -> None:
        member = select_member(tx, added.member.id)
        assert member is not None
        update_member_state(tx, member, MemberState.LEFT)

    await hamlet.write(take_away)
    decided = await hamlet.decide("Meena", added.request.id)

    assert decided.request.state is RequestState.LAPSED


async def test_a_card_says_who_and_how(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    added = await hamlet.add("Phoolmati", group)
    [(_, facts)] = await hamlet.said("confirm_member")

    assert facts == {
        "request_id": added.request.id,
        "kind": "member",
        "group": "Ekta",
        "asked_by": "Sunita",
        "member_id": added.member.id,
        "number": 3,
        "name": "Phoolmati",
        "how": "added",
    }


async def test_members_without_a_phone_are_not_asked(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    first = await hamlet.add("Phoolmati", group)
    await hamlet.decide("Meena", first.request.id)
    await hamlet.add("Kamla", group)

    assert (first.member.phone, await hamlet.told("confirm_member")) == (
        Phone.NONE,
        ["Meena", "Meena"],
    )


# --- the life-cycle: what is not in the table cannot happen ---------------------------------------

EMPTY = [
    (state, step)
    for state in RequestState
    for step in (RequestStep.CONFIRM, RequestStep.DECLINE)
    if step not in REQUEST_STEPS[state]
]


@pytest.mark.parametrize(("state", "step"), EMPTY)
async def test_a_decided_request_stays_decided(
    hamlet: Hamlet, state: RequestState, step: RequestStep
) -> None:
    group, _ = await hamlet.village("Meena")
    added = await hamlet.add("Phoolmati", group)
    await hamlet.write(
        update_request, added.request.id, state, decided_by="another", at=hamlet.at()
    )

    with pytest.raises(AlreadyDecided):
        await hamlet.decide("Meena", added.request.id, is_yes=step is RequestStep.CONFIRM)


async def test_who_changes_her_mind_hears_that_it_is_decided(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    added = await hamlet.add("Phoolmati", group)
    await hamlet.decide("Meena", added.request.id)

    with pytest.raises(AlreadyDecided):
        await hamlet.decide("Meena", added.request.id, is_yes=False)


async def test_a_tie_that_came_about_meanwhile_lapses(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena", "Radha")
    await hamlet.write(
        joining.declare_tie,
        await hamlet.meet("Radha"),
        ids["Meena"],
        Tie.KIN,
        new_id=hamlet.new_id,
        at=hamlet.at(),
    )
    pair = pair_of(ids["Meena"], ids["Radha"])
    tie_act = TieAct("t", group.id, pair, Tie.KIN, "declared", ids["Meena"], None)
    await hamlet.write(record_tie, tie_act, at=hamlet.at())
    [(request_id,)] = await hamlet.rows("SELECT id FROM second_person")

    assert (await hamlet.decide("Sunita", request_id)).request.state is RequestState.LAPSED


async def test_a_declined_correction_changes_no_register(database: Database) -> None:
    group = await sisters(database)
    closed = await group.meet(NOON, group.body(120_00))
    asked = await group.write(
        meetings.ask_correction,
        group.actor(1),
        closed.minutes.meeting_id,
        group.body(100_00, paid={2: 0}),
        "Meena did not pay",
        new_id=group.new_id,
        at=NOON,
    )
    decided = await group.write(
        second_person.decide,
        group.actor(2),
        asked.request.id,
        False,
        new_id=group.new_id,
        at=NOON,
    )

    assert (decided.request.state, await group.rows("SELECT version FROM registers")) == (
        RequestState.DECLINED,
        [(1,)],
    )
