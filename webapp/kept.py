"""Caches of what cannot have changed: a group's books and rendered fragments.

Books are stored under the head of their chain, which every new row moves. A fragment is found by
its place; its facts are then compared, value by value, with the facts that this request read from
the database. So an old page, or another person's page, cannot be shown.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Newest(OrderedDict[K, V], Generic[K, V]):
    """A mapping that drops its oldest entry when it holds more than `size` entries."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size

    def __setitem__(self, key: K, value: V) -> None:
        super().__setitem__(key, value)
        if len(self) > self._size:
            self.popitem(last=False)


class Kept:
    """The newest rendered fragments, at most `size`."""

    def __init__(self, size: int = 2048) -> None:
        self._kept: Newest[Hashable, tuple[object, bytes]] = Newest(size)

    def fragment(self, place: Hashable, facts: object, render: Callable[[], str]) -> bytes:
        """Return the fragment of these facts; render it if the place holds other facts or none.

        The result of `render` must depend on the place and the facts alone.
        """
        cached = self._kept.get(place)
        if cached is not None and cached[0] == facts:
            return cached[1]
        body = render().encode()
        self._kept[place] = facts, body
        return body
