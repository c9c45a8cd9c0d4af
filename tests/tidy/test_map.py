"""The map and the glossary name only what is there: every path, function and class exists."""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from tests.tidy.tree import ROOT, files, modules, name_of, parsed

# Each page, and the folders that its paths begin in.
PAGES: Mapping[str, tuple[str, ...]] = {
    "docs/architecture.md": ("",),
    "docs/glossary.md": ("groups/", ""),
}
FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
QUOTED = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"[\w.*<>{},-]+(/[\w.*<>{},-]*)+|\w+\.(py|toml|md)")
CLASS = re.compile(r"[A-Z]\w*[a-z]\w*(\.\w+)?")
CONSTANT = re.compile(r"_?[A-Z]+(_[A-Z]+)+")
SUBJECT = re.compile(r"^\| `groups/(\w+)` \|", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_names_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")

    assert [it for it in quoted(text) if not is_there(it, PAGES[page])] == []


def test_the_map_has_every_subject_in_its_order() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = config["tool"]["importlinter"]["contracts"]
    (layers,) = (it["layers"] for it in contracts if it["id"] == "subjects")
    ground_up = [subject for subject in reversed(layers) if not subject.startswith("(")]

    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")

    assert SUBJECT.findall(text) == ground_up


@pytest.mark.parametrize(
    "planted",
    [
        "groups/lending/acts/moved_away.py",
        "groups/lending/moved_away/",
        "groups/nobody_lends.py: give",
        "templates/chat/moved_<kind>.html",
        "groups/vouches/acts/vouching.py: give_away",
        "groups/vouches/acts/vouching.py: give, give_away",
        "groups/registers/model/money.py: LoanFund.LOTTERY",
        "handlers/{apply,moved_away}.py",
        "moved_away.py verify",
        "MovedAway",
        "LoanStep.MOVE_AWAY",
        "MOVED_AWAY",
    ],
)
def test_a_planted_name_that_is_nowhere_is_found(planted: str) -> None:
    (named,) = quoted(f"See `{planted}` for it.")

    assert not is_there(named, ("",))


@pytest.mark.parametrize(
    "right",
    [
        "groups/lending/acts/loans.py: propose, vote",
        "groups/registers/model/money.py: LoanFund.OWN",
        "handlers/{apply,clock}.py",
        "groups/*/acts",
        "templates/chat/confirm_<kind>.html",
        "groups/charter.toml: ballot",
        "bot.py verify",
        "LoanStep.PAY_OUT",
        "LOAN_STEPS",
        "/app/turn/",  # an address
        "loan:<member>:<loan>:principal",  # an account
        "select_ insert_",
    ],
)
def test_what_is_there_or_is_no_name_of_ours_is_let_be(right: str) -> None:
    assert is_there(right, ("",))


def quoted(text: str) -> list[str]:
    """Return what stands in backquotes, outside of fenced blocks."""
    return QUOTED.findall(FENCED.sub("", text))


def is_there(named: str, bases: Iterable[str]) -> bool:
    """Whether a path, a path with names or a class exists; True for what is none of them."""
    place, _, names = named.partition(": ")
    path = place.split(" ")[0]
    if PATH.fullmatch(path):
        return all(_is_path(one, names, bases) for one in _spelt_out(path))
    if CLASS.fullmatch(named) or CONSTANT.fullmatch(named):
        return named in _defined_anywhere()
    return True


def _is_path(path: str, names: str, bases: Iterable[str]) -> bool:
    pattern = re.sub(r"<\w+>", "*", path).rstrip("/")
    places = [place for base in bases for place in _matching(f"{base}{pattern}")]
    return bool(places) and all(any(_names(it, name) for it in places) for name in _listed(names))


def _matching(pattern: str) -> list[str]:
    if "*" not in pattern:
        return [pattern] if pattern in _existing() else []
    wanted = re.compile(re.escape(pattern).replace(r"\*", "[^/]*"))
    return [path for path in _existing() if wanted.fullmatch(path)]


def _listed(names: str) -> list[str]:
    return names.split(", ") if names else []


def _names(path: str, name: str) -> bool:
    place = ROOT / path
    if place.suffix == ".py":
        return name in _defined_in(place)
    return place.is_file() and name in place.read_text(encoding="utf-8")


def _spelt_out(path: str) -> list[str]:
    """Return one path for each name in braces."""
    braces = re.search(r"\{([^}]*)\}", path)
    if braces is None:
        return [path]
    return [path.replace(braces[0], one, 1) for one in braces[1].split(",")]


@cache
def _existing() -> frozenset[str]:
    """Return every file, and every folder that has one, from the root."""
    named = [Path(name_of(path)) for path in files()]
    folders = {folder for path in named for folder in path.parents}
    return frozenset(path.as_posix() for path in (*named, *folders))


@cache
def _defined_anywhere() -> frozenset[str]:
    ours = [path for path in modules() if not name_of(path).startswith("tests/")]
    return frozenset().union(*(_defined_in(path) for path in ours))


@cache
def _defined_in(path: Path) -> frozenset[str]:
    return frozenset(_definitions(parsed(path).body))


def _definitions(body: Iterable[ast.stmt], inside: str = "") -> Iterator[str]:
    """Yield what a module defines, and as `Class.name` what a class of it does."""
    for node in body:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield f"{inside}{name}"
            case ast.ClassDef(name=name):
                yield f"{inside}{name}"
                yield from _definitions(node.body, f"{inside}{name}.")
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield f"{inside}{name}"
            case ast.Assign(targets=targets):
                yield from (f"{inside}{it.id}" for it in targets if isinstance(it, ast.Name))
            case _:
                pass
