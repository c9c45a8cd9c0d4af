"""SQLite's write-ahead log, read byte by byte: frames, commits, and the file that they make.

Source: sqlite.org/fileformat2.html, section 4: a header of 32 bytes, then frames, each with a head
of 24 bytes and a page. A frame whose head names the database's size ends a commit.
"""

import sqlite3
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HEADER: Final = 32
FRAME_HEAD: Final = 24
_READ_AND_WRITTEN_AS: Final = slice(18, 20)  # of the database's own header: 1 means without a log


@dataclass(frozen=True, slots=True)
class Frame:
    """One page in the log, and its place there."""

    start: int
    end: int
    page: int
    pages_after: int  # pages of the database after the commit; 0 within a commit

    @property
    def ends_commit(self) -> bool:
        """Whether this frame completes a commit."""
        return self.pages_after > 0


@dataclass(frozen=True, slots=True)
class Wal:
    """A log on the disk: the frames of its newest life."""

    body: bytes
    page_size: int
    frames: Sequence[Frame]

    @property
    def commits(self) -> list[Frame]:
        """The last frame of each commit."""
        return [frame for frame in self.frames if frame.ends_commit]

    def content(self, frame: Frame) -> bytes:
        """The page in a frame."""
        return self.body[frame.start + FRAME_HEAD : frame.end]


def read_wal(path: Path) -> Wal:
    """Read a log, without the frames of an earlier life, which have another salt."""
    body = path.read_bytes()
    (page_size,) = struct.unpack_from(">8xI", body)
    salt = body[16:24]
    frames = []
    for start in range(HEADER, len(body) - FRAME_HEAD - page_size + 1, FRAME_HEAD + page_size):
        page, pages_after = struct.unpack_from(">II", body, start)
        if body[start + 8 : start + 16] != salt:
            break
        frames.append(Frame(start, start + FRAME_HEAD + page_size, page, pages_after))
    return Wal(body, page_size, frames)


def image(base: bytes, pages: Mapping[int, bytes], page_size: int, count: int) -> bytes:
    """The database's file with some pages replaced, readable without a log."""
    made = bytearray(base[: count * page_size].ljust(count * page_size, b"\0"))
    for number, content in pages.items():
        if number <= count:
            made[(number - 1) * page_size : number * page_size] = content
    made[_READ_AND_WRITTEN_AS] = b"\x01\x01"
    return bytes(made)


def opened(made: bytes) -> sqlite3.Connection:
    """Open an image as a database in memory."""
    connection = sqlite3.connect(":memory:")
    connection.deserialize(made)
    return connection
