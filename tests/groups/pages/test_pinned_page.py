"""What a group's pinned message shows."""

from groups.pages import acts as pages
from groups.pages.model import PinnedPage
from tests.groups.hamlet import BEGIN, Hamlet
from tests.groups.later import Later


async def test_the_pinned_message_shows_what_the_group_may_know(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    page = await hamlet.read(pages.pinned_page, group.id, at=BEGIN)

    assert page == PinnedPage(
        group=group,
        members=2,
        grade=None,
        next_meeting=BEGIN.date(),
        is_meeting_open=False,
        ballots=[],
    )


async def test_before_it_has_begun_a_group_has_no_pinned_message(hamlet: Hamlet) -> None:
    added = await hamlet.add_bot()
    found = [await hamlet.read(pages.pinned_page, it, at=BEGIN) for it in (added.group.id, "none")]

    assert found == [None, None]


async def test_the_pinned_message_shows_the_newest_grade(later: Later) -> None:
    page = await later.database.read(pages.pinned_page, later.group_id, at=BEGIN)

    assert page is not None
    assert page.grade is not None
