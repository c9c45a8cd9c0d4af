"""In Hindi: a group begins, members join, one vouches, they meet, and each gets her message."""

from collections.abc import AsyncIterator

import pytest

from groups.founding.acts import founding
from groups.meetings.acts import meetings
from groups.people.model.people import Actor
from groups.people.store.persons import select_person_of_account
from groups.registers.model.meeting import Register, RegisterLine
from storage.database import Database
from storage.tx import Tx
from tests.journeys.story import ASHA, GROUP, KAMLA, MEENA, RANI, SUNITA, Story, told


@pytest.fixture
async def story(database: Database) -> AsyncIterator[Story]:
    """Yield a village in which nobody has met yet."""
    async with told(database) as begun:
        yield begun


async def begin(story: Story) -> None:
    """Let Kamla bring the bot and set the group up; Asha admits it."""
    await story.driver.start_bot(ASHA)
    await story.driver.wait_for(ASHA, None, "")
    await story.driver.add_bot(KAMLA, GROUP)
    await story.driver.start_bot(KAMLA, await story.link(KAMLA, "समूह बनाएँ", GROUP))
    await story.taps(KAMLA, "Ujala")
    await story.driver.wait_for(KAMLA, None, "किस गाँव")
    await story.driver.say(KAMLA, None, "रामपुर")
    for words in ("हिन्दी", "सोमवार", "15:00", "₹20", "सहेजें"):
        await story.taps(KAMLA, words)
    await story.taps(ASHA, "Admit the group")


async def join(story: Story, who: int, *words: str) -> None:
    """Let a person follow the group's link and answer."""
    await story.driver.start_bot(who, await story.link(who, "जुड़ें", GROUP))
    for tapped in words:
        await story.taps(who, tapped)


async def hold_meeting(story: Story, minutes_in: int) -> None:
    """Let Kamla start the meeting in the chat and close it as the mini-app does."""
    await story.driver.say(KAMLA, GROUP, "/meeting")
    await story.waits_for_button(minutes_in, "रजिस्टर", GROUP)
    await story.database.write(_close, story)


def _close(tx: Tx, story: Story) -> None:
    person = select_person_of_account(tx, KAMLA)
    assert person is not None
    kamla = Actor(person.id)
    group = founding.group_in_chat(tx, GROUP)
    assert group is not None
    now = story.now()
    opened = meetings.open_meeting(tx, kamla, group.id, new_id=lambda: "unused", at=now)
    page = meetings.register(tx, kamla, opened.id, at=now)
    lines = tuple(RegisterLine(it.member_id, it.mark, it.saved, it.extra) for it in page.lines)
    body = Register(lines, page.cash_expected)
    meetings.close(tx, kamla, opened.id, body, new_id=lambda: "unused", at=now)


async def test_a_group_begins_joins_vouches_and_meets(story: Story) -> None:
    await begin(story)
    await join(story, KAMLA, "राज़ी", "18")
    await join(story, SUNITA, "agree", "18", "Done", "Done")
    await join(story, MEENA, "agree", "18", "Done", "Done")
    await join(story, RANI, "राज़ी", "18", "हो गया", "हो गया")

    await story.driver.say(SUNITA, GROUP, "/vouch")
    alert = await story.taps(MEENA, "Sunita", GROUP)
    assert alert is not None
    assert alert.startswith("Your word for Sunita stands until")

    await hold_meeting(story, KAMLA)
    story.service.said()
    minutes = await story.driver.wait_for(RANI, GROUP, "कार्यवाही")
    assert "<" not in minutes["text"]
    line = await story.driver.wait_for(MEENA, None, "recorded for you")
    assert "Your savings in all: ₹20" in line["text"]
    assert "रामपुर" in await story.pinned(SUNITA, GROUP, "4 सदस्य")
