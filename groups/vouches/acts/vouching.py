"""Vouching: a member's beads, each a vouch for one sister; no other member learns of it.

No act here writes to another person or changes what the group sees. Only the giver is answered.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from groups.approvals.model import NotOnThisPhone
from groups.calendar.rules.days import day_in
from groups.charter.model.numbers import VouchingCharter
from groups.charter.rules.charter import Charter
from groups.charter.store import select_charter
from groups.people.facts.door import enter, enter_to_read, member_in
from groups.people.model.people import Actor, Member, MemberState
from groups.people.rules.rights import Right, may
from groups.people.store.members import (
    select_active_members,
    select_member,
    select_member_of_person,
)
from groups.people.store.persons import select_person_of_account
from groups.standing.facts.voucher_record import read_record
from groups.turns.facts import phone_of
from groups.vouches.facts import VoiceNow, read_voice
from groups.vouches.model.refusals import NotASister
from groups.vouches.model.vouch import MyBoard, MyBoardRow, Vouch, VouchGiven
from groups.vouches.rules.vouching import (
    beads_left,
    check_bead_left,
    check_receiver,
    in_force_for,
    may_renew,
    until_day,
    vouch_in_force,
)
from groups.vouches.store import vouches
from groups.vouches.store.vouches import NameOnBoard, select_names_on_board
from storage.tx import Tx, micros


@dataclass(frozen=True, slots=True)
class BoardName:
    """One name on the board."""

    member_id: str
    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Board:
    """The names that the board offers, the same for all who see it."""

    group_id: str
    names: tuple[BoardName, ...]


@dataclass(frozen=True, slots=True)
class VouchWithdrawn:
    """The answer to a giver who took a vouch back; only she gets it."""

    name: str
    beads_left: int
    beads: int


def board(tx: Tx, actor: Actor, group_id: str) -> Board:
    """The members for whom she may vouch, by number."""
    enter_to_read(tx, actor, group_id, Right.VOUCH)
    members = select_active_members(tx, group_id)
    return Board(group_id, tuple(BoardName(m.id, m.number, m.name) for m in members))


def my_board(tx: Tx, actor: Actor, group_id: str, *, at: datetime) -> MyBoard:
    """The other members, with her vouches in force, also those for frozen members.

    Who may give no word now, a frozen member or one without a say, finds those in force alone, to
    take them back.
    """
    group, actor_roles = enter_to_read(tx, actor, group_id, Right.WITHDRAW_VOUCH)
    giver = member_in(actor_roles)
    charter = select_charter(tx, group_id)
    day = day_in(group.zone, at)
    given = vouches.select_standing(tx, group_id, giver.id, day)
    voice = read_voice(tx, group, giver, charter, at=at)
    board = _my_board(tx, giver, given, day, charter, voice=voice)
    return board if may(actor_roles, Right.VOUCH) else _at_rest(board, giver)


def sister_who_wrote(tx: Tx, actor: Actor, group_id: str, telegram_id: int) -> str:
    """The id of the member with a Telegram account, for whom a sister wants to vouch.

    NotASister for a person never confirmed in the group; the asker must be a member herself.
    """
    enter_to_read(tx, actor, group_id, Right.VOUCH)
    person = select_person_of_account(tx, telegram_id)
    member = select_member_of_person(tx, group_id, person.id) if person else None
    if member is None or member.state is MemberState.WAITING:
        raise NotASister("stranger")
    return member.id


def give(
    tx: Tx,
    actor: Actor,
    group_id: str,
    receiver_id: str,
    *,
    turn_id: str = "",
    new_id: Callable[[], str],
    at: datetime,
) -> VouchGiven:
    """Give a bead; a vouch in force is left as it is, or renewed if it ends within days.

    Refuses oneself, strangers, frozen and former members, and a bead too many; in a turn also the
    phone of the receiver, who may know the pictures (NotOnThisPhone).
    """
    facts = _facts(tx, actor, group_id, receiver_id, at)
    _check_phone(tx, facts.receiver, turn_id)
    return _given(tx, facts, new_id, at)[0]


def give_and_see(
    tx: Tx,
    actor: Actor,
    group_id: str,
    receiver_id: str,
    *,
    new_id: Callable[[], str],
    at: datetime,
) -> tuple[VouchGiven, MyBoard]:
    """Give a bead as `give` does, and return her own board after it: the answer to a tap."""
    facts = _facts(tx, actor, group_id, receiver_id, at)
    vouch_given, given = _given(tx, facts, new_id, at)
    board = _my_board(tx, facts.giver, given, facts.day, facts.rules, voice=facts.voice)
    return vouch_given, board


def renew(
    tx: Tx,
    actor: Actor,
    group_id: str,
    receiver_id: str,
    *,
    turn_id: str = "",
    new_id: Callable[[], str],
    at: datetime,
) -> VouchGiven:
    """Renew a vouch in force from today for its full time; a second tap on the day changes nothing.

    Refuses what `give` refuses, and if no vouch is in force.
    """
    facts = _facts(tx, actor, group_id, receiver_id, at)
    _check_phone(tx, facts.receiver, turn_id)
    stands = vouch_in_force(facts.given, facts.receiver.id)
    if stands.day == facts.day:
        return _told(facts, stands)
    return _renewed(tx, facts, stands, new_id, at)[0]


def withdraw(
    tx: Tx,
    actor: Actor,
    group_id: str,
    receiver_id: str,
    *,
    turn_id: str = "",
    new_id: Callable[[], str],
    at: datetime,
) -> VouchWithdrawn:
    """Take a vouch back: the bead is free at once, and nobody is notified.

    It counts until the sisters' word is read again, as all others do. Refuses if no vouch
    is in force; a vouch for a frozen member can be taken back too, and on any phone.
    """
    del turn_id  # nobody gains by it
    group, actor_roles = enter(tx, actor, group_id, Right.WITHDRAW_VOUCH)
    giver = member_in(actor_roles)
    given = vouches.select_standing(tx, group_id, giver.id, day_in(group.zone, at))
    stands = vouch_in_force(given, receiver_id)
    receiver = select_member(tx, receiver_id)
    assert receiver is not None, "a word stands for a member"
    vouches.insert_end(tx, stands, "withdrawn", end_id=new_id(), at=at)
    charter = select_charter(tx, group_id).vouches
    return VouchWithdrawn(receiver.name, beads_left(len(given) - 1, charter), charter.beads)


@dataclass(frozen=True, slots=True)
class _Facts:
    """The facts on which a vouch is decided."""

    giver: Member
    receiver: Member
    day: date
    given: list[Vouch]  # the giver's vouches in force
    rules: Charter
    voice: VoiceNow
    record: int  # the record of her earlier vouches, in millionths

    @property
    def charter(self) -> VouchingCharter:
        """The charter's numbers for vouches."""
        return self.rules.vouches


