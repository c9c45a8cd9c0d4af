"""The practice village: the real house and a simulated Telegram beside it.

Only bot.py imports this. Like bot.py, it knows both sides; they share one movable clock.
"""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Final

import click
from aiohttp import web

from groups.charter.acts import register_charter
from groups.messages.acts import pulse
from groups.practice import deeds as practice_deeds
from groups.practice import next_due as calendar
from groups.practice import village as practice
from groups.practice.spoken import spoken
from house import House, new_id
from keeping import when_free
from sandbox.api import VILLAGE
from sandbox.clock import MovableClock
from sandbox.server import make_village
from sandbox.settings import PracticeChat, TourDeeds, Villager, VillageSettings
from settings import Settings
from storage.database import Database, open_database
from storage.lock_file import LockFile
from storage.tx import ChangedMigration, NewerDatabase
from texts.languages import ENGLISH

TOKEN: Final = "1000000001:practice-village"  # noqa: S105 - it only opens the simulated Telegram
_BOOKS: Final = "saakh.db"
_CHATS: Final = "telegram.json"
_UNFINISHED: Final = "unfinished.db"


class PracticeHouse:
    """The real house and a simulated Telegram beside it; both share one movable clock."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.village_folder
        self._clock = MovableClock()
        web_port = settings.village_port + 1
        self.settings = replace(
            settings,
            bot_token=TOKEN,
            bot_api_url=f"http://127.0.0.1:{settings.village_port}",
            database_url=f"sqlite:///{self._folder / _BOOKS}",
            web_host="127.0.0.1",
            web_port=web_port,
            public_url=f"http://127.0.0.1:{web_port}",
            webhook_secret="",
            webapp_name="",
            facilitators=(practice.FACILITATOR.telegram_id,),
        )
        self._database: Database | None = None
        self._house: House | None = None
        self._language = ENGLISH

    @asynccontextmanager
    async def alone(self) -> AsyncGenerator[None]:
        """Create the folder and keep other processes out; StorageBusy if one stays in it."""
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = await when_free(self._lock)
        try:
            yield
        finally:
            lock.release()

    async def _lock(self) -> LockFile:
        return LockFile(self._folder / "village")

    def telegram(self, language: str | None = None) -> web.Application:
        """Return the simulated Telegram, with the whole cast and their group's chat.

        Its chats, its clock and its language continue from the last visit; click.ClickException
        where their file cannot be read, or where another language is asked for.
        """
        try:
            made = make_village(self._in_language(language or ENGLISH))
        except (ValueError, LookupError, TypeError) as error:
            raise click.ClickException(
                f"{self._folder / _CHATS} cannot be read. Begin anew with `make run FRESH=1`."
            ) from error
        self._language = made[VILLAGE].settings.language
        if language not in {None, self._language}:
            raise click.ClickException(
                "The village stands in another language. --fresh begins it anew, and so does the"
                " language's button on its page."
            )
        return made

    def _in_language(self, language: str) -> VillageSettings:
        people = tuple(
            Villager(
                one.telegram_id,
                one.name,
                one.language,
                one.kind,
                one.has_phone,
                also_used_by=one.also_used_by,
            )
            for one in practice.cast_in(language)
        )
        name = spoken(practice.GROUP_NAME, language)
        chat = PracticeChat(practice.CHAT_ID, name, practice.IN_CHAT)
        return VillageSettings(
            token=self.settings.bot_token,
            people=people,
            groups=(chat,),
            web_app_url=f"{self.settings.public_url}/app",
            clock=self._clock,
            state_path=self._folder / _CHATS,
            bot_name=spoken("Saakh", language),
            language=language,
            on_clock_moved=self._clock_moved,
            on_start_over=self._start_over,
            next_meeting=self._next_meeting,
            next_scoring=self._next_scoring,
            speaking=self._in_language,
            deeds=self._deeds,
        )

    async def start(self, *, empty: bool) -> None:
        """Open the books and begin; new books get their past first, unless `empty`."""
        if not (self._folder / _BOOKS).exists() and not empty:
            await self._write_past()
        try:
            self._database = await open_database(self.settings.database_url)
        except (ChangedMigration, NewerDatabase) as error:
            raise click.ClickException(
                "The village was made by another version. Begin anew with `make run FRESH=1`."
            ) from error
        await self._catch_up(self._database)
        self._house = House(
            self.settings, self._database, self._clock.now, button_language=self._language
        )
        await self._house.start()

    async def _catch_up(self, database: Database) -> None:
        """Move the clock to the last tick or act: a killed process may not have stored its move."""
        marks = await database.read(pulse.clock_marks, None)
        for last in (marks.last_tick, marks.newest):
            if last is not None and last > self._clock.now():
                self._clock.move(last)

    async def _write_past(self) -> None:
        """Write the past into a file of another name, so that half-written books are never used."""
        self._remove(_UNFINISHED)
        database = await open_database(f"sqlite:///{self._folder / _UNFINISHED}")
        charter = self.settings.charter.read_text(encoding="utf-8")
        try:
            version = await database.write(register_charter, charter, self._clock.now())
            past = practice.past(
                now=self._clock.now(),
                new_id=new_id,
                charter_version=version,
                language=self._language,
            )
            for step in past:
                await database.write(step)
        finally:
            await database.close()
        (self._folder / _UNFINISHED).rename(self._folder / _BOOKS)
        self._remove(_UNFINISHED)

    async def stop(self) -> None:
        """Stop in order; the folder keeps its files."""
        if self._house is not None:
            await self._house.stop()
        if self._database is not None:
            await self._database.close()
        self._house = self._database = None

    def forget(self, *, with_telegram: bool) -> None:
        """Remove the village's books, and its chats too with `with_telegram`."""
        self._remove(_BOOKS)
        if with_telegram:
            (self._folder / _CHATS).unlink(missing_ok=True)

    def _remove(self, name: str) -> None:
        for path in self._folder.glob(f"{name}*"):
            path.unlink()

    async def _start_over(self, empty: bool, language: str) -> None:  # noqa: FBT001 - as it is called
        await self.stop()
        self._language = language
        self.forget(with_telegram=False)
        await self.start(empty=empty)

    async def _clock_moved(self) -> None:
        if self._house is not None and self._house.service is not None:
            await self._house.service.tick()

    async def _deeds(self) -> TourDeeds:
        """Read what was done from the books; nothing while the village begins anew."""
        if self._database is None:
            return TourDeeds()
        known = await self._database.read(practice_deeds.deeds, at=self._clock.now())
        return TourDeeds(known.done, known.vouched_for)

    async def _next_meeting(self) -> datetime:
        return await self._next(calendar.next_meeting)

    async def _next_scoring(self) -> datetime:
        return await self._next(calendar.next_scoring)

    async def _next(self, find: Callable[..., datetime | None]) -> datetime:
        assert self._database is not None, "the village is open"
        next_time = await self._database.read(find, at=self._clock.now())
        if next_time is None:
            raise LookupError("there is no group yet")
        return next_time
