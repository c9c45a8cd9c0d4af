"""The operator's commands on what was put aside: `bot.py inbox` and `bot.py clock`.

A running bot on SQLite holds the database: it is then asked to do what is to be written.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

import click
from aiohttp import ClientError, ClientSession, ClientTimeout

from groups.messages.acts import clock_work, inbox, pulse
from groups.messages.model import ParkedUpdate
from handlers import apply
from handlers.clock_trust import doubt_of
from house import new_id, real_now
from keeping import opened
from ledger.slips import ClockSlip
from settings import Settings, settings_here
from storage.database import Database
from storage.tx import StorageBusy, moment
from webapp.operator import ACCEPT_PATH, CLOCK_PATH, DROP_PATH, PATH, operator_key

_ANSWER_SECONDS: Final = 10.0


@click.group("inbox")
def inbox_commands() -> None:
    """Updates that were put aside after their handling failed five times."""


@inbox_commands.command("list")
def list_parked() -> None:
    """Show the updates that were put aside: their kinds and errors, not their words."""

    async def act(database: Database) -> None:
        for one in await database.read(inbox.parked):
            click.echo(
                f"{one.update_id}  {one.kind}  {one.tries} tries  {one.error}  "
                f"came {moment(one.received_at):%Y-%m-%d %H:%M} UTC"
            )

    _with_database(act, read_only=True)


@inbox_commands.command("retry")
@click.argument("update_id", metavar="[ID]", required=False, type=click.IntRange(min=0))
def retry_parked(update_id: int | None) -> None:
    """Try updates again: all, or the one with this number; a running bot does it at once."""
    count = asyncio.run(_retry_updates(settings_here(), update_id))
    click.echo(f"{count} {'update' if count == 1 else 'updates'} will be tried again.")


@inbox_commands.command("drop")
@click.argument("update_id", metavar="ID", type=click.IntRange(min=0))
@click.option("--yes", "is_sure", is_flag=True, help="Do not ask again.")
def drop_parked(update_id: int, *, is_sure: bool) -> None:
    """Put an update away that can never be carried out; its sender is told that it was not.

    What it asked for is lost. Its kind and its error stay for the record: `inbox dropped`.
    """
    settings = settings_here()
    parked = asyncio.run(_find_parked(settings, update_id))
    if not is_sure:
        click.echo(
            f"Update {update_id} ({parked.kind}, came {_minute(moment(parked.received_at))}) broke "
            f"{parked.tries} times: {parked.error}.\n"
            "What it asked for is in no book, and never will be. Its sender is told, in her "
            "language, that it was not recorded and that she may do it again."
        )
        click.confirm("Put it away for good?", abort=True)
    dropped = asyncio.run(_drop_update(settings, update_id))
    if not dropped["dropped"]:
        raise click.ClickException(f"Update {update_id} is put aside no more. Nothing was done.")
    told = "Its sender is told." if dropped["told"] else "Nobody could be told of it."
    click.echo(f"Update {update_id} is put away. {told}")


@inbox_commands.command("dropped")
def list_dropped() -> None:
    """Show the updates that were put away for good: their kinds and errors, not their words."""

    async def act(database: Database) -> None:
        for one in await database.read(inbox.dropped):
            click.echo(
                f"{one.update_id}  {one.kind}  {one.tries} tries  {one.error}  "
                f"came {_minute(moment(one.received_at))}  "
                f"put away {_minute(moment(one.dropped_at))}"
            )

    _with_database(act, read_only=True)


@click.group("clock", invoke_without_command=True)
@click.option("--accept", is_flag=True, help="The machine's clock is right: go on by it.")
@click.pass_context
def clock_commands(ctx: click.Context, *, accept: bool) -> None:
    """Show what the machine's clock is compared with; accept it; see work that was put aside.

    A running bot does not believe a clock that is more than five minutes off Telegram's, behind the
    newest recorded act, or, without Telegram's time, more than eight days past the last tick.
    """
    if accept:
        asyncio.run(_accept_clock(settings_here()))
        click.echo(f"Accepted: it is {real_now():%Y-%m-%d %H:%M} UTC.")
    elif ctx.invoked_subcommand is None:
        _with_database(_show_clock, read_only=True)


async def _show_clock(database: Database) -> None:
    marks, now = await database.read(pulse.clock_marks, None), real_now()
    click.echo(f"now            {now:%Y-%m-%d %H:%M:%S} UTC by this machine")
    for name, at in (("last tick", marks.last_tick), ("newest act", marks.newest)):
        click.echo(f"{name:<14} {f'{at:%Y-%m-%d %H:%M:%S} UTC' if at else 'none'}")
    doubt = doubt_of(now, marks, telegram=None)
    click.echo(f"The clock is {doubt.value}." if doubt else "The clock goes with the books.")


def words_of_slip(slip: ClockSlip) -> str:
    """Say which acts do not fit, what may differ by that, and since when the books are sound."""
    since = slip.before or slip.end
    return (
        f"group {slip.group_id}: the clock was wrong. {slip.acts} acts, links {slip.first_n} to "
        f"{slip.last_n}, are dated {_minute(slip.dated_from)} to {_minute(slip.dated_to)}; the act "
        f"before is dated {_minute(slip.after)}, the act after {_minute(slip.before)}. What was "
        f"reckoned as of {_minute(slip.begin)} to {_minute(slip.end)} may differ. The books are "
        f"sound since link {slip.last_n + 1}, {_minute(since)}."
    )


def _minute(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at is not None else "nowhere"


async def check_clock(database: Database, now: datetime) -> None:
    """Refuse to date anything by a clock that the books contradict; Telegram is not asked."""
    doubt = doubt_of(now, await database.read(pulse.clock_marks, None), telegram=None)
    if doubt is not None:
        raise click.ClickException(
            f"The machine's clock says {now:%Y-%m-%d %H:%M} UTC, which is {doubt.value}. Nothing "
            "was done. If it is right, say so: python bot.py clock --accept"
        )


@clock_commands.command("list")
def list_parked_steps() -> None:
    """Show what is put aside: the step, the group, its error, and when it is tried again."""

    async def act(database: Database) -> None:
        for one in await database.read(clock_work.parked):
            click.echo(
                f"{one.step}  group {one.group_id or 'none'}  {one.tries} tries  {one.error}  "
                f"since {moment(one.parked_at):%Y-%m-%d %H:%M} UTC  "
                f"again {moment(one.again_at):%Y-%m-%d %H:%M} UTC"
            )

    _with_database(act, read_only=True)


@clock_commands.command("retry")
def retry_parked_steps() -> None:
    """Try all of it again at the clock's next look, within half a minute."""
    count = asyncio.run(_retry_steps(settings_here()))
    click.echo(f"{count} {'step' if count == 1 else 'steps'} will be tried again.")


