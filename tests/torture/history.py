"""What the bot acknowledged, and what its books must hold after any crash.

Pure: it knows no process and no file. An acknowledgement is what Telegram sees: the 200 of a
webhook or the next offset (the update is stored), and the answer to a tap (the tap is carried out).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """The ways in which the books can break a promise."""

    LOST = "taken in, and not in the inbox"
    UNDONE = "answered, and not done"
    OUT_OF_TURN = "done before an earlier tap of hers"
    NOT_HERS = "what stands is not what she tapped, once each and in order"
    INVENTED = "in the inbox, and sent by nobody"
    UNSOUND = "verify finds something"


@dataclass(frozen=True, slots=True)
class Tap:
    """One tap: who tapped, and on whose name."""

    by: str
    on: str


@dataclass(slots=True)
class History:
    """The taps sent, in order, and their acknowledgements."""

    sent: dict[int, Tap] = field(default_factory=dict)
    taken: set[int] = field(default_factory=set)
    answered: set[int] = field(default_factory=set)

    def of_each(self) -> Mapping[str, list[int]]:
        """The updates of each woman, in the order of her taps."""
        by_woman: defaultdict[str, list[int]] = defaultdict(list)
        for number, tap in self.sent.items():
            by_woman[tap.by].append(number)
        return by_woman


@dataclass(frozen=True, slots=True)
class Books:
    """What a database holds after a crash."""

    inbox: Mapping[int, str]  # the state of each update
    rows: Mapping[str, Sequence[str]]  # the names that each woman tapped, in the order of the chain
    is_sound: bool

    @property
    def done(self) -> set[int]:
        """The updates that are carried out."""
        return {number for number, state in self.inbox.items() if state == "done"}


@dataclass(frozen=True, slots=True)
class Broken:
    """A broken promise, and the update or woman that it concerns."""

    fault: Fault
    of: str


def broken(history: History, books: Books) -> list[Broken]:
    """Every promise of the history that the books break; correct books break none."""
    return [*_acknowledged(history, books), *_carried_out(history, books), *_as_a_whole(books)]


def _acknowledged(history: History, books: Books) -> Iterator[Broken]:
    for number in sorted(history.taken - books.inbox.keys()):
        yield Broken(Fault.LOST, str(number))
    for number in sorted(history.answered - books.done):
        yield Broken(Fault.UNDONE, str(number))
    for number in sorted(books.inbox.keys() - history.sent.keys()):
        yield Broken(Fault.INVENTED, str(number))


def _carried_out(history: History, books: Books) -> Iterator[Broken]:
    each = history.of_each()
    for woman in sorted(each.keys() | books.rows.keys()):
        hers = each.get(woman, [])
        done = [number for number in hers if number in books.done]
        if done != hers[: len(done)]:
            yield Broken(Fault.OUT_OF_TURN, woman)
        if [history.sent[number].on for number in done] != list(books.rows.get(woman, ())):
            yield Broken(Fault.NOT_HERS, woman)


def _as_a_whole(books: Books) -> Iterator[Broken]:
    if not books.is_sound:
        yield Broken(Fault.UNSOUND, "")
