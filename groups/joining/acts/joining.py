"""Joining a group: notice, consent, age, number, kin; and leaving it."""

from collections.abc import Callable
from datetime import datetime

from groups.approvals.effects import ask_second
from groups.charter.store import select_charter
from groups.joining.effects import memberships, newcomers
from groups.joining.effects.ties import change_tie
from groups.joining.facts.approvals import MEMBER
from groups.joining.model import (
    JOIN,
    AgeQuestion,
    AlreadyMember,
    Joined,
    MemberAdded,
    MemberMoved,
    NoConsentYet,
    Notice,
    TieDeclared,
)
from groups.joining.rules.joining import NOTICE_VERSION, check_age, check_number, check_place
from groups.messages.effects import say_to_person
from groups.people.facts.door import enter, enter_to_read, see, signature
from groups.people.facts.names import others_of, read_group, read_member
from groups.people.model.deed import Deed
from groups.people.model.dialogue import Dialogue
from groups.people.model.group import Group
from groups.people.model.people import (
    MEMBER_STEPS,
    Actor,
    Member,
    MemberState,
    MemberStep,
    Name,
    Phone,
    Tie,
)
from groups.people.model.refusals import (
    AlreadyDecided,
    BadAnswer,
    InAnotherGroup,
    NotAMember,
    NotFound,
)
from groups.people.model.typed_text import same_text
from groups.people.rules.names import given_name
from groups.people.rules.rights import Right, require, require_active
from groups.people.store import members as store
from groups.people.store.dialogues import delete_dialogue, select_dialogue, upsert_dialogue
from groups.people.store.groups import (
    delete_seen,
    insert_seen,
    is_seen,
    select_group,
    select_group_by_token,
)
from groups.people.store.persons import insert_person
from storage.tx import Tx


def ask(
    tx: Tx, actor: Actor, token: str, *, is_in_chat: bool | None, at: datetime
) -> Notice | AlreadyMember:
    """The notice that she must read after she tapped Join, unless she is a member already.

    `is_in_chat` is what Telegram says; None if it was not asked. Refuses an unknown link, a group
    that has not begun, a full group, and a member of another group.
    """
    group = select_group_by_token(tx, token)
    if group is None:
        raise NotFound
    member = store.select_membership(tx, actor.person_id)
    if member is not None and member.group_id == group.id:
        return AlreadyMember(group, member)
    if member is not None:
        raise InAnotherGroup
    require_active(group)
    _check_place(tx, group)
    _keep_seen(tx, group, actor, is_in_chat=is_in_chat)
    upsert_dialogue(tx, Dialogue(actor.person_id, JOIN, group.id, "notice", {}), at=at)
    return Notice(group, NOTICE_VERSION, is_seen=is_seen(tx, group.id, actor.person_id))


def agree(tx: Tx, actor: Actor, group_id: str, at: datetime) -> AgeQuestion:
    """Note that she agrees to the notice; it is recorded only once she says that she is of age."""
    group = _group_being_joined(tx, actor, group_id, {"notice", "age"})
    upsert_dialogue(tx, Dialogue(actor.person_id, JOIN, group.id, "age", {}), at=at)
    return AgeQuestion(group, select_charter(tx, group.id).group.age_least)


def confirm_adult(
    tx: Tx,
    actor: Actor,
    group_id: str,
    is_adult: bool,  # noqa: FBT001 - its name says it at each call
    *,
    is_in_chat: bool | None = None,
    new_id: Callable[[], str],
    at: datetime,
) -> Joined:
    """Make her a member with the next number; a second tap changes nothing.

    A person who is not in the group's chat now, as Telegram says (`is_in_chat`), or who was never
    seen there, waits for an office-bearer. Refuses persons who are not of age, who have not agreed,
    members of another group, and any above the charter's limit.
    """
    tx.lock(f"group:{group_id}")
    stands = store.select_membership(tx, actor.person_id)
    if stands is not None:
        return _joined_before(tx, stands, group_id)
    group = _group_being_joined(tx, actor, group_id, {"age"})
    check_age(select_charter(tx, group.id).group.age_least, is_adult=is_adult)
    _check_place(tx, group)
    _keep_seen(tx, group, actor, is_in_chat=is_in_chat)
    member = memberships.join(tx, Deed(group, actor.person_id, new_id, at))
    if member.state is MemberState.WAITING:
        delete_dialogue(tx, actor.person_id)  # her kin is asked about once she is confirmed
    else:
        upsert_dialogue(tx, Dialogue(actor.person_id, JOIN, group.id, "ties", {}), at=at)
    return _joined(tx, group, member, is_new=True)


