"""The project's own files, without those that git ignores."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
_NOT_OURS = {".venv", ".cache", ".git", "__pycache__"}


@cache
def files() -> tuple[Path, ...]:
    """Return every file that is in the repository, or would be added to it."""
    asked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    if asked.returncode == 0:
        named = [ROOT / name for name in asked.stdout.split("\0") if name]
    else:  # an unpacked archive has no git
        named = [path for path in ROOT.rglob("*") if not _NOT_OURS.intersection(path.parts)]
    return tuple(path for path in sorted(named) if path.is_file())


def modules() -> list[Path]:
    """Return every Python file."""
    return [path for path in files() if path.suffix == ".py"]


def name_of(path: Path) -> str:
    """Return a file's path as a person would write it."""
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    """Return a Python file as its syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method of a Python file."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
