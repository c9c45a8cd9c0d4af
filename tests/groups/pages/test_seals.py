"""The seal on pages tells nothing of what was recorded between two meetings."""

from groups.deciding.acts import APPROVALS
from groups.pages import acts as pages
from ledger.chain import beginning
from tests.groups.hamlet import BEGIN, Hamlet
from tests.groups.later import NEXT, Later


async def test_the_seal_is_that_of_the_last_closed_meeting(later: Later) -> None:
    await later.live(NEXT)
    seals = {(await later.group_page_at(later.noon(NEXT, 2))).seal}
    await later.vouch(2, 9, later.noon(NEXT, 2))
    seals.add((await later.group_page_at(later.noon(NEXT, 3))).seal)
    [(head,)] = await later.rows(
        "SELECT head FROM links WHERE kind = 'registers' ORDER BY n DESC LIMIT 1"
    )

    assert seals == {head[:8]}


async def test_before_the_first_meeting_the_seal_is_that_of_empty_books(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village()
    actor = await hamlet.meet("Sunita")
    page = await hamlet.read(pages.group_page, actor, group.id, approvals=APPROVALS, at=BEGIN)

    assert page.seal == beginning(group.id).head[:8]
