"""The data of a button: a version, a verb and a few ids, in at most 64 bytes.

The data names a thing and authorises nothing: anybody can send any data.
"""

from dataclasses import dataclass
from typing import Final

VERSION: Final = "v1"
BYTES_MAX: Final = 64
_MARK: Final = "|"


@dataclass(frozen=True, slots=True)
class Tap:
    """What was tapped; a part that the button does not carry reads as an empty text."""

    verb: str
    parts: tuple[str, ...]

    def part(self, number: int) -> str:
        """One of the ids or choices, counted from 0."""
        return self.parts[number] if number < len(self.parts) else ""


def pack(verb: str, *parts: str) -> str:
    """Return the text a button carries."""
    assert not any(_MARK in part for part in (verb, *parts)), "the mark stands between the parts"
    packed = _MARK.join((VERSION, verb, *parts))
    assert _is_ours(packed), f"a button of {verb} carries more than 64 plain signs"
    return packed


def unpack(text: str | None) -> Tap | None:
    """Return the tap of a button's data; None if no button of ours can carry the data."""
    parts = text.split(_MARK) if text and _is_ours(text) else []
    if len(parts) < 2 or parts[0] != VERSION or not parts[1]:
        return None
    return Tap(parts[1], tuple(parts[2:]))


def _is_ours(text: str) -> bool:
    """Whether a button of ours can carry the text; other data could not even be stored."""
    return len(text) <= BYTES_MAX and text.isascii() and text.isprintable()
