"""Start here: settings → clock, database → handlers, web view, scheduler → run.

`python bot.py --help` lists the commands. Settings come from the environment and from `.env`
(settings.py); house.py puts the running parts together.
"""

import asyncio
import errno
import json
import logging
import os
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import click
from click.core import ParameterSource
from telegram.error import InvalidToken, TelegramError

import keeping
from groups.books.model import Book, Format, Printing
from groups.charter.acts import OtherCharterStands
from groups.charter.rules.toml_text import CharterError
from groups.standing import acts as scoring
from house import House, live, real_now, serve
from keeping import Copied, back_up, bring_back, check, opened
from ledger.findings import Verification
from operating import check_clock, clock_commands, inbox_commands, words_of_slip
from papers.cutoff_sheet import blank
from settings import ANYONE, Settings, log_as_json, settings_here
from storage.tx import StorageError
from texts.languages import ENGLISH, LANGUAGES
from texts.say import prepare
from village import PracticeHouse

IST: Final = ZoneInfo("Asia/Kolkata")
_log: Final = logging.getLogger("saakh")
_DAY: Final = click.DateTime(["%Y-%m-%d"])


class Clear(click.Group):
    """Turns expected errors into one clear line each."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; show errors that the operator can mend without a traceback."""
        try:
            return super().invoke(ctx)
        except CharterError as error:
            raise click.ClickException(f"The charter is not valid. {error}") from error
        except OtherCharterStands as error:
            raise click.ClickException(
                f"A charter {error.version} with other words is in force: give the new one a "
                "new version."
            ) from error
        except InvalidToken as error:
            raise click.ClickException("Telegram does not know this BOT_TOKEN.") from error
        except TelegramError as error:
            raise click.ClickException(
                f"Telegram does not answer as it should ({type(error).__name__}). "
                "Is BOT_API_URL right, and the network up?"
            ) from error
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader of our output has enough: click ends us
                raise
            where = f"{error.filename}: " if error.filename else ""
            raise click.ClickException(
                f"{where}{error.strerror or type(error).__name__}. Nothing more was done."
            ) from error
        except StorageError as error:
            words = " ".join(str(error).split())  # PostgreSQL's errors have several lines
            raise click.ClickException(f"The database: {words}") from error


