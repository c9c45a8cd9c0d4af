"""The command line: help for every command, and one clear line for each mistake."""

import errno
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

import pytest

from storage.lock_file import LockFile
from tests.shell import call

COMMANDS = (
    *(("run",), ("village",), ("migrate",), ("score",), ("verify",), ("export",)),
    *(("backup",), ("restore",)),
    *(("inbox",), ("inbox", "list"), ("inbox", "retry")),
    *(("template",), ("template", "cutoff")),
)


RUNS: Mapping[str, str] = {"BOT_TOKEN": "1:t", "FACILITATORS": "1"}


def at(folder: Path) -> str:
    """Return the address of a database in a folder."""
    return f"sqlite:///{folder / 'saakh.db'}"


@pytest.fixture
def migrated(tmp_path: Path) -> str:
    """Return the address of a migrated SQLite database."""
    assert call("migrate", DATABASE_URL=at(tmp_path)).exit_code == 0
    return at(tmp_path)


# --- help ---------------------------------------------------------------------------------------


def test_help_lists_every_command() -> None:
    output = call("--help").output

    assert all(f"\n  {words[0]} " in output for words in COMMANDS)


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_has_its_help(words: tuple[str, ...]) -> None:
    result = call(*words, "--help")

    assert result.exit_code == 0
    assert len(result.output.splitlines()[2]) > 20


def test_an_unknown_command_is_refused() -> None:
    assert "No such command 'walk'" in call("walk").output


# --- missing or wrong settings --------------------------------------------------------------------


def said(*words: str, **env: str) -> str:
    """Return the one line of a refused command; it shows no Python error."""
    result = call(*words, **env)
    assert (result.exit_code, result.exception.__class__) == (1, SystemExit), result.exception
    (line,) = result.output.splitlines()
    return line


def test_running_needs_a_token() -> None:
    assert said("run").startswith("Error: BOT_TOKEN is not set.")


def test_a_broken_setting_is_named() -> None:
    assert "WEB_PORT" in said("run", WEB_PORT="many")


def test_running_needs_to_be_told_who_admits(tmp_path: Path) -> None:
    words = said("run", BOT_TOKEN="1:t", DATABASE_URL=at(tmp_path))

    assert words.startswith("Error: FACILITATORS is not set")
    assert "FACILITATORS=anyone" in words
    assert list(tmp_path.iterdir()) == []


NOT_BEGINNING = (
    *(("verify",), ("score",), ("backup",), ("inbox", "list"), ("inbox", "retry")),
    *(("export", "--format", "csv"), ("export", "--what", "standings", "--format", "csv")),
)


@pytest.mark.parametrize("words", NOT_BEGINNING)
def test_only_what_begins_books_makes_a_database(words: tuple[str, ...], tmp_path: Path) -> None:
    output = said(*words, DATABASE_URL=at(tmp_path))

    assert f"there are no books in {tmp_path / 'saakh.db'}" in output
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", NOT_BEGINNING)
def test_a_database_without_tables_holds_no_books(
    words: tuple[str, ...], postgres_url: str, tmp_path: Path
) -> None:
    sqlite3.connect(tmp_path / "saakh.db").close()
    (tmp_path / "saakh.db").touch()

    for url in (at(tmp_path), postgres_url):
        assert "there are no books in" in said(*words, DATABASE_URL=url)


def test_what_begins_books_says_so_once(tmp_path: Path, postgres_url: str) -> None:
    for url in (at(tmp_path), postgres_url):
        first, second = (call("migrate", DATABASE_URL=url).output for _ in range(2))

        assert first.startswith("New books are begun in ")
        assert second == "The database is up to date.\n"
        assert ":" not in first or "@" not in first  # no password


def test_what_the_system_refuses_is_one_line(
    migrated: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "taken").write_text("")

    assert "taken" in said("village", VILLAGE_FOLDER=str(tmp_path / "taken" / "village"))
    monkeypatch.setattr("os.open", _refused)
    assert "saakh.db.lock cannot be written: Permission denied" in said(
        "migrate", DATABASE_URL=migrated
    )


class Room(NamedTuple):
    """What is free of a disk."""

    free: int


def _refused(path: str, flags: int, mode: int = 0o777) -> int:
    raise PermissionError(errno.EACCES, "Permission denied", path)


@pytest.mark.parametrize("words", [("verify",), ("migrate",), ("inbox", "list")])
def test_books_that_may_not_be_written_are_named_in_one_line(
    words: tuple[str, ...], migrated: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)

    assert "saakh.db cannot be written by this user" in said(*words, DATABASE_URL=migrated)


