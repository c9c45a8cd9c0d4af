"""Who may import whom: each contract is kept, and each is seen to break once."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.tidy.tree import ROOT, name_of

pytestmark = pytest.mark.no_cover  # it reads the code and runs none of it

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
PACKAGES: list[str] = SETTINGS["root_packages"]
CONTRACTS: dict[str, str] = {found["id"]: found["name"] for found in SETTINGS["contracts"]}

# An import that each contract must find, and where it is planted.
OFFENCES = [
    ("layers", "ledger", "import groups"),
    ("layers", "storage", "import ledger"),
    ("layers", "groups", "import webapp"),
    ("layers", "handlers", "import webapp"),
    ("layers", "webapp", "import handlers"),
    ("layers", "groups", "import papers"),
    ("layers", "papers", "import handlers"),
    ("texts-alone", "texts", "import storage"),
    ("texts-at-the-edge", "groups", "import texts.say"),
    ("texts-at-the-edge", "ledger", "import babel.numbers"),
    ("sandbox-alone", "sandbox", "import groups"),
    ("sandbox-unknown", "handlers", "import sandbox"),
    ("bot-unknown", "webapp", "import bot"),
    ("telegram", "groups", "from telegram import Update"),
    ("drivers", "ledger", "import sqlite3"),
    ("drivers", "handlers", "import psycopg"),
    ("aiohttp", "handlers", "from aiohttp import web"),
    ("scheduler", "groups", "import apscheduler"),
    ("subjects", "groups.charter", "import groups.turns"),
    ("drawers", "groups.loans.rules", "import groups.loans.store"),
    ("no-act-calls-an-act", "groups.vouches.acts", "import groups.turns.acts"),
    ("acts-from-above", "groups.vouches.effects", "import groups.turns.acts"),
    ("facts-change-nothing", "groups.vouches.facts", "import groups.funds.effects"),
    ("sql-is-below", "groups.vouches.store", "import groups.people.facts"),
    ("values-decide-nothing", "groups.vouches.model", "import groups.people.rules"),
    ("edges-call-acts", "webapp", "import groups.vouches.store"),
    ("edges-call-acts", "handlers", "from groups.people.rules.rights import may"),
    ("edges-call-acts", "papers", "import groups.turns.rules"),
    ("pure", "groups.people.rules", "import socket"),
    ("pure", "groups.people.model", "from pathlib import Path"),
    ("pure", "groups.people.rules", "from ledger.books import post"),
    ("arguments", "groups", "import uuid"),
    ("arguments", "ledger", "from time import time"),
]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Return a copy of the packages and their contracts, to be spoilt."""
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__")
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_contract_is_kept() -> None:
    assert _lint(ROOT, *CONTRACTS) == ""


def test_every_contract_is_seen_to_break() -> None:
    assert {contract for contract, _, _ in OFFENCES} == set(CONTRACTS)


@pytest.mark.parametrize(
    ("contract", "module", "offence"),
    OFFENCES,
    ids=[f"{contract}: {module}: {offence}" for contract, module, offence in OFFENCES],
)
def test_a_contract_breaks_where_it_should(
    contract: str, module: str, offence: str, copy: Path
) -> None:
    _plant(copy, module, offence)

    assert f"{CONTRACTS[contract]} BROKEN" in _lint(copy, contract)


def test_every_package_is_held_by_the_contracts() -> None:
    packages = {name_of(path.parent) for path in ROOT.glob("*/__init__.py")}

    assert packages - {"tests"} == set(PACKAGES)


def _plant(folder: Path, module: str, offence: str) -> None:
    place = folder.joinpath(*module.split("."))
    file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
    with file.open("a") as lines:
        lines.write(f"\n{offence}\n")


def _lint(folder: Path, *contracts: str) -> str:
    """Return what import-linter has to say of these contracts; nothing if they are kept."""
    chosen = [argument for contract in contracts for argument in ("--contract", contract)]
    run = subprocess.run(
        [
            sys.executable,
            "-c",
            "from importlinter.cli import lint_imports_command as run; run()",
            "--no-cache",
            *chosen,
        ],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1", "COLUMNS": "200"},
        check=False,
        capture_output=True,
        text=True,
    )
    return run.stdout + run.stderr if run.returncode else ""
