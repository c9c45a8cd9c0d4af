"""Check the books, back them up while the bot writes, and restore them, for bot.py's commands."""

import asyncio
import contextlib
import os
import re
import sys
import time
from collections.abc import (
    AsyncGenerator,
    AsyncIterator,
    Awaitable,
    Callable,
    Generator,
    Mapping,
)
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final, TextIO, TypeVar

import click

from groups.books import acts as books
from groups.books.model import Format, Printing
from groups.charter.model.programme import PROGRAMME
from groups.messages.acts import pulse
from groups.people.store.groups import select_group
from groups.programme.acts import exports
from groups.verifying import acts as verifying
from groups.verifying.facts import DIGESTED
from ledger import journal
from ledger.findings import Fault, Verification
from ledger.heads import Head, heads
from ledger.slips import clock_slips
from ledger.verify import verify
from papers.press import printed
from storage import postgres_copy, sqlite_copy
from storage.database import Database, is_there, open_database
from storage.lock_file import LockFile
from storage.migrate import MIGRATIONS, known_migrations
from storage.tx import StorageBusy, StorageError

Taken = TypeVar("Taken")
Lines = Callable[..., AsyncIterator[str]]  # takes a long read and group_id, which may be None
EXPORTS: Final[Mapping[tuple[str, str], Lines]] = MappingProxyType(
    {
        ("books", "hledger"): journal.hledger_journal,
        ("books", "beancount"): journal.beancount_journal,
        ("books", "csv"): journal.csv_journal,
        ("standings", "csv"): exports.standings_csv,
    }
)
_SQLITE: Final = "sqlite:///"
_FREE_SECONDS: Final = 5.0
_TRY_SECONDS: Final = 0.25
_NAMED: Final = re.compile(r"saakh-\d{8}-\d{6}Z\.(?:db|dump)")


@dataclass(frozen=True, slots=True)
class Copied:
    """A copy of the books: its place, its contents, and the findings of its check."""

    place: str
    size_bytes: int
    heads: list[Head]
    found: Verification


@contextlib.asynccontextmanager
async def opened(
    url: str, *, read_only: bool = False, alone: bool = False, begins: bool = False
) -> AsyncGenerator[Database]:
    """Open a database, and close it at the end.

    Where there are no books, begin new ones and say so if it `begins`, else raise StorageError and
    make nothing. With `alone`, wait some seconds for another process to release the database.
    """
    if url.startswith(_SQLITE):
        sqlite_copy.refuse_unwritable(_file_of(url))
    with sqlite_copy.full_disk_named(url):
        is_new = not await is_there(url)
    if is_new and not begins:
        raise _no_books(url)
    make = partial(open_database, url, read_only=read_only, alone=alone)
    with sqlite_copy.full_disk_named(url):
        database = await (when_free(make) if alone else make())
    try:
        if is_new:
            click.echo(f"New books are begun in {_place_of(url)}.")
        yield database
    finally:
        await database.close()


async def when_free(take: Callable[[], Awaitable[Taken]]) -> Taken:
    """Take what another process may hold; wait some seconds for it, and say so.

    Raises StorageBusy when it is not released in time.
    """
    until = time.monotonic() + _FREE_SECONDS
    is_said = False
    while True:
        try:
            return await take()
        except StorageBusy as busy:
            if time.monotonic() > until:
                raise
            if not is_said:
                click.echo(f"{busy}. Waiting {_FREE_SECONDS:.0f} seconds for it to end.", err=True)
                is_said = True
            await asyncio.sleep(_TRY_SECONDS)


def _no_books(url: str) -> StorageError:
    return StorageError(
        f"there are no books in {_place_of(url)}, and none were begun. Is DATABASE_URL right? "
        "`python bot.py migrate` begins new ones"
    )


def _place_of(url: str) -> str:
    """Name a database without its password."""
    return str(_file_of(url)) if url.startswith(_SQLITE) else "the database of DATABASE_URL"


