"""Change what a group has agreed, as an office-bearer; the group is notified."""

from datetime import datetime
from typing import Any

from groups.founding.rules import checked
from groups.funds.facts.fund_checks import check_price
from groups.messages.effects import say_to_group
from groups.messages.model import Facts
from groups.messages.store import pinned_message as status
from groups.people.effects.records import record_group_act
from groups.people.facts.door import enter, enter_to_read, see, signature
from groups.people.facts.names import name_of, read_group
from groups.people.model.group import Group, SetUp
from groups.people.model.people import Actor
from groups.people.rules.rights import Right, may
from groups.people.store.group_acts import GroupAct
from groups.people.store.groups import update_set_up
from storage.tx import Tx

WORDS = ("name", "village")
FIELDS = ("name", "village", "language", "meeting_day", "meeting_minute", "saving")


def to_see(tx: Tx, actor: Actor, group_id: str) -> Group:
    """A group whose agreed settings she may see; NotAMember until she is confirmed."""
    return enter_to_read(tx, actor, group_id, Right.SEE_MEMBERS)[0]


def to_change(tx: Tx, actor: Actor, group_id: str) -> Group:
    """A group whose agreed settings she may change."""
    return enter_to_read(tx, actor, group_id, Right.CHANGE_SETTINGS)[0]


def may_change(tx: Tx, actor: Actor, group_id: str) -> bool:
    """Whether she may change what a group has agreed."""
    return may(see(tx, actor, group_id)[1], Right.CHANGE_SETTINGS)


def change(  # noqa: PLR0913 - one for each thing that was agreed
    tx: Tx,
    actor: Actor,
    group_id: str,
    *,
    name: str | None = None,
    village: str | None = None,
    language: str | None = None,
    meeting_day: int | None = None,
    meeting_minute: int | None = None,
    saving: int | None = None,
    at: datetime,
) -> Group:
    """Change the given settings and leave the others; notify the group if any value is new.

    A new meeting day counts from the next meeting: it makes one longer period, never a shorter
    one. BadAnswer names the first field with an invalid value.
    """
    group, actor_roles = enter(tx, actor, group_id, Right.CHANGE_SETTINGS)
    given = dict(
        zip(FIELDS, (name, village, language, meeting_day, meeting_minute, saving), strict=True)
    )
    before = {field: getattr(group, field) for field in FIELDS}
    wished: dict[str, Any] = {**before, **{k: v for k, v in given.items() if v is not None}}
    agreed = checked(SetUp(**wished))
    changed = {k: getattr(agreed, k) for k in FIELDS if getattr(agreed, k) != before[k]}
    if not changed:
        return group
    if "saving" in changed:
        check_price(tx, group)
    update_set_up(tx, group.id, agreed)
    recorded_change = {field: field in WORDS or value for field, value in changed.items()}
    agreement = GroupAct(group.id, "agreed", group.id, signature(actor_roles), recorded_change)
    record_group_act(tx, agreement, at=at)
    facts: Facts = {"by": name_of(tx, signature(actor_roles)), "changed": changed}
    say_to_group(tx, group.id, "settings_changed", facts, at=at)
    status.upsert_wanted(tx, group.id, at)
    return read_group(tx, group.id)
