"""Appoint the heads that the settings name, at every start."""

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
    """Make these persons heads, and dismiss heads whom the settings no longer name."""
    await database.write(facilitators.appoint_heads, telegram_ids, new_id=new_id, at=at)