def others(tx: Tx, actor: Actor) -> tuple[Name, ...]:
    """The other members of her group, by number; NotAMember until she is confirmed."""
    member = _membership(tx, actor)
    enter_to_read(tx, actor, member.group_id, Right.DECLARE_TIE)
    return others_of(tx, member)


def declare_tie(
    tx: Tx,
    actor: Actor,
    other_member_id: str,
    tie: Tie,
    *,
    of_member_id: str | None = None,
    new_id: Callable[[], str],
    at: datetime,
) -> TieDeclared:
    """Declare another member as her kin or of her household; a second time changes nothing.

    It takes effect at once while she joins; later, and for a member whom she added
    (`of_member_id`), a second person confirms it. NotFound for a person outside the group.
    """
    deed, of, other = _two(tx, actor, of_member_id, other_member_id, new_id, at)
    return change_tie(tx, deed, of, other, tie=tie, act="declared")


def end_tie(
    tx: Tx,
    actor: Actor,
    other_member_id: str,
    tie: Tie,
    *,
    of_member_id: str | None = None,
    new_id: Callable[[], str],
    at: datetime,
) -> TieDeclared:
    """Declare that a tie has ended: at once while she joins, later a third person confirms it."""
    deed, of, other = _two(tx, actor, of_member_id, other_member_id, new_id, at)
    return change_tie(tx, deed, of, other, tie=tie, act="ended")


def finish(tx: Tx, actor: Actor) -> None:
    """End her joining; later changes of ties need a second person."""
    dialogue = select_dialogue(tx, actor.person_id)
    if dialogue is not None and dialogue.kind == JOIN:
        delete_dialogue(tx, actor.person_id)


def to_add(tx: Tx, actor: Actor) -> Group:
    """Her group, to which she may add a member without a phone; NotAMember if she has none."""
    return enter_to_read(tx, actor, _membership(tx, actor).group_id, Right.ADD_MEMBER)[0]


def add_without_phone(
    tx: Tx,
    actor: Actor,
    group_id: str,
    name: str,
    number: int | None = None,
    *,
    new_id: Callable[[], str],
    at: datetime,
) -> MemberAdded:
    """Add a member without a phone; she waits until a second member confirms her.

    The confirmer is witness that she heard the notice, is of age and agreed. Without a number she
    gets the next; BadAnswer for a number that is or was used. The same name asked again while she
    waits changes nothing.
    """
    group, actor_roles = enter(tx, actor, group_id, Right.ADD_MEMBER)
    plain = given_name(name, "name")
    deed = Deed(group, signature(actor_roles), new_id, at)
    waiting = _waits_already(tx, group, plain)
    if waiting is not None and number in {None, waiting.number}:
        asked = ask_second(tx, deed, MEMBER, waiting.id, {"how": "added"})
        return MemberAdded(waiting, asked.request, is_new=False)
    _check_place(tx, group)
    free = store.select_next_number(tx, group.id)
    if number is not None:
        is_used = store.is_number_used(tx, group.id, number)
        free = check_number(number, is_used=is_used)
    person_id = new_id()
    insert_person(tx, person_id, plain, is_named=True, at=at)
    member = memberships.new_member(tx, deed, person_id, free, Phone.NONE)
    memberships.begin(tx, deed, member, "added")
    newcomers.say_added(tx, deed, member)
    asked = ask_second(tx, deed, MEMBER, member.id, {"how": "added"})
    return MemberAdded(member, asked.request, is_new=True)


def leave(tx: Tx, actor: Actor, *, new_id: Callable[[], str], at: datetime) -> MemberMoved:
    """End her own membership and her consent; the books stay.

    A second call changes nothing. Refuses a person who was never a member.
    """
    member = store.select_membership(tx, actor.person_id)
    if member is None:
        left = store.select_last_membership(tx, actor.person_id)
        if left is None:
            raise NotAMember
        return MemberMoved(left, is_new=False)
    tx.lock(f"group:{member.group_id}")
    group, actor_roles = see(tx, actor, member.group_id)
    require(actor_roles, Right.LEAVE)
    deed = Deed(group, member.id, new_id, at)
    left = memberships.end(tx, deed, read_member(tx, member.id))
    return MemberMoved(left, is_new=True)


