"""The import contracts: each is kept, and each is seen to break once."""

import ast
from copy import deepcopy
from functools import cache
from typing import Any

import pytest
from grimp import ImportGraph, build_graph
from importlinter.application.use_cases import _register_built_in_contract_types, read_user_options
from importlinter.configuration import configure
from importlinter.domain.contract import registry

from tests.tidy.tree import ROOT, name_of

configure()
_register_built_in_contract_types()
SETTINGS = read_user_options(str(ROOT / "pyproject.toml"))
PACKAGES: list[str] = SETTINGS.session_options["root_packages"]
CONTRACTS: dict[str, dict[str, Any]] = {found["id"]: found for found in SETTINGS.contracts_options}

# For each contract an import that it must find, and the place where the test plants it.
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


def test_every_contract_is_kept() -> None:
    assert [contract for contract in CONTRACTS if not _is_kept(contract, _graph())] == []


def test_every_contract_is_seen_to_break() -> None:
    assert {contract for contract, _, _ in OFFENCES} == set(CONTRACTS)


@pytest.mark.parametrize(
    ("contract", "module", "offence"),
    OFFENCES,
    ids=[f"{contract}: {module}: {offence}" for contract, module, offence in OFFENCES],
)
def test_a_contract_breaks_where_it_should(contract: str, module: str, offence: str) -> None:
    spoilt = deepcopy(_graph())
    spoilt.add_import(importer=module, imported=_imported(offence, spoilt))

    assert not _is_kept(contract, spoilt)


def test_every_package_is_held_by_the_contracts() -> None:
    packages = {name_of(path.parent) for path in ROOT.glob("*/__init__.py")}

    assert packages - {"tests"} == set(PACKAGES)


@cache
def _graph() -> ImportGraph:
    """Return who imports whom today, read once for all contracts."""
    return build_graph(*PACKAGES, include_external_packages=True, cache_dir=None)


def _is_kept(contract: str, graph: ImportGraph) -> bool:
    options = CONTRACTS[contract]
    kind = registry.get_contract_class(options["type"])
    made = kind(
        name=options["name"], session_options=SETTINGS.session_options, contract_options=options
    )
    return made.check(deepcopy(graph), verbose=False).kept  # a contract may take imports out


def _imported(line: str, graph: ImportGraph) -> str:
    """Return the module that a line imports, as the graph names it."""
    (statement,) = ast.parse(line).body
    match statement:
        case ast.Import(names=[alias]):
            module = alias.name
        case ast.ImportFrom(module=str(module)):
            pass
        case _:
            raise AssertionError(line)
    return module if module in graph.modules else module.partition(".")[0]
