"""What every test may ask for: an empty or a migrated database on both engines, and a browser."""

import gc
import os
import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from playwright.async_api import Browser, async_playwright

from storage.database import Database, open_database
from tests import twins
from tests.cluster import Cluster, memory
from tests.counting.counter import SWITCH
from tests.drift import drift
from tests.order import dealt
from tests.statements import EveryStatement, is_whole_run
from tests.warm import WarmDatabase

STRICT = bool(os.environ.get("CI") or os.environ.get("SAAKH_STRICT"))
ENGINES = ("sqlite", "postgresql")
TELEGRAM_SCRIPT = Path(__file__).parent.parent / ".cache" / "telegram-web-apps.js"

_CLUSTER = pytest.StashKey[Cluster]()
_FOLDER = pytest.StashKey[Path]()
_WARM = pytest.StashKey[WarmDatabase]()


# --- one run, all its processes ------------------------------------------------------------------


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Choose the folder of the run's PostgreSQL server: the first process chooses, all share it.

    So with the tests' own files: a test that does not ask what a disk keeps need not wait for one.
    And let no example of Hypothesis fail for being slow: on a busy machine every one may be.
    """
    settings.register_profile("patient", deadline=None)
    settings.load_profile("patient")
    workerinput: dict[str, str] | None = getattr(config, "workerinput", None)
    if workerinput is None:
        config.stash[_CLUSTER] = Cluster.planned()
        _keep_files_in_memory(config)
    else:
        config.stash[_CLUSTER] = Cluster(Path(workerinput["postgres_home"]))
    if is_whole_run(config) and not config.option.collectonly:
        config.pluginmanager.register(EveryStatement())


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell each process of pytest-xdist where the server is, and whether all tests are run."""
    node.workerinput["postgres_home"] = str(node.config.stash[_CLUSTER].home)
    node.workerinput["is_whole_run"] = is_whole_run(node.config)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server when the first process ends, which is after all others."""
    if (warm := config.stash.get(_WARM, None)) is not None:
        warm.close()
    if hasattr(config, "workerinput"):
        config.stash[_CLUSTER].leave()
    else:
        config.stash[_CLUSTER].remove()
        if (folder := config.stash.get(_FOLDER, None)) is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _keep_files_in_memory(config: pytest.Config) -> None:
    place = memory()
    if place is not None and config.option.basetemp is None:
        config.stash[_FOLDER] = Path(tempfile.mkdtemp(prefix="saakh-tests-", dir=place))
        config.option.basetemp = config.stash[_FOLDER] / "files"


def pytest_collection_finish() -> None:
    """Let garbage be looked for less often, and never among what was imported and collected.

    A seventh of the time went there, over and over through the same million objects.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where nothing may be left out, a test that is skipped has failed."""
    report = yield
    if STRICT and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, which `make test` does not allow: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """And so has a whole module that is skipped."""
    report = yield
    if STRICT and report.outcome == "skipped":
        report.outcome = "failed"
        report.longrepr = f"skipped, which `make test` does not allow: {report.longrepr}"
    return report


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let most twins on PostgreSQL rest, and what takes long begin first in each process."""
    if not is_whole_run(config):
        return
    if not twins.ALL:
        resting = dict.fromkeys(twins.resting(items))
        config.hook.pytest_deselected(items=list(resting))
        items[:] = [item for item in items if item not in resting]
    workerinput: dict[str, int] = getattr(config, "workerinput", {})
    items[:] = dealt(items, workerinput.get("workercount", 1))


@pytest.fixture(autouse=True)
def uncounted(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the processes of journeys, kills and import-linter run as fast as they are.

    The lines that only a process covers are counted in test_house.py and test_village.py.
    """
    if {"journeys", "tidy", "torture"} & set(request.path.parts):
        monkeypatch.delenv(SWITCH, raising=False)


# --- databases -----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def cluster(request: pytest.FixtureRequest) -> Cluster:
    """Return the run's PostgreSQL server, started if this is the first to ask."""
    made = request.config.stash[_CLUSTER]
    made.ensure_started()
    return made


@pytest.fixture
def postgres_url(cluster: Cluster) -> Iterator[str]:
    """Return the address of an empty PostgreSQL database, gone after the test."""
    name = f"t{secrets.token_hex(6)}"
    yield cluster.create(name)
    cluster.drop(name)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Run the test once on each engine: "sqlite", "postgresql"."""
    chosen: str = request.param
    return chosen


@pytest.fixture
def database_url(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Return the address of an empty database, once on each engine."""
    if engine == "sqlite":
        return f"sqlite:///{tmp_path / 'saakh.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
async def database(migrated_url: str) -> AsyncIterator[Database]:
    """Return an open database with all tables and no rows; its books must balance afterwards."""
    opened = await open_database(migrated_url)
    try:
        yield opened
        assert list(await opened.read(drift)) == []
    finally:
        await opened.close()


@pytest.fixture
async def migrated_url(
    engine: str,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> str:
    """Return the address of a database with all tables and no rows."""
    if engine == "postgresql":
        warm: WarmDatabase = await _warm(request)
        return warm.url
    template = tmp_path_factory.getbasetemp() / "migrated.db"
    if not template.exists():
        await _migrate(f"sqlite:///{template}")
    shutil.copyfile(template, tmp_path / "saakh.db")
    return f"sqlite:///{tmp_path / 'saakh.db'}"


async def _warm(request: pytest.FixtureRequest) -> WarmDatabase:
    """Return this process's database, empty; a new one where a test has spoilt its tables."""
    cluster: Cluster = request.getfixturevalue("cluster")
    stash = request.config.stash
    template = f"migrated_{os.getpid()}"
    warm = stash.get(_WARM, None)
    if warm is None:
        await _migrate(cluster.create(template))
    elif warm.emptied():
        return warm
    else:
        warm.close()
        cluster.drop(warm.name)
    stash[_WARM] = WarmDatabase(cluster, f"t{secrets.token_hex(6)}", template)
    return stash[_WARM]


async def _migrate(url: str) -> None:
    await (await open_database(url)).close()


# --- browsers ------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return where a Chromium without a window can be driven; one for each worker's session."""
    profile = tmp_path_factory.mktemp("chromium")
    process = subprocess.Popen(
        [
            shutil.which("chromium") or "/usr/bin/chromium",
            *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"),
            *(
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--hide-scrollbars",
            ),
            *("--remote-debugging-port=0", f"--user-data-dir={profile}"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    port_file = profile / "DevToolsActivePort"
    for _ in range(600):
        if port_file.exists() and "\n" in port_file.read_text():
            break
        assert process.poll() is None, "Chromium ended at its start"
        time.sleep(0.05)
    port, path = port_file.read_text().split()
    yield f"ws://127.0.0.1:{port}{path}"
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture
async def chromium(
    chromium_address: str,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Browser]:
    """Return a real Chromium; contexts and their pages are the test's to make."""
    # Playwright's driver is started for each test, and compiled by the first of them only.
    monkeypatch.setenv("NODE_COMPILE_CACHE", str(tmp_path_factory.getbasetemp() / "node"))
    async with async_playwright() as playwright:
        browser = await playwright.chromium.connect_over_cdp(chromium_address)
        yield browser
        for context in browser.contexts[1:]:
            await context.close()
        await browser.close()


@pytest.fixture(scope="session")
def telegram_script() -> Path:
    """Return the file of Telegram's own script for mini-apps, as `make test` fetched it."""
    if not TELEGRAM_SCRIPT.exists():
        pytest.skip("Telegram's script is missing: run `make telegram-script`")
    return TELEGRAM_SCRIPT
