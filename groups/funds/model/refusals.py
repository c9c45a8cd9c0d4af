"""What is refused so that each fund's money stays its own."""

from dataclasses import dataclass
from typing import ClassVar

from groups.people.model.refusals import Refusal


@dataclass(unsafe_hash=True)
class NotEnoughInFund(Refusal):
    """More would leave a fund than it has: `fund` is a fund's code, social or bank; paise."""

    code: ClassVar[str] = "not_enough_in_fund"
    fund: str
    available: int


@dataclass(unsafe_hash=True)
class NotEnoughSavings(Refusal):
    """More would be taken from her savings than may be, `available` in paise.

    She has no more, or it has to stay while she owes a loan.
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
    """She buys whole shares, at most so many in a meeting; `value` of one in paise."""

    code: ClassVar[str] = "not_shares"
    name: str
    value: int
    most: int


@dataclass(unsafe_hash=True)
class ShareValueFixed(Refusal):
    """What a share costs does not change while members hold shares."""

    code: ClassVar[str] = "share_value_fixed"
