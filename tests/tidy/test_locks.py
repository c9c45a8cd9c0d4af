"""The installed packages are locked: each has its version, each version its hashes."""

import re
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.tidy.tree import ROOT

PINNED = re.compile(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==(\S+)", re.MULTILINE)
WISHED = re.compile(r"^[a-z0-9-]+(?:\[[a-z,]+\])?>=.+$", re.MULTILINE)
PAIRS = [
    ("requirements.txt", "requirements.lock"),
    ("requirements-dev.txt", "requirements-dev.lock"),
]


@pytest.mark.parametrize(("wishes", "lock"), PAIRS)
def test_every_wish_is_locked(wishes: str, lock: str) -> None:
    wished = [Requirement(line) for line in WISHED.findall((ROOT / wishes).read_text())]
    versions = PINNED.findall((ROOT / lock).read_text())

    assert wished
    assert [
        str(wish)
        for wish in wished
        if not any(wish.name == name and version in wish.specifier for name, version in versions)
    ] == []


@pytest.mark.parametrize("lock", [lock for _, lock in PAIRS])
def test_every_locked_version_has_its_hashes(lock: str) -> None:
    blocks = re.split(r"\n(?=\S)", (ROOT / lock).read_text())
    packages = [block for block in blocks if not block.startswith("#")]

    assert packages
    assert [block for block in packages if "==" not in block or "--hash=sha256:" not in block] == []


def test_the_tests_run_on_the_very_versions_of_the_bot() -> None:
    run, test = (_versions(ROOT / lock) for _, lock in PAIRS)

    assert run - test == set()


def test_no_lock_names_where_packages_are_fetched() -> None:
    assert [lock for _, lock in PAIRS if "://" in (ROOT / lock).read_text()] == []


def _versions(lock: Path) -> set[str]:
    return set(re.findall(r"^[a-z0-9-]+(?:\[[a-z,]+\])?==\S+", lock.read_text(), re.MULTILINE))
