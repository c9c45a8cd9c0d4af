"""Nobody votes, gives her word or is a second person before the group has seen her."""

import json

import pytest

from groups.approvals.model import SecondPersonNeeded
from groups.deciding import acts as second_person
from groups.founding.acts import founding
from groups.joining.acts import confirming, joining, roles
from groups.lending.acts import loans
from groups.lending.model.proposal import Vote
from groups.meetings.acts import meetings
from groups.oldbooks.model import Column, SheetPart
from groups.people.acts import roster
from groups.people.model.group import Group
from groups.people.model.people import Actor, Role
from groups.people.model.refusals import AlreadyDecided, NoSayYet, NotFound, NotYours
from groups.people.store.members import has_say, select_members_with_say
from groups.registers.model.meeting import Mark, Meeting, Register, RegisterLine
from groups.vouches.acts import vouching
from storage.database import Database
from tests.groups.claiming import waiting_id
from tests.groups.hamlet import Hamlet
from tests.groups.lenders import lenders
from tests.groups.old_books import ask, changed, decide, old_books
from tests.groups.sisters import NOON, sisters

_TENS = ["10", "11", "12"]


async def opens(hamlet: Hamlet, group: Group) -> Meeting:
    """Let Sunita open a meeting."""
    sunita = await hamlet.meet("Sunita")
    at = hamlet.at()
    return await hamlet.write(meetings.open_meeting, sunita, group.id, new_id=hamlet.new_id, at=at)


async def closes(hamlet: Hamlet, meeting: Meeting, marks: dict[str, Mark]) -> None:
    """Close a meeting in which all came, except those marked."""
    sunita = await hamlet.meet("Sunita")
    page = await hamlet.read(meetings.register, sunita, meeting.id, at=hamlet.at())
    lines = tuple(
        RegisterLine(it.member_id, mark, it.due if mark is Mark.PRESENT else 0, 0)
        for it in page.lines
        if (mark := marks.get(it.member_id, Mark.PRESENT))
    )
    register = Register(lines, page.cash_before + sum(it.saved for it in lines))
    await hamlet.write(
        meetings.close, sunita, meeting.id, register, new_id=hamlet.new_id, at=hamlet.at()
    )


async def meets(hamlet: Hamlet, group: Group, **marks: Mark) -> None:
    """Hold a meeting of today, and let a week pass."""
    await closes(hamlet, await opens(hamlet, group), marks)
    hamlet.pass_days(7)


async def added(hamlet: Hamlet, group: Group, name: str, *, by: str = "Meena") -> str:
    """Let Sunita add a member without a phone, and another confirm her."""
    asked = await hamlet.add(name, group)
    await hamlet.decide(by, asked.request.id)
    return asked.member.id


async def speaks(hamlet: Hamlet, *member_ids: str) -> list[bool]:
    """Return whether members have a say."""
    return [await hamlet.read(has_say, it) for it in member_ids]


async def person_of(hamlet: Hamlet, member_id: str) -> Actor:
    """Return a member without a phone, as she acts in a turn."""
    [(person_id,)] = await hamlet.rows("SELECT person_id FROM members WHERE id = :id", id=member_id)
    return Actor(person_id)


# --- from the start -------------------------------------------------------------------------------


