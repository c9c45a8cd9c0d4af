"""A record with a working account moves only after its owner could stop it."""

from collections.abc import Callable
from typing import Any

import pytest

from groups.approvals.model import RequestState, SecondPersonNeeded
from groups.approvals.store import select_request
from groups.joining.acts import joining
from groups.pending.model import PendingState
from groups.pending.store import select_pending
from groups.people.model.group import Group
from groups.people.model.people import Phone
from groups.people.model.refusals import AlreadyDecided, NotFound
from groups.people.rules.names import NAMELESS
from groups.people.store.groups import select_group, update_group_state
from groups.programme.acts import facilitators
from groups.verifying.facts import DIGESTED
from ledger.verify import verify
from tests.groups.claiming import (
    carry_out,
    ended,
    make,
    owner,
    pending_id,
    show,
    waiting_id,
    with_phoolmati,
)
from tests.groups.hamlet import Hamlet

HERS, STRANGERS, NOBODYS = ("Radha", Phone.OWN), ("New", None), (NAMELESS, None)


async def with_facilitator(hamlet: Hamlet) -> tuple[Group, dict[str, str]]:
    """The same group; Asha looks after it."""
    group, ids = await with_phoolmati(hamlet)
    return await looked_after_by(hamlet, group, "Asha"), ids


async def looked_after_by(hamlet: Hamlet, group: Group, name: str) -> Group:
    """Make a person the facilitator of a group."""
    asha = await hamlet.head(name)

    def act(tx: Any) -> Group | None:
        update_group_state(
            tx,
            group.id,
            group.state,
            set_up_by=group.set_up_by,
            facilitator_id=asha.person_id,
            first_day=group.first_day,
        )
        return select_group(tx, group.id)

    looked_after = await hamlet.write(act)
    assert looked_after is not None
    return looked_after


async def attack(hamlet: Hamlet, ids: dict[str, str], *, is_confirmed: bool = True) -> str:
    """Let a stranger show a code for Radha, and the secretary confirm; return the change's id."""
    await show(hamlet, "New", (await make(hamlet, ids["Radha"])).code)
    if is_confirmed:
        await hamlet.decide("Meena", await waiting_id(hamlet))
    return await pending_id(hamlet)


async def state_of(hamlet: Hamlet, id_: str) -> PendingState:
    pending = await hamlet.read(select_pending, id_)
    assert pending is not None
    return pending.state


async def owners(hamlet: Hamlet) -> list[tuple[str | None, Phone | None]]:
    """Return whose record the old account opens, and whose the claimer's."""
    return [await owner(hamlet, hamlet.telegram_id(name)) for name in ("Radha", "New")]


# --- the story: attacker, victim notified, victim stops, time passes ------------------------------


@pytest.mark.both_engines
async def test_the_owner_hears_of_it_at_once_stops_it_and_time_changes_nothing(
    hamlet: Hamlet,
) -> None:
    _, ids = await with_facilitator(hamlet)
    id_ = await attack(hamlet, ids)
    heard = await hamlet.told("pending_move"), await hamlet.told("pending_move_facilitator")
    await ended(hamlet, "Radha", id_, stops=True)
    hamlet.pass_days(30)
    done = await carry_out(hamlet)
    acts = await hamlet.rows("SELECT act, member_id, by_id FROM record_acts")

    assert (heard, done, await owners(hamlet), acts) == (
        (["Radha"], ["Asha"]),
        0,
        [HERS, STRANGERS],
        [("move_stopped", ids["Radha"], ids["Radha"])],
    )
    assert sorted(map(str, await hamlet.told("pending_stopped"))) == ["Asha", "Sunita"]
    assert await hamlet.told("claim_declined") == ["New"]
    async with hamlet.database.long_read() as rows:
        assert (await verify(rows, DIGESTED)).is_sound


@pytest.mark.both_engines
async def test_if_nobody_stops_it_the_record_moves_after_two_days(hamlet: Hamlet) -> None:
    _, ids = await with_phoolmati(hamlet)
    id_ = await attack(hamlet, ids)
    hamlet.pass_days(1)
    early = await carry_out(hamlet), await owners(hamlet)
    hamlet.pass_days(1)
    done = [await carry_out(hamlet), await carry_out(hamlet)]
    acts = await hamlet.rows("SELECT act, by_id, second_id FROM record_acts")

    assert early == (0, [HERS, STRANGERS])
    assert (done, await owners(hamlet)) == ([1, 0], [NOBODYS, HERS])
    assert acts == [("relinked", ids["Sunita"], ids["Meena"])]
    assert await state_of(hamlet, id_) is PendingState.DONE


