"""Fetch and read a cut-off sheet sent as a document, before the act, never inside it."""

import asyncio
from typing import Final

from telegram import Bot, Document

from groups.oldbooks.model import NotASheet, SaveAsWorkbook, Sheet, SheetTooLarge
from groups.people.model.refusals import Refusal
from papers.cutoff_grid import BYTES_MOST
from papers.cutoff_reading import sheet_of

_ENDING: Final = ".xlsx"
_OF_SPREADSHEETS: Final = (".xls", ".xlsm", ".xlsb", ".ods", ".fods", ".csv", ".tsv", ".numbers")


def unfit(document: Document) -> Refusal | None:
    """Why a document cannot be the sheet, by its name and size; None if it can."""
    name = (document.file_name or "").lower()
    if name.endswith(_OF_SPREADSHEETS):
        return SaveAsWorkbook()
    if not name.endswith(_ENDING):
        return NotASheet()
    return SheetTooLarge() if (document.file_size or 0) > BYTES_MOST else None


class Sheets:
    """Fetches documents from Telegram and reads them."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def read(self, document: Document) -> Sheet | Refusal:
        """The sheet, or why there is none. Network errors are raised, for another try."""
        reason = unfit(document)
        if reason is not None:
            return reason
        file = await self._bot.get_file(document.file_id)
        body = bytes(await file.download_as_bytearray())
        try:
            return await asyncio.to_thread(sheet_of, body)
        except Refusal as refusal:
            return refusal
