"""No file of the repository names the machine where it was made, or holds a secret."""

import ast
import re
from pathlib import Path

import pytest

from tests.tidy.tree import ROOT, files, name_of, parsed

# Joined here from parts, so that this file does not find itself.
FORBIDDEN = {
    "a machine's path": re.compile(
        "|".join(("/wor" + "k/", "/tmp/sa" + "akh/", "/ho" + "me/[a-z]+/"))
    ),
    "a registry's host": re.compile(
        "|".join(
            (
                "registry\\.npm" + "js",
                "pypi\\." + "org",
                "files\\.python" + "hosted",
                "deb\\.deb" + "ian",
            )
        )
    ),
    "a private key": re.compile("-----BEGIN [A-Z ]*PRIVATE " + "KEY"),
}
TOKEN = re.compile(r"\b\d{8,10}:[A-Za-z0-9_-]{35}\b")
UNFINISHED = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
TEXT = {".py", ".sql", ".md", ".html", ".css", ".js", ".toml", ".txt", ".po", ".yml", ".svg", ""}


def _texts() -> list[Path]:
    return [path for path in files() if path.suffix in TEXT]


@pytest.mark.parametrize("kind", FORBIDDEN)
def test_no_file_holds(kind: str) -> None:
    pattern = FORBIDDEN[kind]

    assert [name_of(path) for path in _texts() if pattern.search(path.read_text())] == []


def test_no_file_holds_a_token_that_could_be_real() -> None:
    tokens = {
        name_of(path): token
        for path in _texts()
        for token in TOKEN.findall(path.read_text())
        if not _is_plainly_made_up(token)
    }

    assert tokens == {}


def test_no_file_is_left_unfinished() -> None:
    assert [name_of(path) for path in _texts() if UNFINISHED.search(path.read_text())] == []


def test_no_file_of_settings_is_kept() -> None:
    assert not [path for path in files() if path.name == ".env"]


def test_every_setting_is_described_and_no_other() -> None:
    described = re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    read = re.findall(r"\btext\(\s*\"([A-Z_]+)\"", (ROOT / "settings.py").read_text())

    assert set(described) == set(read)


def _is_plainly_made_up(token: str) -> bool:
    # A real token has about thirty different characters; the tests' tokens repeat a word or a
    # letter.
    return len(set(token.split(":")[1])) <= 16


DOORS = ("webapp/hook.py", "webapp/launch.py", "webapp/sessions.py", "webapp/health.py")


@pytest.mark.parametrize("door", DOORS)
def test_what_opens_a_door_is_compared_in_constant_time(door: str) -> None:
    nodes = list(ast.walk(parsed(ROOT / door)))
    compared = [ast.unparse(node) for node in nodes if isinstance(node, ast.Compare)]
    called = {ast.unparse(node.func) for node in nodes if isinstance(node, ast.Call)}

    assert [it for it in compared if re.search(r"\b(offered|right|secret|token)\b", it)] == []
    assert "hmac.compare_digest" in called
