"""Her privacy: what is recorded about her, leaving her group, taking her consent back."""

from datetime import datetime
from typing import Any

from groups.joining.acts import joining, leaving
from groups.lending.acts import loan_clock as loan_days
from groups.people.acts import persons as people
from groups.people.model.group import Group
from groups.people.model.refusals import AlreadyDecided
from groups.privacy import acts as privacy
from handlers.acts import herself
from handlers.callback_data import Tap
from handlers.turn import Act, ActContext, Answer
from storage.tx import Tx


def notice(tx: Tx, turn: ActContext) -> Answer | None:
    """Say what is stored, who sees it, and whom to ask."""
    if turn.incoming.is_private:
        turn.say(tx, "privacy", may_withdraw=leaving.may_withdraw(tx, turn.actor))
        return None
    return herself.in_group(tx, turn, "go_private")


def about_me(tx: Tx, turn: ActContext) -> None:
    """Show all that is recorded about her."""
    about = privacy.about_me(tx, turn.actor)
    facts: dict[str, Any] = {
        "name": about.name,
        "has_account": about.has_account,
        "group": about.group.name if about.group else None,
        "village": about.group.village if about.group and about.is_confirmed else None,
        "number": about.member.number if about.member and about.is_confirmed else None,
        "state": about.member.state.value if about.member else None,
        "joined_day": about.joined_day.isoformat() if about.joined_day else None,
        "pin_day": about.pin_day.isoformat() if about.pin_day else None,
        "roles": [role.value for role in about.roles],
        "consents": [[it.act, it.how, _day(it.at)] for it in about.consents],
        "ties": [[it.other.number, it.other.name, it.tie.value] for it in about.ties],
        "counts": dict(about.counts),
        "is_facilitator": about.is_facilitator,
        "member_id": about.member.id if about.member else None,
        "group_id": about.group.id if about.group else None,
        "may_withdraw": leaving.may_withdraw(tx, turn.actor),
        "reminders": loan_days.has_reminders(tx, turn.actor),
    }
    turn.show(tx, "me", **facts)


def ask_leave(tap: Tap) -> Act:
    """Ask once more whether she wants to leave her group."""

    def act(tx: Tx, turn: ActContext) -> None:
        group = _group_to_leave(tx, turn, tap)
        turn.show(tx, "leave", group_id=group.id, group=group.name)

    return act


def leave(tap: Tap) -> Act:
    """End her membership and her consent; AlreadyDecided if the card is of another group."""

    def act(tx: Tx, turn: ActContext) -> None:
        group = _group_to_leave(tx, turn, tap)
        joining.leave(tx, turn.actor, new_id=turn.new_id, at=turn.at)
        turn.show(tx, "you_left", group=group.name)

    return act


def ask_withdraw(tx: Tx, turn: ActContext) -> None:
    """Ask once more whether she takes her consent back; if she has, show how she undoes it."""
    under_way = leaving.erasing(tx, turn.actor)
    if under_way is not None:
        turn.show(
            tx,
            "pending_erasure",
            pending_id=under_way.pending_id,
            due_day=under_way.due_day.isoformat(),
            due_minute=under_way.due_minute,
            returns=under_way.returns,
        )
        return
    turn.show(tx, "withdraw", **_withdrawn_facts(leaving.withdrawable(tx, turn.actor)))


def withdraw(tap: Tap) -> Act:
    """Take her consent back: she leaves, her name is erased a day later, the books stay."""

    def act(tx: Tx, turn: ActContext) -> None:
        gone = leaving.withdraw(tx, turn.actor, tap.part(0), new_id=turn.new_id, at=turn.at)
        turn.show(tx, "withdrawn", **_withdrawn_facts(gone))

    return act


def _withdrawn_facts(withdrawable: leaving.Withdrawable) -> dict[str, Any]:
    return {
        "group_id": withdrawable.group_id,
        "group": withdrawable.group_name,
        "number": withdrawable.number,
        "savings": withdrawable.savings,
        "is_member": withdrawable.is_member,
    }


def _group_to_leave(tx: Tx, turn: ActContext, tap: Tap) -> Group:
    """The group of the card; AlreadyDecided if it is no longer her group.

    An old card must not end a new membership.
    """
    group = people.group_of(tx, turn.actor)
    if group is None or group.id != tap.part(0):
        raise AlreadyDecided
    return group


def _day(at: datetime) -> str:
    return at.date().isoformat()
