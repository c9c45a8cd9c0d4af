"""The settings: read from the environment and `.env`, and checked; an error names its variable.

Only bot.py and the modules beside it import this; other packages get the values they need.
"""

import json
import logging
import os
import re
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import SequenceMatcher
from io import StringIO
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import click
from dotenv import dotenv_values
from dotenv.parser import parse_stream

HERE: Final = Path(__file__).resolve().parent
TELEGRAM: Final = "https://api.telegram.org"
ANYONE: Final = "anyone"  # instead of ids: every group is admitted
_SQLITE: Final = "sqlite:///"
_ALIKE: Final = 0.85  # of 1: how like one of our names is that was mistyped


@dataclass(frozen=True, slots=True)
class Settings:
    """The values of the environment; each field is named as its variable, in small letters."""

    bot_token: str
    bot_api_url: str
    database_url: str
    web_host: str
    web_port: int
    public_url: str
    webhook_secret: str
    webapp_name: str
    facilitators: tuple[int, ...]
    admits_every_group: bool  # FACILITATORS=anyone
    charter: Path
    log_level: str
    metrics_token: str
    village_port: int
    village_folder: Path


def settings_here() -> Settings:
    """Return the settings of this process: the environment first, then `.env`.

    A relative path in `.env` begins at the folder of `.env`, one in the environment where one is.
    """
    written = anchored(read_env_file(HERE / ".env"), HERE)
    return read_settings({**written, **os.environ})


def anchored(written: Mapping[str, str | None], folder: Path) -> dict[str, str | None]:
    """Return the settings with their relative paths begun at a folder."""
    absolute = dict(written)
    for name in ("CHARTER", "VILLAGE_FOLDER"):
        if path := (written.get(name) or "").strip():
            absolute[name] = str(folder / path)
    database = (written.get("DATABASE_URL") or "").strip()
    if database.startswith(_SQLITE) and database != _SQLITE:
        absolute["DATABASE_URL"] = f"{_SQLITE}{folder / database.removeprefix(_SQLITE)}"
    return absolute


def read_env_file(path: Path) -> dict[str, str | None]:
    """Return the settings in a file, if it exists; refuse a line that is not NAME=VALUE."""
    if not path.exists():
        return {}
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise click.ClickException(f"{path.name} cannot be read as text.") from error
    for binding in parse_stream(StringIO(text)):
        if binding.error:
            line = binding.original.string.strip()
            raise click.ClickException(
                f"{path.name}, line {binding.original.line}: {line!r} is no NAME=VALUE."
            )
    return dotenv_values(stream=StringIO(text))


def read_settings(environ: Mapping[str, str | None]) -> Settings:
    """Return the settings; click.ClickException names a wrong variable and what to do."""
    _refuse_slips(environ)

    def text(name: str, default: str = "") -> str:
        return (environ.get(name) or default).strip()

    admits_every_group = text("FACILITATORS").lower() == ANYONE
    settings = Settings(
        bot_token=text("BOT_TOKEN"),
        bot_api_url=_address("BOT_API_URL", text("BOT_API_URL", TELEGRAM)),
        database_url=text("DATABASE_URL", f"{_SQLITE}{HERE / 'saakh.db'}"),
        web_host=text("WEB_HOST", "127.0.0.1"),
        web_port=_port("WEB_PORT", text("WEB_PORT", "8081")),
        public_url=_address("PUBLIC_URL", text("PUBLIC_URL")),
        webhook_secret=text("WEBHOOK_SECRET"),
        webapp_name=text("WEBAPP_NAME"),
        facilitators=() if admits_every_group else _ids("FACILITATORS", text("FACILITATORS")),
        admits_every_group=admits_every_group,
        charter=Path(text("CHARTER", str(HERE / "groups" / "charter.toml"))),
        log_level=text("LOG_LEVEL", "INFO").upper(),
        metrics_token=text("METRICS_TOKEN"),
        village_port=_port("VILLAGE_PORT", text("VILLAGE_PORT", "8080"), most=65534),
        village_folder=Path(text("VILLAGE_FOLDER", str(HERE / ".village"))),
    )
    _check_settings(settings)
    return settings


def _refuse_slips(environ: Mapping[str, str | None]) -> None:
    """Refuse a name that is none of ours but nearly one: its value would not be in force."""
    ours = [name.upper() for name in Settings.__dataclass_fields__ if name != "admits_every_group"]
    for name in sorted(environ.keys() - set(ours)):
        plain = re.sub(r"[^A-Z0-9]+", "_", name.upper()).removeprefix("SAAKH_")
        meant = next((one for one in ours if _likeness(plain, one) >= _ALIKE), None)
        if meant is not None:
            raise click.ClickException(
                f"{name} is no setting of Saakh and would not be in force: is {meant} meant? "
                "Nothing was started."
            )


def _likeness(name: str, ours: str) -> float:
    return SequenceMatcher(None, name, ours, autojunk=False).ratio()


def _check_settings(settings: Settings) -> None:
    if re.search(r"[\s/?#%]", settings.bot_token):
        raise click.ClickException("BOT_TOKEN is no token: those of @BotFather hold no such signs.")
    if settings.log_level not in logging.getLevelNamesMapping():
        raise click.ClickException("LOG_LEVEL is DEBUG, INFO, WARNING or ERROR.")
    if not settings.database_url.startswith(("sqlite:///", "postgresql://")):
        raise click.ClickException("DATABASE_URL begins with sqlite:/// or postgresql://.")
    if not re.fullmatch(r"[A-Za-z0-9_-]{0,256}", settings.webhook_secret):
        raise click.ClickException("WEBHOOK_SECRET is 1 to 256 of A-Z a-z 0-9 _ and -.")
    if settings.webhook_secret and not settings.public_url:
        raise click.ClickException("WEBHOOK_SECRET is set, so PUBLIC_URL is needed too.")
    is_plain = settings.public_url.startswith("http://")
    if is_plain and settings.bot_api_url == TELEGRAM:
        raise click.ClickException("PUBLIC_URL must be https: Telegram opens no other mini-app.")


def _address(name: str, text: str) -> str:
    parts = urlsplit(text)
    if text and not (parts.scheme in {"http", "https"} and parts.netloc):
        raise click.ClickException(f"{name} is an address such as https://saakh.example.org.")
    return text.rstrip("/")


def _port(name: str, text: str, *, most: int = 65535) -> int:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) <= most):
        raise click.ClickException(f"{name} is a port from 1 to {most}, not {text!r}.")
    return int(text)


def _ids(name: str, text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if not all(part.isdecimal() for part in parts):
        raise click.ClickException(
            f"{name} is a list of Telegram ids, separated by commas, or the one word {ANYONE}."
        )
    return tuple(int(part) for part in parts)


class JsonLines(logging.Formatter):
    """Formats each log record as one JSON line.

    Of an exception it logs only the type and the places in the code, because the message may hold a
    token, an amount or a name.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the JSON line."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "what": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])
            line["error"] = record.exc_info[0].__name__
            line["at"] = " < ".join(f"{f.filename}:{f.lineno}" for f in reversed(frames[-6:]))
        return json.dumps(line, ensure_ascii=False)


def log_as_json(level: str) -> None:
    """Log to standard error from `level` up; libraries that log addresses only from WARNING up."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for noisy in ("httpx", "httpcore", "apscheduler", "aiohttp.access", "telegram"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # It would log a whole answer that it cannot read, with the words and names in it.
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)
    # The caller reports a missing connection; this logger would do so many times a second.
    logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