def test_a_full_disk_is_named_in_one_line(migrated: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(_: Path) -> Room:
        return Room(0)

    Path(migrated.removeprefix("sqlite:///")).write_text("no room for the books" * 50)
    monkeypatch.setattr("shutil.disk_usage", no_room)

    assert " is full. Make room" in said("verify", DATABASE_URL=migrated)


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "saakh.db").mkdir()

    assert "saakh.db is a folder" in said("verify", DATABASE_URL=at(tmp_path))


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    assert "there is no directory" in said("migrate", DATABASE_URL=at(tmp_path / "none"))


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "saakh.db").write_text("This is a letter, and no database at all." * 100)

    assert "The database:" in said("migrate", DATABASE_URL=at(tmp_path))


def test_a_server_that_is_not_there_is_told() -> None:
    assert "The database:" in said("verify", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")


def test_a_database_of_a_newer_version_is_refused(migrated: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "saakh.db")) as file, file:
        file.execute("INSERT INTO schema_migrations VALUES (9999, 'to_come', 'x', 1)")

    assert "9999_to_come" in said("score", DATABASE_URL=migrated)


def test_a_database_that_is_too_old_is_not_only_read(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "saakh.db")) as file, file:
        file.execute("CREATE TABLE letters (n BIGINT)")

    assert "bot.py migrate" in said("verify", DATABASE_URL=at(tmp_path))


@pytest.mark.parametrize("words", [("migrate",), ("score",), ("inbox", "retry")])
def test_a_second_process_that_would_write_is_refused(
    words: tuple[str, ...], migrated: str, tmp_path: Path
) -> None:
    lock = LockFile(tmp_path / "saakh.db")
    try:
        assert "has saakh.db open for writing" in said(*words, DATABASE_URL=migrated)
    finally:
        lock.release()


def test_a_second_process_may_read(migrated: str, tmp_path: Path) -> None:
    lock = LockFile(tmp_path / "saakh.db")
    try:
        assert call("verify", DATABASE_URL=migrated).exit_code == 0
        assert call("export", "--format", "csv", DATABASE_URL=migrated).exit_code == 0
    finally:
        lock.release()


# --- the charter ----------------------------------------------------------------------------------


def test_a_charter_that_is_not_there_is_named(migrated: str, tmp_path: Path) -> None:
    assert "none.toml" in said(
        "run",
        BOT_TOKEN="1:t",
        FACILITATORS="1",
        DATABASE_URL=migrated,
        CHARTER=str(tmp_path / "none.toml"),
    )


def test_a_charter_that_cannot_be_is_told_with_its_line(migrated: str, tmp_path: Path) -> None:
    charter = tmp_path / "charter.toml"
    charter.write_text(OURS.replace("quorum_numerator = 2", "quorum_numerator = 'two'"))

    output = said("run", **RUNS, DATABASE_URL=migrated, CHARTER=str(charter))

    assert "quorum_numerator" in output
    assert "line" in output


OURS = (Path(__file__).parent.parent / "groups" / "charter.toml").read_text(encoding="utf-8")


# --- scoring, exports and the inbox ---------------------------------------------------------------


def test_a_time_to_come_is_not_scored(migrated: str) -> None:
    assert "has not come yet" in said("score", "--at", "2100-01-01T08:00", DATABASE_URL=migrated)


def test_a_time_that_is_none_is_refused(migrated: str) -> None:
    assert "not tomorrow" in said("score", "--at", "tomorrow", DATABASE_URL=migrated)


@pytest.mark.parametrize("words", [("score",), ("export", "--format", "csv")])
def test_a_group_that_is_not_there_is_named(words: tuple[str, ...], migrated: str) -> None:
    assert "no group abc" in said(*words, "--group", "abc", DATABASE_URL=migrated)


def test_standings_are_exported_as_csv_alone(migrated: str) -> None:
    words = ("export", "--what", "standings", "--format", "hledger")

    assert "as csv, not as hledger" in said(*words, DATABASE_URL=migrated)


def test_a_workbook_needs_a_group_and_a_file(migrated: str) -> None:
    words = ("export", "--format", "xlsx")

    assert "needs a --group and an --output" in said(*words, DATABASE_URL=migrated)


def test_a_file_that_cannot_be_written_is_told(migrated: str, tmp_path: Path) -> None:
    words = ("export", "--format", "csv", "--output", str(tmp_path / "none" / "books.csv"))

    assert "cannot be written" in said(*words, DATABASE_URL=migrated)


def test_an_empty_inbox_has_nothing_to_show(migrated: str) -> None:
    assert call("inbox", "list", DATABASE_URL=migrated).output == ""
    assert "0 updates" in call("inbox", "retry", DATABASE_URL=migrated).output
