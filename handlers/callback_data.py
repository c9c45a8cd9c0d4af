"""What a button carries: a version, a verb and up to a few ids, in at most 64 bytes.

It names a thing and authorises nothing: anybody may send any of it.
"""

from dataclasses import dataclass
from typing import Final

VERSION: Final = "v1"
BYTES_MAX: Final = 64
_MARK: Final = "|"


@dataclass(frozen=True, slots=True)
class Tap:
    """What was tapped; a part that the button did not carry reads as an empty text."""

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
    """Return what a button carried; None for what no button of ours ever carried."""
    parts = text.split(_MARK) if text and _is_ours(text) else []
    if len(parts) < 2 or parts[0] != VERSION or not parts[1]:
        return None
    return Tap(parts[1], tuple(parts[2:]))


def _is_ours(text: str) -> bool:
    """Whether our buttons could carry it: what else may come could not even be kept."""
    return len(text) <= BYTES_MAX and text.isascii() and text.isprintable()
