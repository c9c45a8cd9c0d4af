"""What an excuse carries over: the register and the evidence agree."""

import pytest

from groups.charter.rules.charter import Charter
from groups.meetings.acts import meetings
from groups.people.store.members import MemberAct, insert_member_act
from groups.registers.model.meeting import Mark
from groups.standing.facts.evidence import read_told
from groups.standing.model import Pillar
from groups.standing.rules.evidence import dues_of
from groups.standing.rules.known import Moment, known_of
from storage.database import Database
from storage.tx import Tx, micros
from tests.groups.sisters import SAVING, Sisters, after, sisters


@pytest.mark.parametrize(
    ("marks", "savings"),
    [("p", (1, 1)), ("ep", (2, 2)), ("eep", (3, 3)), ("eeep", (4, 1)), ("ap", (2, 1))],
)
async def test_what_was_excused_is_due_and_done_later(
    database: Database, marks: str, savings: tuple[int, int]
) -> None:
    group = await sisters(database)
    await _hold(group, marks)

    assert await _savings(group, len(marks) * 7) == savings


async def _hold(group: Sisters, marks: str) -> None:
    """Hold a meeting a week; member 3 has these marks, and pays what is due when she comes."""
    by_letter = {"p": Mark.PRESENT, "e": Mark.EXCUSED, "a": Mark.ABSENT}
    cash = 0
    for week, letter in enumerate(marks):
        meeting = await group.open_meeting(after(7 * week))
        due = (await _page_due(group, meeting.id, week)) if letter == "p" else 0
        cash += 5 * SAVING + due
        body = group.body(cash, paid={3: due}, marks={3: by_letter[letter]})
        await group.close(meeting, body, after(7 * week))


async def _page_due(group: Sisters, meeting_id: str, week: int) -> int:
    page = await group.read(meetings.register, group.actor(1), meeting_id, at=after(7 * week))
    return page.lines[2].due


async def _savings(group: Sisters, days: int) -> tuple[int, int]:
    def join(tx: Tx) -> None:
        act = MemberAct("j", "g", group.member(3), "joined", after(-100).date(), "clock")
        insert_member_act(tx, act, at=after(-100))

    await group.write(join)
    end = after(days)
    moment = Moment(end.date(), micros(end), micros(end))
    known = known_of(await group.read(read_told, "g", moment), end.date(), Charter())
    dues = dues_of(known.facts[group.member(3)], end.date(), Charter().points)
    savings = [due for due in dues if due.pillar is Pillar.SAVING]
    return len(savings), sum(due.done for due in savings)