def freeze(
    tx: Tx, actor: Actor, member_id: str, *, new_id: Callable[[], str], at: datetime
) -> MemberMoved:
    """Freeze a membership: she sees her record but cannot act. Only a facilitator may do it."""
    return _move(tx, actor, member_id, MemberStep.FREEZE, new_id, at)


def thaw(
    tx: Tx, actor: Actor, member_id: str, *, new_id: Callable[[], str], at: datetime
) -> MemberMoved:
    """Thaw a frozen membership."""
    return _move(tx, actor, member_id, MemberStep.THAW, new_id, at)


# --- how it is done -----------------------------------------------------------------------------


def _keep_seen(tx: Tx, group: Group, actor: Actor, *, is_in_chat: bool | None) -> None:
    """Store what Telegram says of her in the chat; where it says nothing, what is known stands."""
    if is_in_chat:
        insert_seen(tx, group.id, actor.person_id)
    elif is_in_chat is False:
        delete_seen(tx, group.id, actor.person_id)  # she was seen, and left or was removed since


def _joined_before(tx: Tx, member: Member, group_id: str) -> Joined:
    if member.group_id != group_id:
        raise InAnotherGroup
    return _joined(tx, read_group(tx, member.group_id), member, is_new=False)


def _joined(tx: Tx, group: Group, member: Member, *, is_new: bool) -> Joined:
    waits = member.state is MemberState.WAITING
    others = () if waits else others_of(tx, member)
    return Joined(group, member, others, waits=waits, is_new=is_new)


def _membership(tx: Tx, actor: Actor) -> Member:
    member = store.select_membership(tx, actor.person_id)
    if member is None:
        raise NotAMember
    return member


def _two(
    tx: Tx, actor: Actor, of_id: str | None, other_id: str, new_id: Callable[[], str], at: datetime
) -> tuple[Deed, Member, Member]:
    hers = store.select_member(tx, of_id) if of_id else _membership(tx, actor)
    if hers is None:
        raise NotFound
    right = Right.DECLARE_TIE if hers.person_id == actor.person_id else Right.DECLARE_TIE_FOR
    group, actor_roles = enter(tx, actor, hers.group_id, right)
    of, other = _member_of(tx, group, hers.id), _member_of(tx, group, other_id)
    if of.id == other.id:
        raise BadAnswer("tie")
    return Deed(group, signature(actor_roles), new_id, at), of, other


def _member_of(tx: Tx, group: Group, member_id: str) -> Member:
    member = store.select_member(tx, member_id)
    if member is None or member.group_id != group.id or member.state is MemberState.LEFT:
        raise NotFound
    return member


def _group_being_joined(tx: Tx, actor: Actor, group_id: str, steps: set[str]) -> Group:
    dialogue = select_dialogue(tx, actor.person_id)
    if dialogue is None or (dialogue.kind, dialogue.group_id) != (JOIN, group_id):
        raise NoConsentYet
    if dialogue.step not in steps:
        raise NoConsentYet
    group = select_group(tx, group_id)
    assert group is not None, "a dialogue begins with a group that is there"
    require_active(group)
    return group


def _check_place(tx: Tx, group: Group) -> None:
    check_place(store.count_members(tx, group.id), select_charter(tx, group.id).group.members_most)


def _waits_already(tx: Tx, group: Group, name: str) -> Member | None:
    return next(
        (
            member
            for member in store.select_members(tx, group.id)
            if member.state is MemberState.WAITING
            and member.phone is Phone.NONE
            and same_text(member.name, name)
        ),
        None,
    )


def _move(
    tx: Tx,
    actor: Actor,
    member_id: str,
    step: MemberStep,
    new_id: Callable[[], str],
    at: datetime,
) -> MemberMoved:
    unlocked_member = store.select_member(tx, member_id)
    if unlocked_member is None:
        raise NotFound
    group, actor_roles = enter(tx, actor, unlocked_member.group_id, Right.FREEZE)
    member = read_member(tx, member_id)
    towards = MemberState.FROZEN if step is MemberStep.FREEZE else MemberState.ACTIVE
    if member.state is towards:
        return MemberMoved(member, is_new=False)
    if member.state is MemberState.WAITING or step not in MEMBER_STEPS[member.state]:
        raise AlreadyDecided
    moved = memberships.move(tx, Deed(group, signature(actor_roles), new_id, at), member, step)
    kind = "you_are_frozen" if step is MemberStep.FREEZE else "you_are_thawed"
    say_to_person(tx, member.person_id, kind, {"group": group.name}, at=at)
    return MemberMoved(moved, is_new=True)
