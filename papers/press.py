"""Print books in a separate process, so that the bot goes on meanwhile."""

import asyncio
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from groups.books.model import Format, Table


def printed(tables: tuple[Table, ...], form: Format, language: str) -> bytes:
    """Return books as one file.

    The printing modules are imported here, because that takes half a second and the bot's own
    process never prints.
    """
    if form is Format.PDF:
        from papers.pdf import pages

        return pages(tables, language)
    from papers.xlsx import workbook

    return workbook(tables, language)


class Press:
    """Prints one file at a time."""

    def __init__(self) -> None:
        self._turn = asyncio.Semaphore(1)

    async def print(self, tables: tuple[Table, ...], form: Format, language: str) -> bytes:
        """Return books as one file, made in another process."""
        async with self._turn:
            pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"))
            try:
                loop = asyncio.get_running_loop()
                return await loop.run_in_executor(pool, printed, tables, form, language)
            finally:
                pool.shutdown(wait=False, cancel_futures=True)
