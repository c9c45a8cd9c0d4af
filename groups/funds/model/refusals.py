"""Refusals that keep the money of each fund apart."""

from dataclasses import dataclass
from typing import ClassVar

from groups.people.model.refusals import Refusal


@dataclass(unsafe_hash=True)
class NotEnoughInFund(Refusal):
    """More would leave a fund than it has; `available` in paise.

    `fund` is the code of a fund, or social, or bank.
    """

    code: ClassVar[str] = "not_enough_in_fund"
    fund: str
    available: int


@dataclass(unsafe_hash=True)
class NotEnoughSavings(Refusal):
    """More would be taken from her savings than is allowed; `available` in paise.

    She has no more, or the rest must stay while she owes a loan.
    """

    code: ClassVar[str] = "not_enough_savings"
    name: str
    available: int


@dataclass(unsafe_hash=True)
class NothingToShare(Refusal):
    """The group has earned nothing that could be shared out, or nobody has savings."""

    code: ClassVar[str] = "nothing_to_share"


@dataclass(unsafe_hash=True)
class NotShares(Refusal):
    """Her saving is not in whole shares, or is more than `most` shares; `value` of one in paise."""

    code: ClassVar[str] = "not_shares"
    name: str
    value: int
    most: int


@dataclass(unsafe_hash=True)
class ShareValueFixed(Refusal):
    """The price of a share cannot change while members hold shares."""

    code: ClassVar[str] = "share_value_fixed"
