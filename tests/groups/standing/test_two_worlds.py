"""Two worlds with the same public acts and the same words, but other givers, look the same.

What anybody is shown must not depend on who gave a word, beyond the word itself. Left out are the
boards of the givers who differ: each sees her own beads, and nobody else sees them.
"""

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

from groups.books import acts as books
from groups.books.model import Book, WantedBook
from groups.deciding.acts import APPROVALS
from groups.lending.acts import loans
from groups.lending.acts import pages as loan_pages
from groups.lending.model.proposal import LoanAskedFor
from groups.loans.model.loan import Purpose
from groups.meetings.acts import meetings
from groups.pages import acts as pages
from groups.people.acts import roster
from groups.people.model.people import Actor, Phone
from groups.people.model.refusals import Refusal
from groups.people.store.members import select_members
from groups.privacy import acts as privacy
from groups.programme.acts import exports
from groups.registers.model.meeting import Mark
from groups.registers.model.money import LoanFund
from groups.vouches.acts import vouching
from storage.database import Database, open_database
from storage.tx import Tx
from tests.groups import living
from tests.groups.later import NEXT, Later, later_in
from tests.groups.living import counter

ASKED = LoanAskedFor(LoanFund.DSC, 2000_00, 4, Purpose.TRADE, "Bangles")
# Half a voice each, nobody's kin here, and with a bead left for Urmila (7) or Shanti (9).
GIVERS = (1, 2, 4, 10, 11, 12)


@dataclass(frozen=True)
class Beads:
    """The beads in which one world differs from the other: giver and receiver."""

    before: Sequence[tuple[int, int]]  # given before the reading
    after: Sequence[tuple[int, int]]  # given within the block
    taken_back: Sequence[tuple[int, int]]  # taken back within the block

    @property
    def givers(self) -> set[int]:
        """Those who see other beads of their own in the two worlds."""
        return {giver for giver, _ in (*self.before, *self.after, *self.taken_back)}


WORLDS = [
    (
        Beads([(2, 9)], [(4, 9)], [(2, 9)]),
        Beads([(4, 9)], [(2, 9)], [(4, 9)]),
    ),
    (  # Rekha has no voice: the words are as many tens, the beads are not as many
        Beads([(2, 9), (4, 9)], [(10, 7), (11, 7)], [(4, 9)]),
        Beads([(11, 9), (4, 9)], [(2, 7), (12, 7)], [(11, 9)]),
    ),
    (
        Beads([(2, 9), (10, 7), (12, 7)], [(12, 9)], [(10, 7)]),
        Beads([(12, 9), (1, 7), (2, 7)], [(10, 9)], [(2, 7)]),
    ),
]


@pytest.fixture
async def twins(
    engine: str,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    request: pytest.FixtureRequest,
) -> AsyncIterator[tuple[Later, Later]]:
    """Return the practice village twice; the two go on apart."""
    copies = [
        living.copied(engine, tmp_path / name, tmp_path_factory, request) for name in ("a", "b")
    ]
    databases: list[Database] = []
    for name, copy in zip(("a", "b"), copies, strict=True):
        (tmp_path / name).mkdir()
        databases.append(await open_database(await anext(copy)))
    yield await later_in(databases[0]), await later_in(databases[1])
    for database, copy in zip(databases, copies, strict=True):
        await database.close()
        await anext(copy, None)


# --- the life of both worlds ----------------------------------------------------------------------


async def begin(later: Later, beads: Beads) -> None:
    """Give the beads of this world, then live a week as in every world: the word is read."""
    _ids_of(later, "given")
    for giver, receiver in beads.before:
        await later.vouch(giver, receiver, later.noon(NEXT, -1))
    _ids_of(later, "read")
    await later.live(NEXT, unpaid=(3,))


