"""The heads of the settings are made facilitators at every start."""

from collections.abc import Callable
from datetime import datetime

from groups.programme.acts import facilitators
from storage.database import Database


async def appoint_heads(
    database: Database,
    telegram_ids: tuple[int, ...],
    *,
    new_id: Callable[[], str],
    at: datetime,
) -> None:
    """Make the facilitators of the settings what they are, and dismiss whoever is there no more."""
    await database.write(facilitators.appoint_heads, telegram_ids, new_id=new_id, at=at)