@pytest.mark.both_engines
async def test_who_came_by_herself_before_the_first_meeting_has_a_say(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    ghost = await added(hamlet, group, "Ghost One")
    speaking = await hamlet.read(select_members_with_say, group.id)

    assert await speaks(hamlet, ids["Sunita"], ids["Meena"], ghost) == [True, True, False]
    assert [it.name for it in speaking] == ["Sunita", "Meena"]


async def test_a_meeting_that_was_dropped_is_not_the_first(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    meeting = await opens(hamlet, group)
    sunita = await hamlet.meet("Sunita")
    await hamlet.write(meetings.drop, sunita, meeting.id, at=hamlet.at())

    assert await speaks(hamlet, await hamlet.joined("Radha", group)) == [True]


@pytest.mark.both_engines
@pytest.mark.parametrize("meetings_before", [0, 1, 2])
async def test_who_waited_came_when_she_was_confirmed(hamlet: Hamlet, meetings_before: int) -> None:
    group, _ = await hamlet.village("Meena")
    late = await hamlet.join("Late", group, is_in_chat=None)
    request_id = await waiting_id(hamlet)
    for _ in range(meetings_before):
        await meets(hamlet, group)
    await hamlet.decide("Sunita", request_id)

    assert await speaks(hamlet, late.member.id) == [meetings_before == 0]


async def test_who_comes_once_a_meeting_was_opened_has_founded_nothing(hamlet: Hamlet) -> None:
    group, _ = await hamlet.village("Meena")
    await opens(hamlet, group)

    assert await speaks(hamlet, await hamlet.joined("Radha", group)) == [False]


# --- by a meeting ---------------------------------------------------------------------------------


@pytest.mark.both_engines
@pytest.mark.parametrize(
    ("mark", "say"),
    [(Mark.PRESENT, True), (Mark.LATE, True), (Mark.ABSENT, False), (Mark.EXCUSED, False)],
)
async def test_she_has_a_say_once_she_was_in_a_closed_meeting(
    hamlet: Hamlet,
    mark: Mark,
    say: bool,
) -> None:
    group, _ = await hamlet.village("Meena", "Radha")
    ghost = await added(hamlet, group, "Ghost One")
    before = await speaks(hamlet, ghost)
    meeting = await opens(hamlet, group)
    while_open = await speaks(hamlet, ghost)
    await closes(hamlet, meeting, {ghost: mark})

    assert (before, while_open, await speaks(hamlet, ghost)) == ([False], [False], [say])


async def test_who_leaves_and_comes_back_is_to_be_seen_again(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena", "Radha")
    await meets(hamlet, group)
    radha = await hamlet.meet("Radha")
    await hamlet.write(joining.leave, radha, new_id=hamlet.new_id, at=hamlet.at())
    gone = await speaks(hamlet, ids["Radha"])
    await hamlet.joined("Radha", group)
    back = await speaks(hamlet, ids["Radha"])
    await meets(hamlet, group)

    assert (gone, back, await speaks(hamlet, ids["Radha"])) == ([False], [False], [True])


# --- by a cut-off sheet ---------------------------------------------------------------------------


async def test_who_came_by_the_old_books_has_a_say(database: Database) -> None:
    group = await sisters(database)
    sheet = old_books()
    for meeting in range(12):
        sheet = changed(sheet, SheetPart.MEETINGS, 11, Column.MEETING, "absent", at=meeting)
    faults = await ask(group, sheet)
    await decide(group)
    speaking = await group.read(select_members_with_say, group.group_id)

    told = [json.loads(facts)["names"] for *_, facts in await group.said("joining_sheet")]

    assert faults == ()
    assert [[it.partition(" ")[0] for it in names] for names in told] == [list("789") + _TENS]
    assert [it.number for it in speaking] == [1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12]


# --- by the facilitator ---------------------------------------------------------------------------


async def looked_after(hamlet: Hamlet, *names: str) -> tuple[Group, dict[str, str], Actor]:
    """A group with a facilitator, in which one meeting was held."""
    head = await hamlet.head()
    group = await hamlet.found()
    await hamlet.write(founding.admit, head, group.id, at=hamlet.at())
    ids = {name: await hamlet.joined(name, group) for name in ("Sunita", *names)}
    await meets(hamlet, group)
    return group, ids, head


async def test_whom_the_facilitator_confirms_has_a_say_at_once(hamlet: Hamlet) -> None:
    group, _, _ = await looked_after(hamlet, "Meena")
    ghost = await added(hamlet, group, "Ghost One", by="Asha")

    assert await speaks(hamlet, ghost) == [True]


async def test_the_facilitator_gives_a_say_once_and_the_group_is_told(hamlet: Hamlet) -> None:
    group, _, head = await looked_after(hamlet, "Meena")
    ghost = await added(hamlet, group, "Ghost One")
    offered = await hamlet.read(roster.card, head, ghost)
    given = [
        await hamlet.write(confirming.give_say, head, ghost, new_id=hamlet.new_id, at=hamlet.at())
        for _ in range(2)
    ]
    card = await hamlet.read(roster.card, head, ghost)

    assert (offered.may_give_say, card.may_give_say) == (True, False)
    assert [it.is_new for it in given] == [True, False]
    assert await speaks(hamlet, ghost) == [True]
    assert await hamlet.said("joining_say") == [
        (None, {"by": "Asha", "number": 3, "name": "Ghost One"})
    ]


async def test_nobody_else_gives_a_say_and_nobody_who_waits_gets_one(hamlet: Hamlet) -> None:
    group, _, head = await looked_after(hamlet, "Meena")
    asked = await hamlet.add("Ghost One", group)
    sunita, wait = await hamlet.meet("Sunita"), asked.member.id

    with pytest.raises(AlreadyDecided):
        await hamlet.write(confirming.give_say, head, wait, new_id=hamlet.new_id, at=hamlet.at())
    with pytest.raises(NotYours):
        await hamlet.write(confirming.give_say, sunita, wait, new_id=hamlet.new_id, at=hamlet.at())
    with pytest.raises(NotFound):
        await hamlet.write(confirming.give_say, head, "no", new_id=hamlet.new_id, at=hamlet.at())


# --- what she may not do --------------------------------------------------------------------------


async def test_the_group_is_told_whom_an_officer_adds_before_anybody_confirms(
    hamlet: Hamlet,
) -> None:
    group, _ = await hamlet.village("Meena")
    await hamlet.add("Ghost One", group)
    await hamlet.add("Ghost One", group)

    assert await hamlet.said("joining_added") == [
        (None, {"by": "Sunita", "number": 3, "name": "Ghost One"})
    ]
    assert len(await hamlet.told("member_joined")) == len(("Sunita", "Meena"))


async def test_a_ghost_gives_no_word(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    ghost = await added(hamlet, group, "Ghost One")
    actor, whose = await person_of(hamlet, ghost), (group.id, ids["Meena"])

    for act in (vouching.give, vouching.renew):
        with pytest.raises(NoSayYet):
            await hamlet.write(act, actor, *whose, new_id=hamlet.new_id, at=hamlet.at())


async def test_a_ghost_is_no_second_person_and_is_not_asked(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena")
    ghost = await added(hamlet, group, "Ghost One")
    asked = await hamlet.write(
        roles.ask_role,
        await hamlet.meet("Sunita"),
        ids["Meena"],
        Role.TREASURER,
        "given",
        new_id=hamlet.new_id,
        at=hamlet.at(),
    )

    with pytest.raises(NoSayYet):
        await hamlet.write(
            second_person.decide,
            await person_of(hamlet, ghost),
            asked.request.id,
            True,
            new_id=hamlet.new_id,
            at=hamlet.at(),
        )


async def test_who_has_no_say_may_take_back_what_she_asked_for(hamlet: Hamlet) -> None:
    group, ids = await hamlet.village("Meena", "Radha")
    await meets(hamlet, group)
    anju = await hamlet.joined("Anju", group)
    await hamlet.give_role(group, anju, Role.SECRETARY)
    asked = await hamlet.add("Ghost One", group, by="Anju")
    declined = await hamlet.decide("Anju", asked.request.id, is_yes=False)
    again = await hamlet.add("Ghost Two", group, by="Anju")

    with pytest.raises(SecondPersonNeeded):
        await hamlet.decide("Anju", again.request.id)
    assert (declined.is_new, ids["Radha"] != anju) == (True, True)


async def test_a_ghost_does_not_vote_and_is_not_counted(database: Database) -> None:
    group = await lenders(database)
    house = group.sisters
    ghost = await house.write(
        joining.add_without_phone,
        house.actor(1),
        house.group_id,
        "Ghost One",
        new_id=house.new_id,
        at=NOON,
    )
    whose = (house.actor(2), ghost.request.id, True)
    await house.write(second_person.decide, *whose, new_id=house.new_id, at=NOON)
    loan = await group.propose()
    ballot = await group.say(4, loan)

    assert ballot.voters == len((1, 2, 4, 5, 6))
    with pytest.raises(NoSayYet):
        await house.write(
            loans.vote,
            Actor(ghost.member.person_id),
            loan.id,
            Vote.YES,
            new_id=house.new_id,
            at=NOON,
        )
