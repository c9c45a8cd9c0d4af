"""A consent as its giver reads it: given or taken back, when and how."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """Something she agreed to or took back."""

    act: str
    notice: str
    language: str
    how: str
    at: datetime
