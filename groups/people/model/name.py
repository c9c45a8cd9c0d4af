"""A member's name as lists show it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A member as lists show her: number first, many share a name."""

    member_id: str
    number: int
    name: str