async def go_on(later: Later, beads: Beads) -> None:
    """Live on within the block: what is public is the same, the beads are not."""
    _ids_of(later, "after")
    for giver, receiver in beads.after:
        await later.vouch(giver, receiver, later.noon(NEXT, 1))
    _ids_of(later, "second")
    await later.meet(NEXT + 1, {5: Mark.ABSENT, 11: Mark.EXCUSED})
    _ids_of(later, "back")
    for giver, receiver in beads.taken_back:
        await later.withdraw(giver, receiver, later.noon(NEXT + 1, 0.3))
    _ids_of(later, "frozen")
    await later.score(NEXT + 1)
    await later.freeze(8, later.noon(NEXT + 1, 2))
    _ids_of(later, "left")
    await later.leave(5, later.noon(NEXT + 1, 2))
    _ids_of(later, "third")
    await later.live(NEXT + 2)


def _ids_of(later: Later, step: str) -> None:
    """Number the ids of a step anew: they are random, and tell nothing of what came before."""
    later.new_id = counter(step)


# --- what is seen ---------------------------------------------------------------------------------


async def seen(later: Later, week: int, givers: set[int]) -> dict[str, str]:
    """Return everything that anybody is shown after a week, with the seals blotted out."""
    at = later.noon(week, 2)
    shown: dict[str, str] = {}
    members = await later.read(select_members, later.group_id)
    for member in members:
        if member.phone is not Phone.OWN:
            continue
        actor = await later.actor(member.number)
        shown |= {
            f"{member.number}: {name}": repr(value)
            for name, value in (await later.read(_pages, actor, later, at, member.id)).items()
        }
        if member.number not in givers:
            own = await later.read(_own, actor, later, at)
            shown[f"{member.number}: her own"] = repr(own)
    facilitator = await later.actor(0)
    shown["facilitator"] = repr(
        await later.read(pages.group_page, facilitator, later.group_id, approvals=APPROVALS, at=at)
    )
    shown["pinned"] = repr(await later.read(pages.pinned_page, later.group_id, at=at))
    async with later.database.long_read() as read:
        shown["export"] = repr([line async for line in exports.standings_csv(read)])
    messages = await later.rows(
        "SELECT person_id, group_id, kind, facts, key, urgency, is_money, not_before, created_at"
        " FROM outbox ORDER BY n"
    )
    shown["messages"] = repr(messages)
    return await _without_seals(later, shown)


def _pages(tx: Tx, actor: Actor, later: Later, at: Any, member_id: str) -> dict[str, object]:
    group_id = later.group_id
    first, last = later.day(1), later.day(NEXT + 3)
    looks: dict[str, object] = {
        "points": pages.points_page(tx, actor, group_id, at=at),
        "group": pages.group_page(tx, actor, group_id, approvals=APPROVALS, at=at),
        "passbook": pages.passbook_page(tx, actor, group_id),
        "loans": loan_pages.loans_page(tx, actor, group_id, at=at),
        "own loans": loan_pages.own_loans(tx, actor, group_id, at=at),
        "form": loan_pages.loan_form(tx, actor, group_id, at=at),
        "eligible": loans.preview(tx, actor, group_id, member_id, ASKED, at=at),
        "members": roster.members_page(tx, actor, group_id),
        "meetings": meetings.list_meetings(tx, actor, group_id),
        "board": vouching.board(tx, actor, group_id),
    }
    for name in Book:
        wanted = WantedBook(name, first, last)
        try:
            looks[f"book {name}"] = books.book(tx, actor, group_id, wanted)
        except Refusal as refusal:
            looks[f"book {name}"] = refusal
    return looks


def _own(tx: Tx, actor: Actor, later: Later, at: Any) -> tuple[object, ...]:
    """What only somebody sees whose beads are the same in both worlds: her board, her data."""
    return vouching.my_board(tx, actor, later.group_id, at=at), privacy.about_me(tx, actor)


async def _without_seals(later: Later, shown: dict[str, str]) -> dict[str, str]:
    """A seal is a hash over ids that nobody can guess: it differs, and tells nothing."""
    heads = await later.rows("SELECT head FROM links")
    seals = {head[:8] for (head,) in heads}
    return {
        name: re.sub(r"\b[0-9a-f]{8}\b", lambda it: "seal" if it[0] in seals else it[0], text)
        for name, text in shown.items()
    }


