"""Which bytes of a SQLite file are in use: walks its trees page by page, cell by cell.

Source: sqlite.org/fileformat2.html, sections 1.3 to 1.6. Bytes that the walk does not reach are
free: the gap between a page's pointers and its cells, freed cells, pages on the free list.
"""

import sqlite3
import struct
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

_HEADER: Final = 100
# Bytes of the header that hold no value: counters of changes and versions, hints, and reserve.
_HINTS: Final = (range(24, 28), range(40, 44), range(48, 52), range(60, 72), range(72, 100))
_INDEX_INNER, _TABLE_INNER, _INDEX_LEAF, _TABLE_LEAF = 2, 5, 10, 13
_INNER: Final = (_INDEX_INNER, _TABLE_INNER)


@dataclass(slots=True)
class Map:
    """Whether each byte is in use, and which table or index owns each page."""

    body: bytes
    page_size: int
    used: bytearray
    owner: dict[int, str] = field(default_factory=dict)

    def is_used(self, at: int) -> bool:
        """Whether a byte is in use."""
        return bool(self.used[at])

    def owner_of(self, at: int) -> str:
        """The table or index that owns a byte's page; empty for a free page."""
        return self.owner.get(at // self.page_size + 1, "")


def mapped(file: Path) -> Map:
    """Walk every tree of a file that nobody writes."""
    body = file.read_bytes()
    (size_field,) = struct.unpack_from(">H", body, 16)
    page_size = 65536 if size_field == 1 else size_field
    page_map = Map(body, page_size, bytearray(len(body)))
    with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as opened:
        roots = opened.execute(
            "SELECT name, rootpage FROM sqlite_schema WHERE rootpage > 0"
        ).fetchall()
    walk = _Walk(page_map, page_size - body[20])
    walk.use(0, _HEADER)
    for hint in _HINTS:
        page_map.used[hint.start : hint.stop] = bytes(len(hint))
    for name, root in [("sqlite_schema", 1), *roots]:
        walk.tree(name, root)
    walk.free_list()
    return page_map


class _Walk:
    def __init__(self, page_map: Map, usable: int) -> None:
        self._found = page_map
        self._body = page_map.body
        self._usable = usable

    def use(self, at: int, length: int) -> None:
        self._found.used[at : at + length] = b"\1" * length

    def tree(self, name: str, root: int) -> None:
        pages = [root]
        while pages:
            page = pages.pop()
            self._found.owner[page] = name
            pages.extend(self._page(name, page))

    def free_list(self) -> None:
        """Mark the free list: a trunk page names the next trunk and its leaves, which are empty."""
        trunk = self._number(32)
        while trunk:
            start = self._start(trunk)
            self.use(start, 8 + 4 * self._number(start + 4))
            trunk = self._number(start)

    def _page(self, name: str, page: int) -> list[int]:
        start = self._start(page)
        head = start + (_HEADER if page == 1 else 0)
        kind, block, cells = self._body[head], *struct.unpack_from(">HH", self._body, head + 1)
        length = 12 if kind in _INNER else 8
        self.use(head, length + 2 * cells)
        while block:
            self.use(start + block, 4)
            (block,) = struct.unpack_from(">H", self._body, start + block)
        children = [self._number(head + 8)] if kind in _INNER else []
        for pointer in struct.unpack_from(f">{cells}H", self._body, head + length):
            children.extend(self._cell(name, kind, start + pointer))
        return children

    def _cell(self, name: str, kind: int, at: int) -> list[int]:
        begin, children = at, []
        if kind in _INNER:
            children = [self._number(at)]
            at += 4
        payload, at = self._varint(at)
        if kind == _TABLE_INNER:
            self.use(begin, at - begin)
            return children
        if kind == _TABLE_LEAF:
            _, at = self._varint(at)
        local = self._local(kind, payload)
        at += local
        if local < payload:
            self._overflow(name, self._number(at), payload - local)
            at += 4
        self.use(begin, at - begin)
        return children

    def _local(self, kind: int, payload: int) -> int:
        """The bytes of a payload that are in the cell itself."""
        most = self._usable - 35 if kind == _TABLE_LEAF else (self._usable - 12) * 64 // 255 - 23
        if payload <= most:
            return payload
        least = (self._usable - 12) * 32 // 255 - 23
        local = least + (payload - least) % (self._usable - 4)
        return local if local <= most else least

    def _overflow(self, name: str, page: int, left: int) -> None:
        while page and left > 0:
            self._found.owner[page] = name
            start, here = self._start(page), min(left, self._usable - 4)
            self.use(start, 4 + here)
            left -= here
            page = self._number(start)

    def _start(self, page: int) -> int:
        return (page - 1) * self._found.page_size

    def _number(self, at: int) -> int:
        (number,) = struct.unpack_from(">I", self._body, at)
        return int(number)

    def _varint(self, at: int) -> tuple[int, int]:
        value = 0
        for place in range(9):
            byte = self._body[at + place]
            if place == 8:
                return value << 8 | byte, at + 9
            value = value << 7 | byte & 0x7F
            if byte < 0x80:
                return value, at + place + 1
        raise AssertionError("a varint has nine bytes at most")
