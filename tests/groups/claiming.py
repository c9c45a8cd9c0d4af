"""Steps of a claim, for the tests of claims: make a code, show it, confirm it."""

from collections.abc import Callable
from datetime import datetime

from groups.deciding import acts as deciding
from groups.joining.acts import claims, merging
from groups.joining.acts.claims import Claimed, CodeMade, WrongCode
from groups.joining.acts.merging import MergeReason
from groups.pending.model import PendingEnded
from groups.people.model.group import Group
from groups.people.model.people import Actor, Phone, Role
from groups.people.store.members import select_member
from groups.people.store.persons import select_person_of_account
from groups.turns.store.pins import insert_asked, update_set
from storage.tx import Tx
from tests.groups.hamlet import BEGIN, Hamlet
from tests.groups.ticking import tick


async def make(hamlet: Hamlet, member_id: str, by: str = "Sunita") -> CodeMade:
    """Let an office-bearer make a code for a member."""
    return await hamlet.write(
        claims.make_code, await hamlet.meet(by), member_id, new_id=hamlet.new_id, at=hamlet.at()
    )


async def show(
    hamlet: Hamlet, name: str, code: str, at: datetime | None = None
) -> Claimed | WrongCode:
    """Let a person show a code."""
    return await hamlet.write(
        claims.claim,
        await hamlet.meet(name),
        code,
        new_id=hamlet.new_id,
        at=at or hamlet.at(),
    )


async def with_phoolmati(hamlet: Hamlet) -> tuple[Group, dict[str, str]]:
    """A group with two office-bearers, Sunita and Meena, and Phoolmati, who has no phone."""
    group, ids = await hamlet.village("Meena", "Radha")
    await hamlet.give_role(group, ids["Meena"], Role.SECRETARY)
    added = await hamlet.add("Phoolmati", group)
    await hamlet.decide("Radha", added.request.id)
    return group, {**ids, "Phoolmati": added.member.id}


async def waiting_id(hamlet: Hamlet) -> str:
    """Return the id of the one request that waits for a second person."""
    [(request_id,)] = await hamlet.rows("SELECT id FROM second_person WHERE state = 'waiting'")
    return str(request_id)


async def claimed(hamlet: Hamlet, name: str, member_id: str) -> None:
    """Let a person show the code that Sunita makes; Meena confirms, and two days pass."""
    await show(hamlet, name, (await make(hamlet, member_id)).code)
    await hamlet.decide("Meena", await waiting_id(hamlet))
    hamlet.pass_days(2)
    await carry_out(hamlet)


async def carry_out(hamlet: Hamlet) -> int:
    """Carry out one pending change that is due; return how many there were."""
    return await hamlet.write(tick, "pending changes", new_id=hamlet.new_id, at=hamlet.at())


def merged_at_once(
    tx: Tx,
    actor: Actor,
    kept_id: str,
    gone_id: str,
    why: MergeReason,
    *,
    new_id: Callable[[], str],
    at: datetime,
) -> int:
    """Merge two records as if two days had passed since it was asked."""
    merging.merge(tx, actor, kept_id, gone_id, why, new_id=new_id, at=at)
    tx.run("UPDATE pending_changes SET due_at = asked_at WHERE kind = 'merge'")
    return tick(tx, "pending changes", new_id=new_id, at=at)


async def pending_id(hamlet: Hamlet) -> str:
    """Return the id of the one change that is pending."""
    [(id_,)] = await hamlet.rows(
        "SELECT id FROM pending_changes WHERE state IN ('asked', 'waiting')"
    )
    return str(id_)


async def ended(hamlet: Hamlet, by: str, id_: str, *, stops: bool) -> PendingEnded:
    """Let a person stop a pending change, or let it take effect at once."""
    act = deciding.stop if stops else deciding.hurry
    return await hamlet.write(act, await hamlet.meet(by), id_, new_id=hamlet.new_id, at=hamlet.at())


def without_phone(tx: Tx, member_id: str) -> None:
    """Take a member's account away: hers is a record without a phone."""
    tx.run(
        "DELETE FROM telegram_accounts WHERE person_id ="
        " (SELECT person_id FROM members WHERE id = :id)",
        id=member_id,
    )


def has_pictures(tx: Tx, member_id: str) -> None:
    """Give a member four pictures, whichever they are."""
    member = select_member(tx, member_id)
    assert member is not None
    insert_asked(tx, member.group_id, member_id, "digest")
    update_set(tx, member_id, at=BEGIN)


async def owner(hamlet: Hamlet, telegram_id: int) -> tuple[str | None, Phone | None]:
    """Return the name and the phone of the member whose record an account opens."""
    person = await hamlet.read(select_person_of_account, telegram_id)
    if person is None:
        return None, None
    rows = await hamlet.rows("SELECT id FROM members WHERE person_id = :id", id=person.id)
    member = await hamlet.read(select_member, rows[0][0]) if rows else None
    return person.name, member.phone if member else None
