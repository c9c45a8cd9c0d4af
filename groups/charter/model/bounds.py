"""What a number of the charter may be, written beside the number itself."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Between:
    """A number from least to most, both included."""

    least: float
    most: float


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few fixed words."""

    words: tuple[str, ...]
