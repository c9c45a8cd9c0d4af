"""Appoint the heads that the settings name, at every start; log what waits for a moderator."""

import logging
from collections.abc import Callable
from datetime import datetime

from groups.programme.acts import facilitators
from storage.database import Database

log = logging.getLogger(__name__)


async def appoint_heads(
    database: Database,
    telegram_ids: tuple[int, ...],
    *,
    new_id: Callable[[], str],
    at: datetime,
) -> None:
    """Make these persons heads, and dismiss heads whom the settings no longer name."""
    await database.write(facilitators.appoint_heads, telegram_ids, new_id=new_id, at=at)


async def log_groups_without_moderator(database: Database) -> None:
    """Log how many groups wait because whoever could moderate them is concerned herself."""
    waiting = await database.read(facilitators.count_groups_without_moderator)
    if waiting:
        log.warning(
            "groups that nobody may moderate, because each facilitator founded them, or is in them,"
            " or her kin are: %d. What a facilitator decides there waits: name another one, in"
            " FACILITATORS or by /facilitator",
            waiting,
        )
