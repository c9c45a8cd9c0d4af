"""The files of `export`: other programs accept them, and get the same balances."""

import csv
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from beancount import loader
from beancount.core.data import Transaction
from openpyxl import load_workbook

from groups.books.model import Book
from ledger.journal import journal_account
from settings import HERE
from storage.database import open_database
from storage.tx import Tx
from tests.groups import living
from tests.shell import call

BIN = Path(sys.executable).parent


@pytest.fixture
async def village(
    engine: str,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> AsyncIterator[str]:
    """Yield the address of a village with weeks of past, once on each engine."""
    async for url in living.copied(engine, tmp_path, tmp_path_factory, request):
        yield url


@pytest.fixture
async def kept_balances(village: str) -> dict[str, Decimal]:
    """Return the stored balance of every account, in rupees or points."""
    database = await open_database(village, read_only=True)
    try:
        return await database.read(balances)
    finally:
        await database.close()


@pytest.fixture
async def group_id(village: str) -> str:
    """Return the id of the village's group."""
    database = await open_database(village, read_only=True)
    try:
        return (await database.read(living.the_group)).id
    finally:
        await database.close()


def balances(tx: Tx) -> dict[str, Decimal]:
    """Return debits less credits by the account's journal name; accounts at zero are left out."""
    rows = tx.rows("SELECT group_id, account, net_debit FROM balances WHERE net_debit <> 0")
    return {journal_account(group, name): Decimal(net) / 100 for group, name, net in rows}


def exported(village: str, to: Path, *words: str) -> Path:
    """Write an export into a file; return its path."""
    result = call("export", *words, "--output", str(to), DATABASE_URL=village)
    assert result.exit_code == 0, result.output
    return to


def program(name: str) -> str:
    """Return the path of a program that the tests need."""
    path = shutil.which(name, path=f"{BIN}:/usr/local/bin:/usr/bin:/bin")
    assert path is not None, f"{name} is not installed"
    return path


def test_hledger_accepts_the_books_and_comes_to_the_same_balances(
    village: str, kept_balances: dict[str, Decimal], tmp_path: Path
) -> None:
    journal = exported(village, tmp_path / "books.journal", "--format", "hledger")
    hledger = [program("hledger"), "-f", str(journal)]

    subprocess.run([*hledger, "check", "--strict"], check=True)
    ended = subprocess.run(
        [*hledger, "balance", "--flat", "--no-total", "-O", "csv"],
        check=True,
        capture_output=True,
        text=True,
    )

    rows = list(csv.reader(StringIO(ended.stdout)))[1:]
    assert {
        name: Decimal(amount.split()[0].replace(",", "")) for name, amount in rows
    } == kept_balances


def test_beancount_accepts_the_books_and_comes_to_the_same_balances(
    village: str, kept_balances: dict[str, Decimal], tmp_path: Path
) -> None:
    file = exported(village, tmp_path / "books.beancount", "--format", "beancount")

    subprocess.run([program("bean-check"), str(file)], check=True)

    entries, errors, _ = loader.load_file(str(file))
    sums: dict[str, Decimal] = {}
    for entry in entries:
        for posting in entry.postings if isinstance(entry, Transaction) else ():
            assert posting.units is not None
            assert posting.units.number is not None
            had = sums.get(posting.account, Decimal(0))
            sums[posting.account] = had + posting.units.number
    assert (errors, {name: total for name, total in sums.items() if total}) == ([], kept_balances)


def test_every_posting_is_a_row_of_a_spreadsheet(village: str, tmp_path: Path) -> None:
    text = exported(village, tmp_path / "books.csv", "--format", "csv").read_text()

    rows = list(csv.DictReader(StringIO(text)))
    saved = [row for row in rows if row["reason"] == "saving"]
    assert {row["unit"] for row in rows} == {"INR", "PTS"}
    assert sum(Decimal(row["amount"]) for row in saved) > 3000


def test_standings_are_told_by_group_and_week_without_any_person(
    village: str, tmp_path: Path
) -> None:
    words = ("--what", "standings", "--format", "csv")
    text = exported(village, tmp_path / "standings.csv", *words).read_text()

    rows = list(csv.DictReader(StringIO(text)))
    assert [row["members"] for row in rows] == ["12"] * 16
    assert "Kamla" not in text


@pytest.mark.parametrize("kind", ["csv", "hledger", "beancount"])
def test_a_reader_that_has_seen_enough_hears_no_complaint(village: str, kind: str) -> None:
    begun = subprocess.Popen(
        [sys.executable, "bot.py", "export", "--format", kind],
        cwd=HERE,
        env={**os.environ, "DATABASE_URL": village},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert begun.stdout is not None
    assert begun.stdout.readline()
    begun.stdout.close()
    begun.stdout = None
    _, complaint = begun.communicate()

    assert (begun.returncode, complaint) == (0, b"")


def test_one_group_can_be_exported_alone(village: str) -> None:
    words = ("export", "--format", "hledger")
    whole = call(*words, DATABASE_URL=village).stdout
    (group,) = {line.split(":")[1] for line in whole.splitlines() if line.startswith("account")}

    alone = call(*words, "--group", group.removeprefix("G-"), DATABASE_URL=village).stdout

    assert alone == whole


def test_the_books_of_a_group_are_a_workbook(village: str, group_id: str, tmp_path: Path) -> None:
    words = ("--format", "xlsx", "--group", group_id, "--language", "hi")
    book = load_workbook(exported(village, tmp_path / "books.xlsx", *words))

    assert len([name for name in book.sheetnames if "पासबुक" in name]) == 12
    assert len(book.sheetnames) == len(Book) + 11


def test_one_passbook_is_printed(village: str, group_id: str, tmp_path: Path) -> None:
    words = ("--format", "pdf", "--group", group_id, "--member", "3", "--from", "2026-11-01")
    paper = exported(village, tmp_path / "passbook.pdf", *words)

    assert paper.read_bytes().startswith(b"%PDF-")


def test_a_number_that_nobody_has_and_a_place_that_is_none_are_told(
    village: str, group_id: str, tmp_path: Path
) -> None:
    words = ("export", "--format", "xlsx", "--group", group_id, "--output")
    nobody = call(*words, str(tmp_path / "a"), "--member", "99", DATABASE_URL=village)
    nowhere = call(*words, str(tmp_path / "a" / "b"), "--book", "cash", DATABASE_URL=village)

    assert "no such member" in nobody.output
    assert "cannot be written" in nowhere.output