async def check(url: str, seals: tuple[str, ...] = ()) -> Verification:
    """Recompute every chain, balance and scoring run, and let SQLite check its file."""
    try:
        async with opened(url, read_only=True) as database:
            latest = await database.read(pulse.latest_time, datetime.now(UTC))
            async with database.long_read() as read:
                verification = await verify(read, DIGESTED, seals=seals)
                slips = await clock_slips(read, latest=latest)
            # A village's charter is put into force by today's clock, before its past.
            verification.slips += [slip for slip in slips if slip.group_id != PROGRAMME]
            await _look_through(url, verification)
            # A damaged file may hold a run whose period never ends.
            if all(finding.fault is not Fault.DAMAGED for finding in verification.findings):
                await _recompute_runs(database, verification)
            await _check_groups(database, verification)
    except UnicodeDecodeError as error:  # the driver cannot decode the broken text
        raise StorageError("it is damaged: a text in it is no text") from error
    return verification


async def _recompute_runs(database: Database, verification: Verification) -> None:
    length = await database.read(verifying.count_runs)
    with click.progressbar(length=length, label="Scoring runs", file=sys.stderr) as bar:
        places = await database.read(verifying.next_places)
        while places:
            for place in places:
                for finding in await database.read(verifying.check_run, place):
                    slips = verification.slips
                    is_slip = await database.read(
                        verifying.is_explained, place, finding, slips=slips
                    )
                    (verification.explained if is_slip else verification.findings).append(finding)
                bar.update(1)
            verification.count("runs computed", len(places))
            places = await database.read(verifying.next_places, places[-1])


async def _check_groups(database: Database, verification: Verification) -> None:
    length = await database.read(verifying.count_groups)
    with click.progressbar(length=length, label="Groups", file=sys.stderr) as bar:
        groups = await database.read(verifying.next_groups)
        while groups:
            for group in groups:
                for finding in await database.read(verifying.check_group, group):
                    verification.note(finding.table, finding.row, finding.fault)
                bar.update(1)
            verification.count("groups checked", len(groups))
            groups = await database.read(verifying.next_groups, groups[-1])


async def _look_through(url: str, verification: Verification) -> None:
    if url.startswith(_SQLITE):
        path = _file_of(url)
        known = known_migrations(MIGRATIONS, "sqlite")
        for words in await asyncio.to_thread(sqlite_copy.damage, path):
            verification.note(path.name, words, Fault.DAMAGED)
        for name in await asyncio.to_thread(sqlite_copy.made_otherwise, path, known):
            verification.note(path.name, name, Fault.MADE_OTHERWISE)


# --- backup ---------------------------------------------------------------------------------------


async def back_up(url: str, to: Path | None, *, keep: int, is_folder: bool = False) -> Copied:
    """Copy the books while others write them, check the copy, and only then give it its name.

    With `is_folder`, or without a place, the folder is made. In a folder, the copy's name is its
    time, and only the newest `keep` copies stay. An existing file is refused. An unsound copy is
    named `….unsound`.
    """
    if not await is_there(url):
        raise _no_books(url)
    is_file = url.startswith(_SQLITE)
    folder = _file_of(url).parent / "backups" if is_file else Path("backups")
    place = _place(to or folder, "db" if is_file else "dump", is_folder=is_folder or to is None)
    sqlite_copy.refuse_taken(place)
    made = place.with_name(f"{place.name}.unfinished")
    sqlite_copy.remove(made)
    try:
        copied = await (_copy_file(url, made) if is_file else _dump(url, made))
        if not copied.found.is_sound:
            place = place.with_name(f"{place.name}.unsound")
        sqlite_copy.put_in_place(made, place)
    finally:
        sqlite_copy.remove(made)
    if copied.found.is_sound and _NAMED.fullmatch(place.name) and place != to:
        _forget_old(place.parent, keep)
    return Copied(str(place), copied.size_bytes, copied.heads, copied.found)


def _place(to: Path, ending: str, *, is_folder: bool) -> Path:
    try:
        if is_folder:
            to.mkdir(parents=True, exist_ok=True)
        if not to.is_dir():
            return to
    except OSError as error:
        raise click.ClickException(f"{to} cannot be made: {error.strerror}.") from error
    return to / f"saakh-{datetime.now(UTC):%Y%m%d-%H%M%SZ}.{ending}"


async def _copy_file(url: str, made: Path) -> Copied:
    with sqlite_copy.full_disk_named(url):
        await asyncio.to_thread(sqlite_copy.copy, _file_of(url), made)
    return await _looked_into(f"{_SQLITE}{made}", made)


