"""What need not be read or rendered again, because it cannot have changed.

A group's books are kept under the head of their chain, which any new row moves. A fragment is found
by its place and then compared, value by value, with what was read from the database for this very
request: an old page, or another person's, cannot be shown.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Newest(OrderedDict[K, V], Generic[K, V]):
    """A mapping that forgets what was put in first once it holds `size` things."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size

    def __setitem__(self, key: K, value: V) -> None:
        super().__setitem__(key, value)
        if len(self) > self._size:
            self.popitem(last=False)


class Kept:
    """The fragments shown last, at most `size` of them."""

    def __init__(self, size: int = 2048) -> None:
        self._kept: Newest[Hashable, tuple[object, bytes]] = Newest(size)

    def fragment(self, place: Hashable, facts: object, render: Callable[[], str]) -> bytes:
        """Return the fragment of these facts, rendered if what is kept at the place shows others.

        `render` must take nothing into account but the place and the facts.
        """
        cached = self._kept.get(place)
        if cached is not None and cached[0] == facts:
            return cached[1]
        body = render().encode()
        self._kept[place] = facts, body
        return body
