"""What a process wrote to its disk and sent, in order: read from strace, or from the shim.

Both see the same calls. strace needs the permission to trace (ptrace); the shim needs none.
"""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FILE: Final = "saakh.db"
_SHIM: Final = Path(__file__).with_name("shim.c")
_CALLS: Final = "trace=pwrite64,fdatasync,fsync,sendto,recvfrom"

_UNFINISHED: Final = re.compile(r"^(\d+) +(\w+)\((.*) <unfinished \.\.\.>$")
_RESUMED: Final = re.compile(r"^(\d+) +<\.\.\. (\w+) resumed>(.*)$")
_WHOLE: Final = re.compile(r"^(\d+) +(\w+)\((.*)$")
_WROTE: Final = re.compile(rf"<[^>]*{re.escape(FILE)}-wal>, .*, (\d+), (\d+)\) += (\d+)$")
_SYNCED: Final = re.compile(rf"^\d+<[^>]*{re.escape(FILE)}-wal>")
_FD: Final = re.compile(r"^(\d+)<")
_ANSWER: Final = re.compile(r"^\d+<[^>]*->[^>]*>, \"HTTP/1\.1 200")
_QUERY: Final = re.compile(r"callback_query_id=(\d+)")
_OFFSET: Final = re.compile(r"\boffset=(\d+)")
_UPDATE: Final = re.compile(r"\\\"update_id\\\": ?(\d+)")


@dataclass(frozen=True, slots=True)
class Note:
    """One noted call, with one number or two.

    W wrote, S began to sync, F synced, A answered 200, Q answered a tap, O asked from an offset on,
    U got an update.
    """

    what: str
    one: int = 0
    other: int = 0


def strace(trace: Path) -> tuple[str, ...]:
    """The words before a command with which strace writes its calls into a file."""
    return (
        "strace",
        "-D",
        "-f",
        "--seccomp-bpf",
        "-yy",
        "-s",
        "2048",
        "-e",
        _CALLS,
        "-o",
        str(trace),
    )


def tells_of_kill(trace: str, pid: int) -> bool:
    """Whether strace saw the process die, and so has written all. It pads a short pid."""
    return re.search(rf"^{pid} +\+\+\+ killed", trace, re.MULTILINE) is not None


def can_strace() -> bool:
    """Whether strace is installed, and allowed to trace."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(("strace", "-o", "/dev/null", "true"), check=False).returncode == 0


def built_shim(folder: Path) -> Path:
    """Compile the shim into a folder, once."""
    made = folder / "shim.so"
    if not made.exists():
        words = ("cc", "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", str(made), str(_SHIM))
        subprocess.run((*words, "-ldl"), check=True)
    return made


def of_shim(lines: Iterable[str]) -> list[Note]:
    """The notes that the shim wrote."""
    return [Note(what, *map(int, numbers)) for what, *numbers in map(str.split, lines)]


def of_strace(lines: Iterable[str]) -> list[Note]:
    """The same notes from strace: a write counts at its end, a send at its start, a sync both."""
    begun: dict[tuple[str, str], str] = {}
    notes: list[Note] = []
    for line in lines:
        if parts := _UNFINISHED.match(line):
            begun[parts[1], parts[2]] = parts[3]
            notes.extend(_at_begin(parts[2], parts[3]))
        elif parts := _RESUMED.match(line):
            words = begun.pop((parts[1], parts[2]), "")
            notes.extend(_at_end(parts[2], words + parts[3]))
        elif parts := _WHOLE.match(line):
            notes.extend(_at_begin(parts[2], parts[3]))
            notes.extend(_at_end(parts[2], parts[3]))
    return notes


def _at_begin(call: str, words: str) -> Iterator[Note]:
    if call in ("fdatasync", "fsync") and _SYNCED.match(words):
        yield Note("S")
    if call == "sendto":
        if _ANSWER.match(words):
            yield Note("A", _fd(words))
        for what, pattern in (("Q", _QUERY), ("O", _OFFSET)):
            if number := pattern.search(words):
                yield Note(what, int(number[1]))


def _at_end(call: str, words: str) -> Iterator[Note]:
    if call == "pwrite64" and (parts := _WROTE.search(words)):
        yield Note("W", int(parts[2]), int(parts[3]))
    if call in ("fdatasync", "fsync") and _SYNCED.match(words) and words.endswith("= 0"):
        yield Note("F")
    if call == "recvfrom" and (number := _UPDATE.search(words)):
        yield Note("U", _fd(words), int(number[1]))


def _fd(words: str) -> int:
    match = _FD.match(words)
    return int(match[1]) if match else -1
