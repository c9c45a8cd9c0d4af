"""The list of a group's members, and what the reader may do about each of them."""

from groups.people.facts.door import enter_to_read, see, standing_in
from groups.people.model.people import Actor, Member, MemberState, Name, Phone
from groups.people.model.refusals import NotFound
from groups.people.model.roster import (
    Listed,
    MembersMays,
    MembersPage,
    Roster,
    RosterCard,
    RosterTies,
)
from groups.people.rules.rights import Right, may, require
from groups.people.store.kinships import select_ties_of
from groups.people.store.members import has_say, select_member, select_members
from groups.people.store.roles import select_roles_held
from storage.tx import Tx


def members(tx: Tx, actor: Actor, group_id: str) -> Roster:
    """Every member of the group now, by number."""
    group, actor_roles = enter_to_read(tx, actor, group_id, Right.SEE_MEMBERS)
    may_add = may(actor_roles, Right.ADD_MEMBER)
    return Roster(group, select_members(tx, group.id), may_add)


def members_page(tx: Tx, actor: Actor, group_id: str) -> MembersPage:
    """Every member of the group now with her offices, and what the reader may change."""
    group, actor_roles = enter_to_read(tx, actor, group_id, Right.SEE_MEMBERS)
    offices = select_roles_held(tx, group_id)
    return MembersPage(
        group=group,
        members=tuple(
            Listed(member, tuple(sorted(offices.get(member.id, ()))))
            for member in select_members(tx, group_id)
        ),
        may=MembersMays(
            add_member=may(actor_roles, Right.ADD_MEMBER),
            ask_role=may(actor_roles, Right.ASK_ROLE),
            change_settings=may(actor_roles, Right.CHANGE_SETTINGS),
            make_code=may(actor_roles, Right.MAKE_CLAIM_CODE),
        ),
    )


def card(tx: Tx, actor: Actor, member_id: str) -> RosterCard:
    """One member; NotFound if she is in no group that the reader may see."""
    member = select_member(tx, member_id)
    if member is None or member.state is MemberState.LEFT:
        raise NotFound
    group, actor_roles = enter_to_read(tx, actor, member.group_id, Right.SEE_MEMBERS)
    is_own = member.person_id == actor.person_id
    may_freeze = may(actor_roles, Right.FREEZE)
    return RosterCard(
        group,
        member,
        may_rename=may(actor_roles, Right.CORRECT_OWN_NAME if is_own else Right.CORRECT_NAME),
        may_freeze=may_freeze and member.state is MemberState.ACTIVE,
        may_give_say=may(actor_roles, Right.GIVE_SAY)
        and member.state is MemberState.ACTIVE
        and not has_say(tx, member.id),
        may_thaw=may_freeze and member.state is MemberState.FROZEN,
        may_ask_leaving=may(actor_roles, Right.ASK_LEAVING) and member.phone is Phone.NONE,
        may_tell_death=may(actor_roles, Right.ASK_LEAVING) and not is_own,
        may_make_code=may(actor_roles, Right.MAKE_CLAIM_CODE)
        and not is_own
        and member.state is not MemberState.WAITING,
        may_tell_ties=may(actor_roles, Right.DECLARE_TIE_FOR) and member.phone is Phone.NONE,
        may_propose_loan=may(actor_roles, Right.PROPOSE_LOAN)
        and member.state is MemberState.ACTIVE,
        may_tell_own_kin=may(actor_roles, Right.TELL_OWN_KIN),
    )


def to_rename(tx: Tx, actor: Actor, member_id: str) -> Member:
    """A member whose name she may correct: her own also while nobody has confirmed her."""
    member = select_member(tx, member_id)
    if member is not None and member.person_id == actor.person_id:
        require(see(tx, actor, member.group_id)[1], Right.CORRECT_OWN_NAME)
        return member
    roster_card = card(tx, actor, member_id)
    if not roster_card.may_rename:
        require(standing_in(tx, actor.person_id, roster_card.group), Right.CORRECT_NAME)
    return roster_card.member


def ties(tx: Tx, actor: Actor, member_id: str) -> RosterTies:
    """The kin and household of a member, for a reader who may declare ties in her place."""
    member = select_member(tx, member_id)
    if member is None or member.state is MemberState.LEFT:
        raise NotFound
    enter_to_read(tx, actor, member.group_id, Right.DECLARE_TIE_FOR)
    others = tuple(
        Name(other.id, other.number, other.name)
        for other in select_members(tx, member.group_id)
        if other.id != member.id
    )
    return RosterTies(member, others, frozenset(select_ties_of(tx, member.group_id, member.id)))