def _with_database(
    act: Callable[[Database], Coroutine[Any, Any, None]], *, read_only: bool = False
) -> None:
    settings = settings_here()

    async def whole() -> None:
        async with opened(settings.database_url, read_only=read_only) as database:
            await act(database)

    asyncio.run(whole())


# --- through a running bot ------------------------------------------------------------------------


async def _retry_updates(settings: Settings, update_id: int | None) -> int:
    """Try parked updates again; a running bot that holds the database does it itself."""
    try:
        async with opened(settings.database_url) as database:
            return await database.write(inbox.retry, update_id)
    except StorageBusy as busy:
        asked = {} if update_id is None else {"update_id": str(update_id)}
        return int((await _ask_running_bot(settings, PATH, asked, busy))["retried"])


async def _find_parked(settings: Settings, update_id: int) -> ParkedUpdate:
    async with opened(settings.database_url, read_only=True) as database:
        for parked in await database.read(inbox.parked):
            if parked.update_id == update_id:
                return parked
    raise click.ClickException(
        f"No update {update_id} is put aside. `python bot.py inbox list` shows those that are."
    )


async def _drop_update(settings: Settings, update_id: int) -> Mapping[str, Any]:
    """Put a parked update away; a running bot that holds the database does it itself."""
    try:
        async with opened(settings.database_url) as database:
            await check_clock(database, real_now())
            is_told = await database.write(apply.drop, update_id, new_id=new_id, at=real_now())
            return {"dropped": is_told is not None, "told": is_told}
    except StorageBusy as busy:
        return await _ask_running_bot(settings, DROP_PATH, {"update_id": str(update_id)}, busy)


async def _retry_steps(settings: Settings) -> int:
    """Let the clock's steps that are put aside be tried at its next look, likewise."""
    try:
        async with opened(settings.database_url) as database:
            return await database.write(clock_work.retry)
    except StorageBusy as busy:
        return int((await _ask_running_bot(settings, CLOCK_PATH, {}, busy))["retried"])


async def _accept_clock(settings: Settings) -> None:
    try:
        async with opened(settings.database_url) as database:
            await database.write(pulse.accept_clock, at=real_now())
    except StorageBusy as busy:
        await _ask_running_bot(settings, ACCEPT_PATH, {}, busy)


async def _ask_running_bot(
    settings: Settings, path: str, asked: Mapping[str, str], busy: StorageBusy
) -> Mapping[str, Any]:
    """Ask the bot that holds the database to do it; `busy` where none answers."""
    host = "127.0.0.1" if settings.web_host in {"0.0.0.0", "::"} else settings.web_host  # noqa: S104 - it is asked, not listened at
    headers = {"Authorization": f"Bearer {operator_key(settings.bot_token)}"}
    try:
        async with (
            ClientSession(timeout=ClientTimeout(_ANSWER_SECONDS)) as http,
            http.post(
                f"http://{host}:{settings.web_port}{path}", headers=headers, params=asked
            ) as answer,
        ):
            if answer.status == HTTPStatus.CONFLICT:
                raise click.ClickException(
                    "The running bot does not believe the machine's clock. Nothing was done. "
                    "`python bot.py clock` shows why."
                )
            answer.raise_for_status()
            return dict(await answer.json())
    except (ClientError, TimeoutError, ValueError, TypeError) as error:
        raise StorageBusy(
            f"{busy}, and no bot answers at {host}:{settings.web_port} to this BOT_TOKEN"
        ) from error
