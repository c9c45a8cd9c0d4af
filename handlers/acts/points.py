"""Her points and the group's grade, in short; the mini-app shows all causes."""

from typing import Any

from groups.deciding.acts import APPROVALS
from groups.pages import acts as pages
from groups.pages.model import GroupPage, PointsPage
from handlers.acts import herself
from handlers.turn import ActContext, Answer
from storage.tx import Tx

LINES_SHOWN = 4


def hers(tx: Tx, turn: ActContext) -> Answer | None:
    """Show her pillars and her latest weeks, in private only."""
    if not turn.incoming.is_private:
        return herself.in_group(tx, turn, "go_private")
    group = herself.her_group(tx, turn)
    page = pages.points_page(tx, turn.actor, group.id, at=turn.at)
    turn.show(tx, "points", **points_facts(page))
    return None


def groups(tx: Tx, turn: ActContext) -> Answer | None:
    """Show the group's grade and totals: to all in the group, or to her in private."""
    group = herself.her_group(tx, turn)
    page = pages.group_page(tx, turn.actor, group.id, approvals=APPROVALS, at=turn.at)
    if turn.incoming.is_private:
        turn.show(tx, "group", **group_facts(page))
        return None
    turn.say_in_group(tx, group.id, "group", **group_facts(page))
    return Answer(deletes=True)


def points_facts(page: PointsPage) -> dict[str, Any]:
    """The facts of the template `points`, in centi-points."""
    return {
        "name": page.name,
        "group": page.group.name,
        "token": page.group.start_token,
        "points": page.points,
        "word": page.standing_word.value,
        "next_reading": page.next_reading.isoformat(),
        "pillars": [[it.code, it.points, it.most, it.done, it.due] for it in page.pillars],
        "lines": [
            {
                "period": line.period.isoformat(),
                "before": line.before,
                "after": line.after,
                "causes": [[it.code, it.shown] for it in line.causes if it.shown],
                "is_disputed": line.is_disputed,
            }
            for line in page.lines[:LINES_SHOWN]
        ],
        "next_acts": [[it.code, it.gain] for it in page.next_acts],
    }


def group_facts(page: GroupPage) -> dict[str, Any]:
    """The facts of the template `group`: totals in paise, no amount of a single member."""
    grade = page.grade
    return {
        "name": page.group.name,
        "village": page.group.village,
        "token": page.group.start_token,
        "members": page.members,
        "marks": grade.marks if grade else None,
        "letter": grade.letter if grade else None,
        "pillars": [[it.code, it.marks] for it in grade.pillars] if grade else [],
        "period": grade.period.isoformat() if grade else None,
        "next_meeting": page.next_meeting.isoformat(),
        "next_minute": page.group.meeting_minute,
        "meetings_held": page.meetings_held,
        "savings": page.savings,
        "cash": page.cash,
        "seal": page.seal,
    }
