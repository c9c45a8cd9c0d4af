"""The journal in other programs' formats: they accept it, and get the same balances."""

import csv
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from beancount import loader

from ledger import accounts
from ledger.balances import balances_of
from ledger.books import post
from ledger.journal import beancount_journal, csv_journal, hledger_journal, journal_account
from ledger.model import Amount, Entry, Posting, Reason, Unit, paise
from storage.database import Database, open_database
from storage.tx import Tx
from tests.ledger.making import AT, DAY, GROUP, by_hand, saving, score, take_back

Journal = Callable[..., AsyncIterator[str]]


def a_year(tx: Tx) -> None:
    """Let two groups save, score, make an error and correct it."""
    for group in (GROUP, "g2"):
        for member in ("m1", "m2"):
            post(tx, saving(f"meeting:1:{member}", member, paise(2050), group=group), at=AT)
            post(tx, score(f"score:1:{member}", member, group=group), at=AT)
    over = Posting(accounts.cash_box(), accounts.cash_difference(), paise(5))
    post(tx, Entry("meeting:1:cash", GROUP, Reason.CASH_OVER, DAY, (over,), "m1", "w1"), at=AT)
    take_back(tx, "meeting:1:m1", memo="w2")


async def written(
    database: Database, path: Path, journal: Journal, group_id: str | None = None
) -> Path:
    """Write a journal to a file."""
    async with database.long_read() as read:
        lines = [line async for line in journal(read, group_id=group_id)]
    return saved(path, "".join(lines))


def saved(path: Path, text: str) -> Path:
    """Write a text into a file."""
    path.write_text(text, encoding="utf-8")
    return path


async def balances(database: Database, groups: tuple[str, ...]) -> dict[str, Amount]:
    """Return the stored balances under their journal names, as debits less credits."""
    by_name: dict[str, Amount] = {}
    for group in groups:
        for name, amount in (await database.read(balances_of, group)).items():
            grown = accounts.account(name).place.side is accounts.Side.DEBIT
            by_name[journal_account(group, name)] = amount if grown else -amount
    return {name: amount for name, amount in by_name.items() if amount.minor}


def hledger(path: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run hledger on a journal."""
    program = shutil.which("hledger")
    assert program is not None
    return subprocess.run(
        [program, "-f", path, *command], capture_output=True, text=True, check=False
    )


def bean_check(path: Path) -> subprocess.CompletedProcess[str]:
    """Run bean-check on a ledger."""
    program = Path(sys.executable).with_name("bean-check")
    return subprocess.run([program, path], capture_output=True, text=True, check=False)


def minor(text: str) -> int:
    """Return "20.50" as 2050."""
    return int(text.replace(".", ""))


@pytest.mark.parametrize("group_id", [None, GROUP])
async def test_hledger_accepts_the_journal_and_finds_the_kept_balances(
    database: Database, tmp_path: Path, group_id: str | None
) -> None:
    await database.write(a_year)
    path = await written(database, tmp_path / "books.journal", hledger_journal, group_id)

    assert hledger(path, "check", "--strict", "ordereddates").stderr == ""
    table = hledger(path, "balance", "--flat", "--no-total", "-O", "csv").stdout
    by_account: dict[str, Amount] = {}
    for row in csv.DictReader(table.splitlines()):
        number, unit = row["balance"].split()
        by_account[row["account"]] = Amount(minor(number), Unit(unit))
    assert by_account == await balances(database, (GROUP, "g2") if group_id is None else (GROUP,))


@pytest.mark.parametrize("group_id", [None, GROUP])
async def test_beancount_accepts_the_ledger_and_finds_the_kept_balances(
    database: Database, tmp_path: Path, group_id: str | None
) -> None:
    await database.write(a_year)
    path = await written(database, tmp_path / "books.beancount", beancount_journal, group_id)

    assert bean_check(path).returncode == 0
    entries, errors, _ = loader.load_file(str(path))
    assert errors == []
    by_account: dict[str, Amount] = {}
    for entry in entries:
        for leg in getattr(entry, "postings", ()):
            change = Amount(int(leg.units.number * 100), Unit(leg.units.currency))
            by_account[leg.account] = by_account.get(leg.account, Amount(0, change.unit)) + change
    by_account = {name: amount for name, amount in by_account.items() if amount.minor}
    assert by_account == await balances(database, (GROUP, "g2") if group_id is None else (GROUP,))


async def test_empty_books_are_a_journal_too(database: Database, tmp_path: Path) -> None:
    journal = await written(database, tmp_path / "books.journal", hledger_journal)
    ledger = await written(database, tmp_path / "books.beancount", beancount_journal)

    assert hledger(journal, "check", "--strict").returncode == 0
    assert bean_check(ledger).returncode == 0


async def test_both_programs_see_a_kept_balance_that_is_wrong(
    migrated_url: str, tmp_path: Path
) -> None:
    database = await open_database(migrated_url)
    await database.write(a_year)
    await database.close()
    by_hand(migrated_url, "UPDATE balances SET net_debit = net_debit + 1 WHERE account = 'cash'")
    database = await open_database(migrated_url)
    journal = await written(database, tmp_path / "books.journal", hledger_journal)
    ledger = await written(database, tmp_path / "books.beancount", beancount_journal)
    await database.close()

    assert hledger(journal, "check").returncode == 1
    assert bean_check(ledger).returncode == 1


async def test_reversals_are_marked_on_both_sides(database: Database, tmp_path: Path) -> None:
    await database.write(a_year)
    path = await written(database, tmp_path / "books.beancount", beancount_journal)
    text = path.read_text(encoding="utf-8")

    assert 'saving" #reversed\n' in text
    assert '  reversed-by: "meeting:1:m1:reversed"\n' in text
    assert 'reversal" #reversal\n' in text
    assert '  reverses: "meeting:1:m1"\n' in text


async def test_the_csv_has_a_row_for_each_posting(database: Database, tmp_path: Path) -> None:
    await database.write(a_year)
    path = await written(database, tmp_path / "books.csv", csv_journal, GROUP)
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))

    assert len(rows) == 2 + 4 + 1 + 1
    assert rows[-1] == {
        "group": GROUP,
        "entry": rows[-1]["entry"],
        "key": "meeting:1:m1:reversed",
        "reason": "reversal",
        "day": "2026-11-20",
        "recorded_at": "2026-11-20T10:30:00+00:00",
        "by": "m2",
        "memo": "w2",
        "reverses": "meeting:1:m1",
        "reversed_by": "",
        "debit": "savings:m1",
        "credit": "cash",
        "amount": "20.50",
        "unit": "INR",
    }


@pytest.mark.parametrize(
    ("name", "other_name"),
    [
        (accounts.cash_difference(), "Expenses:G-g1:Cash-Difference"),
        (accounts.savings("m3"), "Liabilities:G-g1:Savings:M-m3"),
        (accounts.loan_interest_due("m3", "l7"), "Assets:G-g1:Loan:M-m3:L-l7:Interest-Due"),
        (accounts.interest_income(), "Income:G-g1:Interest-Income"),
        (accounts.points_account("m3", "vouched"), "Equity:G-g1:Standing:M-m3:Vouched"),
    ],
)
def test_names_are_such_as_other_programs_take(name: str, other_name: str) -> None:
    assert journal_account("g1", name) == other_name
