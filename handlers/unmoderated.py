"""Log at the start how many groups wait because nobody may moderate them."""

import logging

from groups.programme.acts import facilitators
from storage.database import Database

log = logging.getLogger(__name__)


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