def _differing(one: dict[str, str], other: dict[str, str]) -> list[tuple[str, str, str]]:
    """Return what is shown otherwise in the other world, from the first letter that differs."""
    assert one.keys() == other.keys()
    differing: list[tuple[str, str, str]] = []
    for name, text in one.items():
        if text != other[name]:
            pairs = enumerate(zip(text, other[name], strict=False))
            n = next((n for n, (mine, hers) in pairs if mine != hers), 0)
            differing.append(
                (name, text[max(0, n - 40) : n + 80], other[name][max(0, n - 40) : n + 80])
            )
    return differing


async def words(later: Later, week: int) -> dict[int, int]:
    """Return each member's word, as it stands after a week."""
    return {number: one.balances[-1] for number, one in (await later.results(week)).items()}


@pytest.mark.parametrize("beads", WORLDS)
async def test_two_worlds_with_the_same_words_look_the_same(
    twins: tuple[Later, Later], beads: tuple[Beads, Beads]
) -> None:
    givers = beads[0].givers | beads[1].givers
    looks: list[list[dict[str, str]]] = []
    for later, hers in zip(twins, beads, strict=True):
        await begin(later, hers)
        looks.append([await seen(later, NEXT, givers)])
        await go_on(later, hers)
        looks[-1].append(await seen(later, NEXT + 2, givers))
    same_words = [await words(later, NEXT) for later in twins]

    assert same_words[0] == same_words[1], "the worlds are to differ in givers alone"
    assert [_differing(one, other) for one, other in zip(*looks, strict=True)] == [[], []]


async def test_two_worlds_with_other_words_look_different(twins: tuple[Later, Later]) -> None:
    one, other = twins
    await begin(one, Beads([(1, 7), (2, 7), (12, 7)], [], []))
    await begin(other, Beads([(2, 7)], [], []))
    looks = [await seen(later, NEXT, {1, 2, 12}) for later in twins]

    assert [name for name, *_ in _differing(*looks)] == [
        "7: points",
        "7: eligible",
        "export",
        "messages",
    ]


# --- within a block nothing moves -----------------------------------------------------------------


@pytest.mark.parametrize("seed", range(4))
async def test_no_act_within_a_block_moves_a_word(later: Later, seed: int) -> None:
    chance = Random(seed)
    await later.vouch(2, 9, later.noon(NEXT, -1))
    await later.live(NEXT)
    before = await words(later, NEXT)
    gone: set[int] = set()
    for week in (NEXT + 1, NEXT + 2, NEXT + 3):
        for day in (1, 2, 3):
            await _anything(later, chance, week - 1, day, gone)
        await later.meet(week, {chance.choice(GIVERS): Mark.ABSENT})
        await later.score(week)
    after = await words(later, NEXT + 3)
    moved = await later.rows(
        "SELECT e.key FROM entries e JOIN postings p ON p.entry_id = e.id WHERE e.day > :day"
        " AND e.reason = 'score' AND (p.debit LIKE 'standing:%:word' OR p.credit LIKE"
        " 'standing:%:word')",
        day=later.day(NEXT).isoformat(),
    )
    of_those_who_left = {await later.member(number) for number in gone}

    assert {number: after[number] for number in after if number not in gone} == {
        number: before.get(number, 0) for number in after if number not in gone
    }
    assert {key.rsplit(":", 1)[1] for (key,) in moved} <= of_those_who_left


async def _anything(later: Later, chance: Random, week: int, day: int, gone: set[int]) -> None:
    """Carry out some act about vouches, members or meetings; most may be refused."""
    at = later.noon(week, day)
    able = [number for number in (1, 2, 3, 4, 5, 10, 11, 12) if number not in gone]
    one, other = chance.sample(able, 2)
    kind = chance.choice(("give", "give", "take back", "renew", "leave", "freeze", "new"))
    try:
        if kind == "give":
            await later.vouch(one, chance.choice((other, 9)), at)
        elif kind == "take back":
            await later.withdraw(one, other, at)
        elif kind == "renew":
            await later.renew(one, other, at)
        elif kind == "leave" and one not in {1, 2, 3}:
            await later.leave(one, at)
            gone.add(one)
        elif kind == "freeze" and one not in {1, 2, 3}:
            await later.freeze(one, at)
        elif kind == "new" and not gone:
            await later.come_new(f"Usha {chance.random()}", at)
    except Refusal:
        pass