@click.group(cls=Clear, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Saakh keeps the books of self-help groups, in rupees and in social points."""


@main.command()
def run() -> None:
    """Run the bot, the web view and the clock until told to stop."""
    settings = settings_here()
    if not settings.bot_token:
        raise click.ClickException(
            "BOT_TOKEN is not set. Ask @BotFather for one, or try `make run` without."
        )
    if not settings.facilitators and not settings.admits_every_group:
        raise click.ClickException(
            "FACILITATORS is not set, so nobody could admit a group. List their Telegram ids; for "
            f"a bot that takes every group without admission, say FACILITATORS={ANYONE}."
        )
    log_as_json(settings.log_level)
    if settings.admits_every_group:
        _log.warning("every group is admitted: FACILITATORS=%s", ANYONE)
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    prepare()
    async with opened(settings.database_url, alone=True, begins=True) as database:
        house = House(settings, database, real_now)
        await live(house.start, house.stop, house.until_broken)


@main.command()
def migrate() -> None:
    """Bring the database to this version's tables."""
    settings = settings_here()

    async def act() -> None:
        async with opened(settings.database_url, begins=True):
            click.echo("The database is up to date.")

    asyncio.run(act())


@main.command()
@click.option(
    "--at", "at_text", metavar="TIME", help="As of this time (ISO, e.g. 2026-11-20T08:00)."
)
@click.option("--group", "group_id", metavar="ID", help="This group alone.")
def score(at_text: str | None, group_id: str | None) -> None:
    """Score every period that is due; earlier scores stay as they are."""
    settings = settings_here()
    at = _time(at_text)
    if at > real_now():
        raise click.ClickException("This time has not come yet. Nothing was scored.")

    async def act() -> int:
        async with opened(settings.database_url) as database:
            await check_clock(database, real_now())
            await keeping.check_group(database, group_id)
            due_periods = await database.read(scoring.due, at=at, group_id=group_id)
            with click.progressbar(due_periods, label="Scoring", file=sys.stderr) as periods:
                for group, period in periods:
                    await database.write(scoring.run_period, group, period, at=at)
            return len(due_periods)

    click.echo(f"{asyncio.run(act())} periods scored.")


@main.command("verify")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@click.option("--seal", "seals", multiple=True, metavar="SEAL", help="A seal printed in minutes.")
def verify_books(seals: tuple[str, ...], *, as_json: bool) -> None:
    """Recompute every balance, every chain and every scoring run."""
    settings = settings_here()
    verification = asyncio.run(check(settings.database_url, seals))
    if as_json:
        report = {"sound": verification.is_sound, **asdict(verification)}
        click.echo(json.dumps(report, indent=1, default=str))
    else:
        for table, rows in sorted(verification.checked.items()):
            click.echo(f"{table:<16} {rows:>9,} rows checked")
        click.echo(f"{'chains':<16} {verification.chains:>9,} followed")
        _tell(verification)
    sys.exit(0 if verification.is_sound else 1)


def _tell(verification: Verification) -> None:
    for finding in verification.findings:
        click.echo(f"{finding.table} {finding.row}: {finding.fault.value}")
    for slip in verification.slips:
        click.echo(words_of_slip(slip))
    for finding in verification.explained:
        click.echo(f"{finding.table} {finding.row}: differs, as the clock was wrong")
    click.echo("The books are sound." if verification.is_sound else "The books are NOT sound.")


@main.command()
@click.argument("to", metavar="[PATH]", required=False, type=click.Path())
@click.option(
    "--keep",
    default=14,
    show_default=True,
    type=click.IntRange(min=1),
    metavar="N",
    help="In a folder, how many of the newest are kept.",
)
@click.pass_context
def backup(ctx: click.Context, to: str | None, keep: int) -> None:
    """Copy the books into a file or folder while the bot runs, and check the copy.

    PATH is a folder, made where it is missing, if it ends in a slash or --keep is told; else it is
    the name of the copy, or a folder that is there. Without PATH the copy goes into the folder
    "backups" beside the database.
    """
    is_kept = ctx.get_parameter_source("keep") is not ParameterSource.DEFAULT
    is_folder = to is not None and (is_kept or to.endswith(os.sep))
    url, place = settings_here().database_url, Path(to) if to else None
    copied = asyncio.run(back_up(url, place, keep=keep, is_folder=is_folder))
    _tell_copied(copied)
    click.echo(f"{copied.place}: {_size(copied.size_bytes)}")
    sys.exit(0 if copied.found.is_sound else 1)


@main.command()
@click.argument("backup_path", metavar="PATH", type=click.Path(path_type=Path))
def restore(backup_path: Path) -> None:
    """Restore a backup to a place without a database (DATABASE_URL), and check it."""
    copied = asyncio.run(bring_back(settings_here().database_url, backup_path))
    _tell_copied(copied)
    if not copied.found.is_sound:
        raise click.ClickException(f"{backup_path} is not to be relied on: take an older one.")
    click.echo("What was recorded after this backup is not in it: compare the seals above with the")
    click.echo("latest minutes. Then start the bot: python bot.py run")


def _tell_copied(copied: Copied) -> None:
    for head in copied.heads:
        click.echo(
            f"group {head.group_id}: seal {head.seal}, {head.n:,} links, last recorded "
            f"{head.recorded_at:%Y-%m-%d %H:%M} UTC"
        )
    _tell(copied.found)


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{count / 1e3:.0f} kB"


@main.command()
@click.option("--what", type=click.Choice(["books", "standings"]), default="books")
@click.option(
    "--format",
    "kind",
    type=click.Choice(["hledger", "beancount", "csv", "xlsx", "pdf"]),
    required=True,
)
@click.option("--group", "group_id", metavar="ID", help="This group alone.")
@click.option("--output", type=click.Path(path_type=Path), help="A file, instead of the screen.")
@click.option(
    "--book",
    "named",
    type=click.Choice([book.value for book in Book]),
    multiple=True,
    help="Of a workbook or a PDF: this book alone; all of them otherwise.",
)
@click.option("--from", "first", type=_DAY, metavar="DAY", help="Of a workbook or a PDF.")
@click.option("--to", "last", type=_DAY, metavar="DAY", help="Today, where it is not told.")
@click.option("--member", "number", type=int, metavar="NUMBER", help="This member's passbook.")
@click.option("--language", type=click.Choice(LANGUAGES), default=ENGLISH, show_default=True)
def export(  # noqa: PLR0913 - each is an option of the command line
    what: str,
    kind: str,
    group_id: str | None,
    output: Path | None,
    *,
    named: tuple[str, ...],
    first: datetime | None,
    last: datetime | None,
    number: int | None,
    language: str,
) -> None:
    """Write the books for hledger, beancount, a spreadsheet or paper, or all groups' standings."""
    if what == "books" and kind in {"xlsx", "pdf"}:
        if group_id is None or output is None:
            raise click.ClickException(f"A {kind} needs a --group and an --output.")
        end = last or real_now().astimezone(IST)
        printing = Printing(
            group_id=group_id,
            books=tuple(map(Book, named)) or tuple(Book),
            first=first.date() if first else None,
            last=end.date(),
            number=number,
        )
        url = settings_here().database_url
        asyncio.run(keeping.print_books(url, printing, Format(kind), language, output))
        return
    lines = keeping.EXPORTS.get((what, kind))
    if lines is None:
        raise click.ClickException(f"{what} are exported as csv, not as {kind}.")
    asyncio.run(keeping.write_lines(settings_here().database_url, lines, group_id, output))


@main.group("template")
def template_commands() -> None:
    """Empty sheets to fill in."""


@template_commands.command("cutoff")
@click.argument("to", metavar="PATH", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--language", type=click.Choice(LANGUAGES), default=ENGLISH, show_default=True)
def template_cutoff(to: Path, language: str) -> None:
    """Write the empty sheet (XLSX) for an old group's books; the group hands it in at the bot."""
    to.write_bytes(blank(language))
    click.echo(f"{to}: fill it in and hand it in at Saakh, under the old books.")


main.add_command(inbox_commands)
main.add_command(clock_commands)


def _time(text: str | None) -> datetime:
    if text is None:
        return real_now()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.ClickException(
            f"--at is a time such as 2026-11-20T08:00, not {text}."
        ) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=IST)


# --- the practice village -------------------------------------------------------------------------


@main.command()
@click.option("--fresh", is_flag=True, help="Forget the village and begin anew.")
@click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    help="What a new village speaks: names, chats and all phones. English if not said.",
)
def village(*, fresh: bool, language: str | None) -> None:
    """Open the practice village in a browser: no token, no Telegram, a clock that can be moved."""
    settings = settings_here()
    log_as_json(settings.log_level)
    asyncio.run(_village(settings, fresh=fresh, language=language))


async def _village(settings: Settings, *, fresh: bool, language: str | None) -> None:
    prepare()
    practice_house = PracticeHouse(settings)

    async def start() -> None:
        await practice_house.start(empty=False)
        click.echo(f"The practice village is open: http://127.0.0.1:{settings.village_port}")
        click.echo("Stop it with Ctrl+C; it is as you left it when you come back.")

    async with practice_house.alone():
        if fresh:
            practice_house.forget(with_telegram=True)
        served = await serve(practice_house.telegram(language), "127.0.0.1", settings.village_port)
        try:
            await live(start, practice_house.stop)
        finally:
            await served.cleanup()


if __name__ == "__main__":
    main()
