"""Refusals of a register's money."""

from dataclasses import dataclass
from typing import ClassVar

from groups.people.model.refusals import Refusal


@dataclass(unsafe_hash=True)
class NotEnoughCash(Refusal):
    """More would leave the box than lies in it: `available` is in it without that, in paise."""

    code: ClassVar[str] = "not_enough_cash"
    available: int
