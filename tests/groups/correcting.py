"""Ask for a correction and confirm it, for the tests of corrections."""

from datetime import datetime

from groups.approvals.model import Asked, Decided, Request
from groups.approvals.store import select_request
from groups.deciding import acts as second_person
from groups.meetings.acts import meetings
from groups.registers.model.meeting import Meeting, Register
from storage.database import Database
from tests.groups.sisters import SAVING, Sisters, after, sisters

ALL_PAID = 6 * SAVING
DAY_AFTER = after(1)


async def closed(database: Database) -> tuple[Sisters, Meeting]:
    """A group with a closed meeting in which all paid."""
    group = await sisters(database)
    meeting = await group.open_meeting()
    await group.close(meeting, group.body(ALL_PAID))
    return group, meeting


async def ask(
    group: Sisters,
    meeting: Meeting,
    body: Register,
    *,
    reason: str = "counted again",
    by: int = 1,
    at: datetime = DAY_AFTER,
) -> Asked:
    """Ask for a correction."""
    return await group.write(
        meetings.ask_correction,
        group.actor(by),
        meeting.id,
        body,
        reason,
        new_id=group.new_id,
        at=at,
    )


async def confirm(
    group: Sisters, asked: Asked, second: int = 2, *, at: datetime = DAY_AFTER
) -> Decided:
    """Confirm a correction as the second person."""
    return await group.write(
        second_person.decide,
        group.actor(second),
        asked.request.id,
        is_yes=True,
        new_id=group.new_id,
        at=at,
    )


async def correct(
    group: Sisters, meeting: Meeting, body: Register, *, at: datetime = DAY_AFTER
) -> Asked:
    """Ask for a correction and confirm it."""
    asked = await ask(group, meeting, body, at=at)
    await confirm(group, asked, at=at)
    return asked


async def request(group: Sisters, asked: Asked) -> Request:
    """Return the request as it is stored now."""
    request = await group.read(select_request, asked.request.id)
    assert request is not None
    return request
