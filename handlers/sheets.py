"""Fetch and read a cut-off sheet sent as a document, before the act, never inside it."""

import asyncio
from typing import Final

from telegram import Bot, Document

from groups.oldbooks.model import NotASheet, Sheet
from papers.cutoff_reading import BYTES_MOST, sheet_of

_ENDING: Final = ".xlsx"


def is_sheet(document: Document) -> bool:
    """Whether a document can be a sheet: a small workbook, by its size and file name."""
    is_small = (document.file_size or 0) <= BYTES_MOST
    return is_small and (document.file_name or "").lower().endswith(_ENDING)


class Sheets:
    """Fetches documents from Telegram and reads them."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def read(self, document: Document) -> Sheet | None:
        """The sheet; None for another document. Network errors are raised, for another try."""
        if not is_sheet(document):
            return None
        file = await self._bot.get_file(document.file_id)
        body = bytes(await file.download_as_bytearray())
        try:
            return await asyncio.to_thread(sheet_of, body)
        except NotASheet:
            return None
