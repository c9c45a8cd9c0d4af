"""How a test of messages plays the sender."""

from datetime import datetime, timedelta

from groups.messages.acts import outbox
from groups.messages.model import WaitingMessage
from tests.groups.hamlet import BEGIN, Hamlet

LATER = BEGIN + timedelta(days=1)


async def queue(hamlet: Hamlet, at: datetime = LATER) -> list[int]:
    """Return the first message that each reader may get at a moment."""
    return [row.n for row in await hamlet.read(outbox.queue, at)]


async def due(hamlet: Hamlet) -> tuple[WaitingMessage, ...]:
    """Take all messages that are due, each reader's in their order."""
    messages: list[WaitingMessage] = []
    while numbers := await queue(hamlet):
        messages += await hamlet.write(outbox.take, numbers)
    return tuple(messages)