async def test_the_wait_is_told_to_the_claimer_with_its_end(hamlet: Hamlet) -> None:
    _, ids = await with_phoolmati(hamlet)
    await attack(hamlet, ids)
    [(claimer, facts)] = await hamlet.said("claim_waits")
    [(_, card)] = await hamlet.said("pending_move")

    assert (claimer, card["phone"], card["asked_by"]) == ("New", "New", "Sunita")
    assert (facts["due_day"], facts["due_minute"]) == (card["due_day"], card["due_minute"])


async def test_without_a_second_persons_yes_time_alone_moves_nothing(hamlet: Hamlet) -> None:
    _, ids = await with_phoolmati(hamlet)
    await attack(hamlet, ids, is_confirmed=False)
    hamlet.pass_days(30)
    waited = await carry_out(hamlet), await owners(hamlet)
    await hamlet.decide("Meena", await waiting_id(hamlet))
    hamlet.pass_days(2)  # her time begins with the yes: test_late_yes.py
    done = await carry_out(hamlet)
    assert waited == (0, [HERS, STRANGERS])
    assert (done, await owners(hamlet)) == (1, [NOBODYS, HERS])


# --- sooner ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_confirmed", [True, False])
@pytest.mark.parametrize("by", ["Radha", "Asha"])
async def test_her_yes_or_the_facilitators_moves_it_at_once(
    hamlet: Hamlet, by: str, *, is_confirmed: bool
) -> None:
    _, ids = await with_facilitator(hamlet)
    id_ = await attack(hamlet, ids, is_confirmed=is_confirmed)
    done = await ended(hamlet, by, id_, stops=False)
    states = await hamlet.rows("SELECT state FROM second_person WHERE kind = 'claim'")

    assert (done.pending.state, states) == (PendingState.DONE, [("confirmed",)])
    assert len(await hamlet.told("request_decided")) == 2  # of Phoolmati's joining, and of this
    assert await owners(hamlet) == [NOBODYS, HERS]


async def test_a_facilitator_who_made_the_code_needs_another_to_be_quicker(hamlet: Hamlet) -> None:
    _, ids = await with_facilitator(hamlet)
    await show(hamlet, "New", (await make(hamlet, ids["Radha"], by="Asha")).code)
    [(_, card)] = await hamlet.said("pending_move_facilitator")

    assert not card["may_hurry"]
    with pytest.raises(SecondPersonNeeded):
        await ended(hamlet, "Asha", await pending_id(hamlet), stops=False)


@pytest.mark.parametrize("stops", [True, False])
@pytest.mark.parametrize("by", ["Sunita", "Meena", "New", "Rani"])
async def test_nobody_else_stops_it_or_makes_it_quicker(
    hamlet: Hamlet, by: str, *, stops: bool
) -> None:
    _, ids = await with_facilitator(hamlet)
    id_ = await attack(hamlet, ids)

    with pytest.raises(NotFound):
        await ended(hamlet, by, id_, stops=stops)


async def test_what_is_not_there_is_not_found(hamlet: Hamlet) -> None:
    await with_phoolmati(hamlet)

    with pytest.raises(NotFound):
        await ended(hamlet, "Radha", "none", stops=True)


# --- stopped, by whom, and again ------------------------------------------------------------------


async def test_the_facilitator_stops_it_and_the_owner_hears_so(hamlet: Hamlet) -> None:
    _, ids = await with_facilitator(hamlet)
    await ended(hamlet, "Asha", await attack(hamlet, ids), stops=True)
    heard = {name: facts["is_own"] for name, facts in await hamlet.said("pending_stopped")}

    assert heard == {"Radha": False, "Sunita": False}


async def test_a_second_tap_changes_nothing_and_the_other_button_is_refused(
    hamlet: Hamlet,
) -> None:
    _, ids = await with_facilitator(hamlet)
    id_ = await attack(hamlet, ids)
    first = await ended(hamlet, "Radha", id_, stops=True)
    second = await ended(hamlet, "Radha", id_, stops=True)

    assert (first.is_new, second.is_new) == (True, False)
    with pytest.raises(AlreadyDecided):
        await ended(hamlet, "Radha", id_, stops=False)


