"""The two ends of each kind of pending change: how it is carried out, and what follows its stop."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Protocol

from groups.joining.effects.dying import carry_death
from groups.joining.effects.merges import carry_merge
from groups.joining.effects.moves import carry_move, stop_move
from groups.joining.effects.withdrawing import carry_erasure, carry_withdrawal, undo
from groups.joining.facts import approvals as joining
from groups.pending.model import Delay, Pending, PendingKind
from groups.people.model.deed import Deed
from groups.turns.effects import carry_pictures, stop_pictures
from groups.turns.facts import PICTURES
from storage.tx import Tx


class CarryOut(Protocol):
    """Carries out a pending change; False if what it was about has changed meanwhile."""

    def __call__(self, tx: Tx, deed: Deed, pending: Pending, /) -> bool: ...


class Stop(Protocol):
    """What follows when a pending change is stopped."""

    def __call__(self, tx: Tx, deed: Deed, pending: Pending, /) -> None: ...


def _stop_nothing(_tx: Tx, _deed: Deed, _pending: Pending) -> None:
    """Nothing has happened yet that would be undone."""


@dataclass(frozen=True, slots=True)
class Delayed:
    """A kind of pending change: its subject's declaration, and its two ends."""

    delay: Delay
    carry_out: CarryOut
    stop: Stop


def _by_kind(*several: Delayed) -> Mapping[PendingKind, Delayed]:
    return MappingProxyType({delayed.delay.kind: delayed for delayed in several})


# The only list of all kinds of pending change.
DELAYED: Final = _by_kind(
    Delayed(joining.MOVE, carry_move, stop_move),
    Delayed(PICTURES, carry_pictures, stop_pictures),
    Delayed(joining.WITHDRAWAL_WAIT, carry_withdrawal, _stop_nothing),
    Delayed(joining.ERASURE, carry_erasure, undo),
    Delayed(joining.MERGE, carry_merge, _stop_nothing),
    Delayed(joining.DEATH, carry_death, _stop_nothing),
)
