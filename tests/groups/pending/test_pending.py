"""What waits, whatever its kind: declared once, carried out once, and never in a meeting's way."""

from typing import Any, cast

import pytest

from groups.deciding import acts as deciding
from groups.deciding.effects import DELAYED
from groups.meetings.acts import meetings
from groups.pending.model import PENDING_STEPS, PendingKind, PendingState
from groups.people.model.people import Role
from groups.registers.model.meeting import Mark, Register, RegisterLine
from handlers.cards.keyboards import KEYBOARDS
from storage.tx import Tx
from tests.groups.claiming import carry_out, ended, make, pending_id, show, waiting_id
from tests.groups.hamlet import Hamlet
from tests.groups.joining.test_moves import attack, with_facilitator
from tests.groups.ticking import tick
from texts.say import TEMPLATES


@pytest.mark.parametrize("kind", PendingKind)
def test_every_kind_is_declared_and_has_its_two_cards_with_buttons(kind: PendingKind) -> None:
    cards = (f"pending_{kind.value}", f"pending_{kind.value}_facilitator")

    assert DELAYED[kind].delay.kind is kind
    assert [card for card in cards if card not in KEYBOARDS] == []
    assert [card for card in cards if not (TEMPLATES / f"chat/{card}.html").is_file()] == []


@pytest.mark.parametrize("state", PendingState)
def test_what_has_ended_takes_no_step(state: PendingState) -> None:
    is_over = state not in {PendingState.ASKED, PendingState.WAITING}

    assert (not PENDING_STEPS[state]) is is_over


class StoppedMeanwhile:
    """A transaction that gets the group's lock only after another has stopped what is due."""

    def __init__(self, tx: Tx, stop: Any) -> None:
        self._tx = tx
        self._stop = stop

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tx, name)

    def lock(self, name: str) -> None:
        """Wait for the other."""
        self._stop(self._tx)
        self._tx.lock(name)


async def test_what_is_stopped_while_the_clock_waits_for_the_lock_stays_stopped(
    hamlet: Hamlet,
) -> None:
    _, ids = await with_facilitator(hamlet)
    id_, radha = await attack(hamlet, ids), await hamlet.meet("Radha")
    hamlet.pass_days(2)
    at, new_id = hamlet.at(), hamlet.new_id

    def stop(tx: Tx) -> None:
        deciding.stop(tx, radha, id_, new_id=new_id, at=at)

    def late(tx: Tx) -> int:
        slow = cast("Tx", StoppedMeanwhile(tx, stop))
        return tick(slow, "pending changes", new_id=new_id, at=at)

    assert (await hamlet.write(late), await carry_out(hamlet)) == (1, 0)
    assert await hamlet.rows("SELECT state FROM pending_changes") == [("stopped",)]


@pytest.mark.both_engines
async def test_several_that_are_due_are_carried_out_one_after_another(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena", "Radha")
    await hamlet.give_role(group, ids["Meena"], Role.SECRETARY)
    for name, claimer in (("Radha", "New"), ("Sunita", "Other")):
        maker, second = ("Sunita", "Meena") if name == "Radha" else ("Meena", "Sunita")
        await show(hamlet, claimer, (await make(hamlet, ids[name], by=maker)).code)
        if name == "Radha":
            await hamlet.decide(second, await waiting_id(hamlet))
        else:
            await ended(hamlet, "Sunita", await newest(hamlet), stops=False)
    hamlet.pass_days(3)

    assert [await carry_out(hamlet) for _ in range(2)] == [1, 0]
    assert await hamlet.rows("SELECT state FROM pending_changes") == [("done",), ("done",)]


async def newest(hamlet: Hamlet) -> str:
    """Return the id of the change that was begun last."""
    [(id_,), *_] = await hamlet.rows("SELECT id FROM pending_changes ORDER BY asked_at DESC")
    return str(id_)


async def test_no_meeting_waits_while_the_presidents_record_does(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena", "Radha")
    await hamlet.give_role(group, ids["Meena"], Role.SECRETARY)
    await show(hamlet, "New", (await make(hamlet, ids["Sunita"], by="Meena")).code)
    meena = await hamlet.meet("Meena")
    opened = await hamlet.write(
        meetings.open_meeting, meena, group.id, new_id=hamlet.new_id, at=hamlet.at()
    )
    page = await hamlet.read(meetings.register, meena, opened.id, at=hamlet.at())
    lines = tuple(RegisterLine(it.member_id, Mark.PRESENT, it.due, 0) for it in page.lines)
    body = Register(lines, sum(line.saved for line in lines))
    closed = await hamlet.write(
        meetings.close, meena, opened.id, body, new_id=hamlet.new_id, at=hamlet.at()
    )

    assert (closed.is_new, len(lines)) == (True, 3)
    assert await hamlet.rows("SELECT id FROM pending_changes WHERE state = 'asked'") == [
        (await pending_id(hamlet),)
    ]