async def test_a_second_yes_changes_nothing(hamlet: Hamlet) -> None:
    _, ids = await with_facilitator(hamlet)
    id_ = await attack(hamlet, ids)
    await ended(hamlet, "Asha", id_, stops=False)

    assert not (await ended(hamlet, "Asha", id_, stops=False)).is_new


async def test_what_she_stopped_is_confirmed_by_nobody_any_more(hamlet: Hamlet) -> None:
    _, ids = await with_phoolmati(hamlet)
    id_ = await attack(hamlet, ids, is_confirmed=False)
    request_id = await waiting_id(hamlet)
    await ended(hamlet, "Radha", id_, stops=True)
    request = await hamlet.read(select_request, request_id)

    assert request is not None
    assert request.state is RequestState.LAPSED
    with pytest.raises(AlreadyDecided):
        await hamlet.decide("Meena", request_id)


# --- what it was about is gone --------------------------------------------------------------------


async def test_a_no_of_the_second_person_ends_it(hamlet: Hamlet) -> None:
    _, ids = await with_phoolmati(hamlet)
    id_ = await attack(hamlet, ids, is_confirmed=False)
    await hamlet.decide("Meena", await waiting_id(hamlet), is_yes=False)

    assert await state_of(hamlet, id_) is PendingState.LAPSED


async def test_a_newer_code_lets_the_older_move_lapse(hamlet: Hamlet) -> None:
    _, ids = await with_phoolmati(hamlet)
    older = await attack(hamlet, ids, is_confirmed=False)
    await show(hamlet, "Other", (await make(hamlet, ids["Radha"])).code)

    assert await state_of(hamlet, older) is PendingState.LAPSED
    assert await hamlet.told("pending_move") == ["Radha", "Radha"]


async def joins_elsewhere(hamlet: Hamlet, group: Group) -> None:
    await hamlet.joined("New", group)


async def looks_after_groups(hamlet: Hamlet, _group: Group) -> None:
    new, asha = await hamlet.meet("New"), await hamlet.head()
    await hamlet.write(
        facilitators.name_facilitator, asha, new.person_id, new_id=hamlet.new_id, at=hamlet.at()
    )


async def loses_her_account(hamlet: Hamlet, _group: Group) -> None:
    await hamlet.write(lambda tx: tx.run("DELETE FROM telegram_accounts WHERE telegram_id = 5003"))


async def radha_leaves(hamlet: Hamlet, _group: Group) -> None:
    radha = await hamlet.meet("Radha")
    await hamlet.write(joining.leave, radha, new_id=hamlet.new_id, at=hamlet.at())


@pytest.mark.parametrize(
    "happens", [joins_elsewhere, looks_after_groups, loses_her_account, radha_leaves]
)
async def test_a_move_lapses_if_what_it_was_about_is_gone(
    hamlet: Hamlet, happens: Callable[[Hamlet, Group], Any]
) -> None:
    group, ids = await with_phoolmati(hamlet)
    id_ = await attack(hamlet, ids)
    await happens(hamlet, group)
    hamlet.pass_days(2)
    await carry_out(hamlet)

    assert await state_of(hamlet, id_) is PendingState.LAPSED
    assert (await owners(hamlet))[0][0] == "Radha"


async def test_a_claim_from_before_the_record_had_an_account_waits_too(hamlet: Hamlet) -> None:
    _, ids = await with_phoolmati(hamlet)
    await show(hamlet, "New", (await make(hamlet, ids["Phoolmati"])).code)
    request_id = await waiting_id(hamlet)
    await hamlet.write(
        lambda tx: tx.run(
            "INSERT INTO telegram_accounts (telegram_id, person_id, language_code, reachable)"
            " SELECT 7000, person_id, 'hi', 1 FROM members WHERE id = :id",
            id=ids["Phoolmati"],
        )
    )
    await hamlet.decide("Meena", request_id)

    assert (await owners(hamlet))[1] == STRANGERS
    assert await state_of(hamlet, await pending_id(hamlet)) is PendingState.WAITING
