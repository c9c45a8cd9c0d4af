"""The practice village's past: sixteen weeks of a group, written by the real acts.

It is written in steps, so that other work can run between them. A written step is not written
again, so an interrupted seeding continues. All steps lie before the moment of writing.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from groups.deciding import acts as second_person
from groups.founding.acts import founding
from groups.founding.model import ChatRole, RoleInChat
from groups.joining.acts import joining, roles
from groups.meetings.acts import meetings
from groups.messages.store import pinned_message as status
from groups.people.model.group import SetUp
from groups.people.model.people import Role
from groups.practice import loans as practice_loans
from groups.practice import script as village
from groups.practice import store
from groups.practice.scene import Scene
from groups.practice.script import PracticePerson, WordGiven, clock
from groups.practice.spoken import spoken
from groups.programme.acts import facilitators
from groups.registers.model.meeting import Register
from groups.registers.rules.money_lines import cash_effect
from groups.standing import acts as scoring
from groups.vouches.acts import vouching
from storage.tx import Tx

GROUP_NAME: Final = "Ekta Mahila Samuh"
VILLAGE: Final = "Rajgarh"
CHAT_ID: Final = -1001000000001  # a supergroup


_HERS: Final = ("Phoolmati Bind", "Shanti Kol")

CAST: Final = (
    PracticePerson(710000001, "Sunita Devi", "leader", member_number=1),
    PracticePerson(710000002, "Meena Kumari", "member", member_number=2),
    PracticePerson(710000003, "Kamla Devi", "member", member_number=3),
    PracticePerson(710000004, "Savitri Maurya", "member", member_number=4),
    PracticePerson(710000005, "Geeta Maurya", "member", member_number=5),
    PracticePerson(710000006, "Radha Bind", "shared", member_number=6, also_used_by=_HERS),
    PracticePerson(710000007, "Urmila Kol", "member", member_number=7),
    PracticePerson(710000008, "Phoolmati Bind", "member", has_phone=False, member_number=8),
    PracticePerson(710000009, "Shanti Kol", "member", has_phone=False, member_number=9),
    PracticePerson(710000010, "Kiran Patel", "member", member_number=10),
    PracticePerson(710000011, "Rekha Bharti", "member", member_number=11),
    PracticePerson(710000012, "Anita Vishwakarma", "member", member_number=12),
    PracticePerson(710000100, "Asha Singh", "facilitator"),
)
IN_CHAT: Final = tuple(one.telegram_id for one in CAST if one.has_phone and one.member_number)
FACILITATOR: Final = CAST[-1]


def cast_in(language: str) -> tuple[PracticePerson, ...]:
    """All people of the village with their names in a language, which is theirs on their phones."""
    return tuple(one.in_language(language) for one in CAST)


_BY_NUMBER: Final = {one.member_number: one for one in CAST if one.member_number}
_LEADER, _SECRETARY, _TREASURER = 1, 2, 3


_Step = Callable[[Scene], None]


def past(
    *, now: datetime, new_id: Callable[[], str], charter_version: str, language: str = "en"
) -> Iterator[Callable[[Tx], None]]:
    """Yield the steps that write the past before `now`, in their order.

    The charter's version must be registered. `language` is the group's and everybody's. Steps
    already written are skipped; the others count back from the moment of the first.
    """
    for n in range(len(_STEPS)):
        yield partial(_write, n, now, new_id, charter_version, language)


def forget_messages(tx: Tx, *, before: datetime) -> int:
    """Delete the messages of the past that still wait; return how many.

    The last step does it for all messages except the last meeting's minutes and member lines.
    """
    return store.delete_messages(tx, before)


def _write(
    n: int, now: datetime, new_id: Callable[[], str], charter: str, language: str, tx: Tx
) -> None:
    tx.lock("practice")
    if store.select_steps_done(tx) > n:
        return
    seen_from = store.select_seen_from(tx) or now
    calendar = village.calendar_before(seen_from)
    _STEPS[n](Scene(tx, calendar, new_id, charter, language, CHAT_ID))
    store.upsert_step(tx, n + 1, seen_from)


# --- how the group began ------------------------------------------------------------------------


def _found(scene: Scene) -> None:
    """The leader adds the bot and sets the group up, and the facilitator admits it."""
    tx, day = scene.tx, scene.calendar.begun
    at = clock(day, 10)
    facilitators.appoint_heads(tx, [FACILITATOR.telegram_id], new_id=scene.new_id, at=at)
    facilitator = scene.meet(FACILITATOR, at)
    leader = scene.meet(_BY_NUMBER[_LEADER], at)
    name = spoken(GROUP_NAME, scene.language)
    added = founding.bot_added(
        tx,
        leader,
        chat_id=CHAT_ID,
        title=name,
        thread_id=None,
        can_pin=True,
        can_delete=True,
        language_code=scene.language,
        new_id=scene.new_id,
        charter_version=scene.charter_version,
        at=at,
    )
    agreed = SetUp(
        name=name,
        village=spoken(VILLAGE, scene.language),
        language=scene.language,
        meeting_day=scene.calendar.meeting_day,
        meeting_minute=village.MEETING_HOUR * 60,
        saving=village.SAVING,
    )
    token = added.group.start_token
    at = clock(day, 10, 20)
    seen = RoleInChat(CHAT_ID, ChatRole.CREATOR, at)
    founding.set_up(tx, leader, token, agreed, seen=seen, at=at)
    founding.admit(tx, facilitator, added.group.id, at=clock(day, 12))


def _join(scene: Scene, number: int) -> None:
    """A member joins on her own phone, or the leader adds her and the secretary confirms it."""
    day = scene.calendar.begun + timedelta(days=1)
    at = clock(day, 9, 4 * number)
    if _BY_NUMBER[number].has_phone:
        _join_herself(scene, number, at)
    else:
        _join_without_phone(scene, number, at)


def _join_herself(scene: Scene, number: int, at: datetime) -> None:
    tx, group = scene.tx, scene.group
    actor = scene.meet(_BY_NUMBER[number], at)
    joining.ask(tx, actor, group.start_token, is_in_chat=True, at=at)
    joining.agree(tx, actor, group.id, at)
    joining.confirm_adult(
        tx,
        actor,
        group.id,
        True,  # noqa: FBT003 - named by the verb
        new_id=scene.new_id,
        at=at + timedelta(minutes=1),
    )
    for other, tie in village.TIES.get(number, ()):
        told_at = at + timedelta(minutes=2)
        other_id = scene.member(other).id
        joining.declare_tie(tx, actor, other_id, tie, new_id=scene.new_id, at=told_at)
    joining.finish(tx, actor)


def _join_without_phone(scene: Scene, number: int, at: datetime) -> None:
    tx, leader = scene.tx, scene.actor(_LEADER)
    name = spoken(_BY_NUMBER[number].name, scene.language)
    added = joining.add_without_phone(
        tx, leader, scene.group.id, name, number, new_id=scene.new_id, at=at
    )
    for other, tie in village.TIES.get(number, ()):
        joining.declare_tie(
            tx,
            leader,
            scene.member(other).id,
            tie,
            of_member_id=added.member.id,
            new_id=scene.new_id,
            at=at + timedelta(minutes=1),
        )
    _confirm(scene, _SECRETARY, added.request.id, at + timedelta(minutes=2))
    for tie_request in second_person.waiting(tx, scene.actor(_SECRETARY), scene.group.id):
        _confirm(scene, _SECRETARY, tie_request.id, at + timedelta(minutes=2))


def _give_offices(scene: Scene) -> None:
    """The president, who set the group up, asks for two more officers; a third member confirms."""
    at = clock(scene.calendar.begun + timedelta(days=2), 18)
    for number, role in ((_SECRETARY, Role.SECRETARY), (_TREASURER, Role.TREASURER)):
        asked = roles.ask_role(
            scene.tx,
            scene.actor(_LEADER),
            scene.member(number).id,
            role,
            "given",
            new_id=scene.new_id,
            at=at,
        )
        _confirm(scene, 4, asked.request.id, at + timedelta(minutes=5))


def _confirm(scene: Scene, number: int, request_id: str, at: datetime) -> None:
    second_person.decide(
        scene.tx,
        scene.actor(number),
        request_id,
        True,  # noqa: FBT003 - named by the verb
        new_id=scene.new_id,
        at=at,
    )


# --- week by week -------------------------------------------------------------------------------


def _live(scene: Scene, week: int) -> None:
    """Members vouch, the meeting is held, and the week is scored the morning after."""
    day = scene.calendar.meeting(week)
    words = [word for word in village.WORDS if word.week == week]
    for n, word in enumerate(words):
        _give_word(scene, word, clock(day - timedelta(days=2), 17, 3 * n))
    practice_loans.decide(scene, week, day - timedelta(days=2))
    _hold_meeting(scene, week, day)
    morning = clock(day + timedelta(days=1), 8, 1)
    for group_id, period in scoring.due(scene.tx, at=morning, group_id=scene.group.id):
        scoring.run_period(scene.tx, group_id, period, at=morning)
    if week == village.CORRECTED[0]:
        _correct(scene, day)


def _give_word(scene: Scene, word: WordGiven, at: datetime) -> None:
    act = vouching.withdraw if word.is_taken_back else vouching.give
    receiver = scene.member(word.receiver).id
    act(scene.tx, scene.actor(word.giver), scene.group.id, receiver, new_id=scene.new_id, at=at)


def _hold_meeting(scene: Scene, week: int, day: date) -> None:
    tx, leader, story = scene.tx, scene.actor(_LEADER), village.HISTORY[week]
    began = clock(day, village.MEETING_HOUR, 5)
    ended = began + timedelta(minutes=35)
    meeting = meetings.open_meeting(tx, leader, scene.group.id, new_id=scene.new_id, at=began)
    page = meetings.register(tx, leader, meeting.id, at=began)
    lines = tuple(
        village.line_of(story, line.number, line.member_id, line.due) for line in page.lines
    )
    money = practice_loans.money_of(scene, page, story)
    collected = sum(line.saved + line.extra for line in lines) + sum(map(cash_effect, money))
    counted = page.cash_before + collected + story.difference
    body = Register(lines, counted, story.reason, money)
    meetings.close(tx, leader, meeting.id, body, new_id=scene.new_id, at=ended)


def _correct(scene: Scene, day: date) -> None:
    """The day after, the secretary corrects a forgotten saving, and the president confirms it."""
    tx, secretary = scene.tx, scene.actor(_SECRETARY)
    at = clock(day + timedelta(days=1), 18)
    meeting = meetings.list_meetings(tx, secretary, scene.group.id)[0]
    page = meetings.register(tx, secretary, meeting.id, at=at)
    assert page.register is not None, "it was closed the day before"
    number = village.CORRECTED[1]
    lines = tuple(
        village.line_of(village.Week(), line.number, line.member_id, line.due)
        if line.number == number
        else recorded_line
        for line, recorded_line in zip(page.lines, page.register.lines, strict=True)
    )
    asked = meetings.ask_correction(
        tx,
        secretary,
        meeting.id,
        replace(page.register, lines=lines, cash_reason=None),
        spoken(village.CORRECTED_WHY, scene.language),
        new_id=scene.new_id,
        at=at,
    )
    _confirm(scene, _LEADER, asked.request.id, at + timedelta(minutes=20))


def _end(scene: Scene) -> None:
    """Ask for the last loans, delete old messages, and want the pinned message."""
    last = scene.calendar.meeting(village.WEEKS)
    practice_loans.decide(scene, village.WEEKS + 1, last + timedelta(days=1))
    forget_messages(scene.tx, before=clock(last, village.MEETING_HOUR))
    status.upsert_wanted(scene.tx, scene.group.id, clock(last + timedelta(days=1), 8, 2))


_STEPS: Final[tuple[_Step, ...]] = (
    _found,
    *(partial(_join, number=number) for number in sorted(_BY_NUMBER)),
    _give_offices,
    *(partial(_live, week=week) for week in sorted(village.HISTORY)),
    _end,
)