async def _dump(url: str, made: Path) -> Copied:
    """Check and dump the same snapshot."""
    async with opened(url, read_only=True) as database, database.long_read() as read:
        (snapshot,) = [row[0] async for row in read.rows(postgres_copy.EXPORT_SNAPSHOT)]
        await asyncio.to_thread(postgres_copy.dump, url, made, snapshot)
        verification = await verify(read, DIGESTED)
        return Copied("", sqlite_copy.size_of(made), await heads(read), verification)


def _forget_old(folder: Path, keep: int) -> None:
    names = sorted(path.name for path in folder.iterdir() if _NAMED.fullmatch(path.name))
    for name in names[:-keep]:
        (folder / name).unlink()


# --- restore --------------------------------------------------------------------------------------


async def bring_back(url: str, backup: Path) -> Copied:
    """Restore a backup to an empty place, migrate it to this version's tables, and check it.

    Raises StorageError where the place is not empty, or the file is no backup or a newer version's.
    On SQLite, unsound books are not put in place; on PostgreSQL they are, and the check reports it.
    """
    if url.startswith(_SQLITE):
        return await _bring_back_file(_file_of(url), backup)
    known = known_migrations(MIGRATIONS, "postgresql")
    await asyncio.to_thread(postgres_copy.restore, url, backup, known)
    async with opened(url):
        pass  # opening it migrates older tables
    return await _looked_into(url, backup)


async def _bring_back_file(place: Path, backup: Path) -> Copied:
    if not place.parent.is_dir():
        raise StorageError(f"there is no directory {place.parent} for the database")
    sqlite_copy.refuse_taken(place)
    sqlite_copy.refuse_missing(backup)
    made = place.with_name(f"{place.name}.unfinished")
    lock = LockFile(place)
    try:
        sqlite_copy.remove(made)
        await asyncio.to_thread(sqlite_copy.copy, backup, made)
        async with opened(f"{_SQLITE}{made}"):
            pass  # opening it migrates older tables, and refuses newer ones
        copied = await _looked_into(f"{_SQLITE}{made}", made)
        if copied.found.is_sound:
            sqlite_copy.put_in_place(made, place)
    finally:
        sqlite_copy.remove(made)
        lock.release()
    return copied


async def _looked_into(url: str, file: Path) -> Copied:
    verification = await check(url)
    async with opened(url, read_only=True) as database, database.long_read() as read:
        return Copied(url, sqlite_copy.size_of(file), await heads(read), verification)


def _file_of(url: str) -> Path:
    return Path(url.removeprefix(_SQLITE)).resolve()


# --- taken away -----------------------------------------------------------------------------------


async def write_lines(url: str, lines: Lines, group_id: str | None, output: Path | None) -> None:
    """Write the lines of an export into a file, or to the screen."""
    async with opened(url, read_only=True) as database, database.long_read() as read:
        await check_group(database, group_id)
        with _written(output) as out:
            async for line in lines(read, group_id=group_id):
                out.write(line)


async def print_books(
    url: str, printing: Printing, form: Format, language: str, output: Path
) -> None:
    """Write books of a group into one file, for printing or for a spreadsheet."""
    async with opened(url, read_only=True) as database:
        await check_group(database, printing.group_id)
        tables = await database.read(books.printed, printing)
    if not tables:
        raise click.ClickException("There is no such member in this group.")
    _write_bytes(output, printed(tables, form, language))


async def check_group(database: Database, group_id: str | None) -> None:
    """Refuse the id of a group that does not exist."""
    if group_id is not None and await database.read(select_group, group_id) is None:
        raise click.ClickException(f"There is no group {group_id}.")


@contextlib.contextmanager
def _written(path: Path | None) -> Generator[TextIO]:
    screen = contextlib.nullcontext(sys.stdout)
    try:
        with path.open("w", encoding="utf-8") if path else screen as out:
            yield out
            out.flush()
    except BrokenPipeError:
        os._exit(0)  # its reader, such as `head`, has seen enough; nothing was changed
    except OSError as error:
        raise _cannot_write(path or Path("/dev/stdout"), error) from error


def _write_bytes(path: Path, body: bytes) -> None:
    try:
        path.write_bytes(body)
    except OSError as error:
        raise _cannot_write(path, error) from error


def _cannot_write(path: Path, error: OSError) -> click.ClickException:
    return click.ClickException(f"{path} cannot be written: {error.strerror}.")
