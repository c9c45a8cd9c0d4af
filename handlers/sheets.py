"""A sheet that somebody sends as a document, fetched and read before the act, not inside it."""

import asyncio
from typing import Final

from telegram import Bot, Document

from groups.oldbooks.model import NotASheet, Sheet
from papers.cutoff_sheet import BYTES_MOST, sheet_of

_ENDING: Final = ".xlsx"


def is_sheet(document: Document) -> bool:
    """Whether it could be one: a small workbook, by what is told of it."""
    is_small = (document.file_size or 0) <= BYTES_MOST
    return is_small and (document.file_name or "").lower().endswith(_ENDING)


class Sheets:
    """Fetches documents from Telegram and reads them."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def read(self, document: Document) -> Sheet | None:
        """The sheet; None for another document. Raises what the network raises, to come again."""
        if not is_sheet(document):
            return None
        file = await self._bot.get_file(document.file_id)
        body = bytes(await file.download_as_bytearray())
        try:
            return await asyncio.to_thread(sheet_of, body)
        except NotASheet:
            return None