def _facts(tx: Tx, actor: Actor, group_id: str, receiver_id: str, at: datetime) -> _Facts:
    group, actor_roles = enter(tx, actor, group_id, Right.VOUCH)
    giver = member_in(actor_roles)
    day = day_in(group.zone, at)
    charter = select_charter(tx, group_id)
    return _Facts(
        giver=giver,
        receiver=check_receiver(giver, select_member(tx, receiver_id)),
        day=day,
        given=vouches.select_standing(tx, group_id, giver.id, day),
        rules=charter,
        voice=read_voice(tx, group, giver, charter, at=at),
        record=read_record(tx, group_id, giver.id, charter, day=day, at=micros(at)),
    )


def _check_phone(tx: Tx, receiver: Member, turn_id: str) -> None:
    if receiver.id in phone_of(tx, turn_id):
        raise NotOnThisPhone


def _given(
    tx: Tx, facts: _Facts, new_id: Callable[[], str], at: datetime
) -> tuple[VouchGiven, list[Vouch]]:
    """Give a bead; return the giver's answer, and her vouches in force after it."""
    stands = in_force_for(facts.given, facts.receiver.id)
    if stands is not None and may_renew(stands, facts.day, facts.charter):
        return _renewed(tx, facts, stands, new_id, at)
    if stands is not None:
        return _told(facts, stands), facts.given
    check_bead_left(facts.given, facts.charter)
    vouch = _record(tx, facts, new_id(), at)
    return _told(facts, vouch, is_new=True), [*facts.given, vouch]


def _renewed(
    tx: Tx, facts: _Facts, stands: Vouch, new_id: Callable[[], str], at: datetime
) -> tuple[VouchGiven, list[Vouch]]:
    vouches.insert_end(tx, stands, "renewed", end_id=new_id(), at=at)
    vouch = _record(tx, facts, new_id(), at)
    others = [each for each in facts.given if each.id != stands.id]
    return _told(facts, vouch, is_renewed=True), [*others, vouch]


def _record(tx: Tx, facts: _Facts, vouch_id: str, at: datetime) -> Vouch:
    vouch = Vouch(
        id=vouch_id,
        group_id=facts.giver.group_id,
        giver_id=facts.giver.id,
        receiver_id=facts.receiver.id,
        day=facts.day,
        until_day=until_day(facts.day, facts.charter),
        record=facts.record,
        is_proxy=False,
        recorded_at=micros(at),
    )
    vouches.insert_vouch(tx, vouch, at=at)
    return vouch


def _told(
    facts: _Facts, vouch: Vouch, *, is_new: bool = False, is_renewed: bool = False
) -> VouchGiven:
    return VouchGiven(
        name=facts.receiver.name,
        until_day=vouch.until_day,
        beads_left=beads_left(len(facts.given) + is_new, facts.charter),
        beads=facts.charter.beads,
        is_new=is_new,
        is_renewed=is_renewed,
        counts=facts.voice.counts,
        voice_weeks=facts.rules.points.word.voice_weeks,
        counts_from=facts.voice.next_reading,
    )


def _my_board(
    tx: Tx, giver: Member, given: Sequence[Vouch], day: date, charter: Charter, *, voice: VoiceNow
) -> MyBoard:
    words = {vouch.receiver_id: vouch for vouch in given}
    rows = tuple(
        _row(name, words.get(name.member_id), day, charter)
        for name in select_names_on_board(tx, giver.group_id)
        if name.member_id != giver.id and (name.is_active or name.member_id in words)
    )
    return MyBoard(
        group_id=giver.group_id,
        rows=rows,
        beads_left=beads_left(len(given), charter.vouches),
        beads=charter.vouches.beads,
        counts=voice.counts,
        voice_weeks=charter.points.word.voice_weeks,
        days=charter.vouches.days,
        next_reading=voice.next_reading,
    )


def _at_rest(board: MyBoard, giver: Member) -> MyBoard:
    rests = "frozen" if giver.state is MemberState.FROZEN else "no_say"
    rows = tuple(replace(row, may_renew=False) for row in board.rows if row.stands)
    return replace(board, rows=rows, rests=rests)


def _row(name: NameOnBoard, vouch: Vouch | None, day: date, charter: Charter) -> MyBoardRow:
    return MyBoardRow(
        member_id=name.member_id,
        number=name.number,
        name=name.name,
        stands=vouch is not None,
        until_day=vouch.until_day if vouch else None,
        may_renew=vouch is not None and name.is_active and may_renew(vouch, day, charter.vouches),
    )
