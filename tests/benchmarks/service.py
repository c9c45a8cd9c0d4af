"""The real service over a database in its own folder, with a wire that leads nowhere."""

import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from groups.charter.acts import register_charter
from handlers.service import TelegramService, make_bot
from handlers.settings import TelegramSettings
from storage.database import Database, open_database
from tests.benchmarks.population import BEGUN, CHARTER, ids
from tests.benchmarks.rounds import DISK
from tests.handlers.wire import Wire
from texts.say import prepare

TOKEN: Final = "4242:measured-token"
SECRET: Final = "measured-secret"


@dataclass(slots=True)
class Served:
    """The service, its database, its wire and its time, which the benchmark moves."""

    service: TelegramService
    database: Database
    wire: Wire
    times: dict[str, datetime] = field(default_factory=lambda: {"now": BEGUN})

    def now(self) -> datetime:
        """The business time."""
        return self.times["now"]


@asynccontextmanager
async def served(at: datetime) -> AsyncGenerator[Served, None]:
    """Start the service over an empty database, complete but for Telegram's side."""
    prepare()
    DISK.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=DISK) as folder:
        database = await open_database(f"sqlite:///{Path(folder) / 'measured.db'}")
        charter = await database.write(register_charter, CHARTER.read_text(), BEGUN)
        times, wire = {"now": at}, Wire()
        service = make_bot(
            TelegramSettings(TOKEN, charter, public_url="https://saakh.example.org"),
            database,
            now=lambda: times["now"],
            new_id=ids("m"),
            request=wire,
            updates_request=wire,
        )
        wire.tell_time = lambda: service.trust.heard(times["now"])
        await service.start()
        try:
            yield Served(service, database, wire, times)
        finally:
            await service.stop()
            await database.close()
