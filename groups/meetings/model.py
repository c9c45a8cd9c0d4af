"""Refusals of meetings: another register closed, nothing to correct."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from groups.people.model.refusals import Refusal


@dataclass(unsafe_hash=True)
class OtherRegisterClosed(Refusal):
    """The meeting was closed with another register; she may ask for a correction."""

    code: ClassVar[str] = "other_register_closed"
    day: date
    differs: int


@dataclass(unsafe_hash=True)
class NothingToCorrect(Refusal):
    """The correction equals the register that stands."""

    code: ClassVar[str] = "nothing_to_correct"
