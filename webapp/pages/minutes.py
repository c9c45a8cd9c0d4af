"""The minutes of the group's meetings, as they stand after any correction."""

from aiohttp import web

from groups.meetings.acts import meetings, notices
from groups.meetings.acts.notices import NotSure
from groups.meetings.model import Minutes
from groups.people.acts import persons as people
from groups.people.model.people import Actor, Standing
from groups.people.rules.rights import Act, may
from groups.registers.store.meetings import MeetingBrief
from storage.tx import Tx
from webapp.asking import actor, fragment, group_id, look

routes = web.RouteTableDef()


@routes.get("/meetings")
async def held(request: web.Request) -> web.Response:
    """Show the list of meetings."""
    (briefs, standing), language = await look(request, _held, actor(request), group_id(request))
    return fragment(
        "web/meetings.html",
        language,
        meetings=briefs,
        is_member=standing.member is not None,
        may_see_register=may(standing, Act.SEE_REGISTER),
    )


@routes.get("/meetings/{meeting:[a-z0-9]+}")
async def one(request: web.Request) -> web.Response:
    """Show one meeting's minutes; those who may are offered to ask for a correction."""
    (minutes, may_correct, not_sure), language = await look(
        request, _minutes, actor(request), group_id(request), request.match_info["meeting"]
    )
    return fragment(
        "web/minutes.html",
        language,
        minutes=minutes,
        is_closing=False,
        may_correct=may_correct,
        not_sure=not_sure,
    )


def _held(tx: Tx, asker: Actor, group: str) -> tuple[tuple[MeetingBrief, ...], Standing]:
    return meetings.list_meetings(tx, asker, group), people.standing_in(tx, asker, group)


def _minutes(
    tx: Tx, asker: Actor, group: str, meeting: str
) -> tuple[Minutes, bool, NotSure | None]:
    standing = people.standing_in(tx, asker, group)
    found = meetings.minutes(tx, asker, meeting)
    is_leading = may(standing, Act.SEE_REGISTER)
    not_sure = notices.of_meeting(tx, asker, meeting) if is_leading else None
    return found, may(standing, Act.ASK_CORRECTION), not_sure
