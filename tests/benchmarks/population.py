"""Many groups of twelve in a database of their own, with the wanted number of weekly meetings.

They are written straight into the tables, because the use cases would take minutes for a year of
meetings. Only what a run reads is written: members, registers, vouches. The entries of the savings
are left out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count, product
from pathlib import Path
from random import Random
from typing import Final

import groups
from groups.charter.acts import register_charter
from groups.people.model.group import GroupState, SetUp
from groups.people.model.people import Member, MemberState, Phone
from groups.people.store.groups import GroupChat, insert_group, update_group_state, upsert_chat
from groups.people.store.members import MemberAct, insert_member, insert_member_act
from groups.people.store.persons import insert_account, insert_person, update_reachable
from groups.vouches.model.vouch import Vouch
from groups.vouches.store.vouches import insert_vouch
from storage.tx import Tx, micros

CHARTER: Final = Path(groups.__file__).parent / "charter.toml"
SIZE: Final = 12
BEADS: Final = 5
SAVING: Final = 20_00  # paise
BEGUN: Final = datetime(2025, 10, 31, 5, 30, tzinfo=UTC)  # a Friday, eleven o'clock in the village
MARKS: Final = ("present",) * 16 + ("late",) * 2 + ("absent", "excused")
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz234567"


def ids(prefix: str) -> Callable[[], str]:
    """Return a source of ids of ten letters; no id comes twice."""
    numbers = count()

    def new_id() -> str:
        number, text = next(numbers), ""
        while number:
            number, at = divmod(number, len(_LETTERS))
            text = _LETTERS[at] + text
        return prefix + text.rjust(10 - len(prefix), "a")

    return new_id


@dataclass(frozen=True, slots=True)
class Settled:
    """A group in the database: its members by number, and their Telegram ids."""

    group_id: str
    chat_id: int
    members: tuple[str, ...]
    telegram_ids: tuple[int, ...]


def week(n: int) -> datetime:
    """Return when the n-th meeting was held, counted from 0."""
    return BEGUN + timedelta(weeks=n)


def morning_after(n: int) -> datetime:
    """Return when the n-th week is scored: the hour after the scoring hour of the next day."""
    return week(n) + timedelta(hours=22)


def settle(
    tx: Tx,
    numbers: range,
    *,
    weeks: int,
    scored_from: int = 0,
    beads: int = BEADS,
    new_id: Callable[[], str],
) -> list[Settled]:
    """Write groups with so many weeks of meetings; those before `scored_from` are unscored.

    Seeded chance decides who came and who vouches for whom, so that every run is the same.
    """
    charter = register_charter(tx, CHARTER.read_text(), BEGUN)
    first_day = week(scored_from).date()
    settled = [_settle(tx, n, charter, first_day, new_id) for n in numbers]
    chance = Random(numbers.start)
    for one in settled:
        _meet(tx, one, range(weeks), chance, new_id)
        _vouch(tx, one, beads, chance, new_id)
    return settled


def _settle(tx: Tx, n: int, charter: str, first_day: date, new_id: Callable[[], str]) -> Settled:
    group_id, at = new_id(), BEGUN - timedelta(days=1)
    set_up = SetUp(f"Ekta {n}", "Rajgarh", "hi", BEGUN.weekday(), 660, SAVING)
    insert_group(tx, group_id, set_up, charter=charter, start_token=f"t{new_id()}", at=at)
    chat = GroupChat(-1_000_000_000_000 - n, group_id, None, "administrator", True, True)
    upsert_chat(tx, chat, at=at)
    members, accounts = [], []
    for number in range(1, SIZE + 1):
        person_id, member_id = new_id(), new_id()
        telegram_id = 10_000_000 + SIZE * n + number
        _person(tx, person_id, telegram_id, at)
        _member(tx, group_id, person_id, member_id, number, at.date())
        act = MemberAct(new_id(), group_id, member_id, "joined", at.date(), member_id)
        insert_member_act(tx, act, at=at)
        members.append(member_id)
        accounts.append(telegram_id)
    update_group_state(
        tx,
        group_id,
        GroupState.ACTIVE,
        set_up_by=None,
        facilitator_id=None,
        first_day=first_day,
    )
    return Settled(group_id, chat.chat_id, tuple(members), tuple(accounts))


def _person(tx: Tx, person_id: str, telegram_id: int, at: datetime) -> None:
    insert_person(tx, person_id, f"P{telegram_id}", is_named=False, at=at)
    insert_account(tx, telegram_id, person_id, "en")
    update_reachable(tx, person_id, is_reachable=True)


def _member(tx: Tx, group_id: str, person_id: str, member_id: str, number: int, day: date) -> None:
    state = MemberState.ACTIVE
    insert_member(
        tx, Member(member_id, group_id, person_id, number, "", state, Phone.OWN, day, None)
    )


def _meet(tx: Tx, group: Settled, weeks: range, chance: Random, new_id: Callable[[], str]) -> None:
    meetings = [(new_id(), week(n)) for n in weeks]
    leader = group.members[0]
    tx.many(
        "INSERT INTO meetings (id, group_id, day, state, opened_by, opened_at, held_by, ended_by,"
        " ended_at, version, reminded_at) VALUES (:id, :group_id, :day, 'closed', :by, :opened,"
        " :by, :by, :ended, 1, 0)",
        [
            {
                "id": meeting_id,
                "group_id": group.group_id,
                "day": at.date().isoformat(),
                "by": leader,
                "opened": micros(at),
                "ended": micros(at + timedelta(minutes=40)),
            }
            for meeting_id, at in meetings
        ],
    )
    tx.many(
        "INSERT INTO registers (meeting_id, version, group_id, day, cash_expected, cash_counted,"
        " is_read, by_id, recorded_at)"
        " VALUES (:id, 1, :group_id, :day, :cash, :cash, 1, :by, :ended)",
        [
            {
                "id": meeting_id,
                "group_id": group.group_id,
                "day": at.date().isoformat(),
                "cash": SIZE * SAVING * n,
                "by": leader,
                "ended": micros(at + timedelta(minutes=40)),
            }
            for n, (meeting_id, at) in enumerate(meetings, 1)
        ],
    )
    tx.many(
        "INSERT INTO register_lines (meeting_id, version, member_id, group_id, mark, due, saved,"
        " extra, recorded_at) VALUES (:id, 1, :member_id, :group_id, :mark, :due, :saved, 0, :at)",
        _lines(group, meetings, chance),
    )


def _lines(
    group: Settled, meetings: list[tuple[str, datetime]], chance: Random
) -> Iterator[dict[str, str | int]]:
    for (meeting_id, at), member in product(meetings, group.members):
        mark = chance.choice(MARKS)
        yield {
            "id": meeting_id,
            "member_id": member,
            "group_id": group.group_id,
            "mark": mark,
            "due": SAVING,
            "saved": SAVING if mark in ("present", "late") and chance.random() < 0.9 else 0,
            "at": micros(at + timedelta(minutes=40)),
        }


def _vouch(tx: Tx, group: Settled, beads: int, chance: Random, new_id: Callable[[], str]) -> None:
    """Let every member give her vouches in the sixth week; here they are valid for a year."""
    at = week(6)
    for giver in group.members:
        others = [one for one in group.members if one != giver]
        for receiver in chance.sample(others, beads):
            vouch = Vouch(
                id=new_id(),
                group_id=group.group_id,
                giver_id=giver,
                receiver_id=receiver,
                day=at.date(),
                until_day=(at + timedelta(weeks=120)).date(),
                record=500_000,
                is_proxy=False,
                recorded_at=micros(at),
            )
            insert_vouch(tx, vouch, at=at)
