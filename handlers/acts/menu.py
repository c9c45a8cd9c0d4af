"""The act of each command, tap and start link."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from groups.people.acts import persons as people
from groups.people.model.people import Place
from groups.people.model.refusals import NotFound
from handlers.acts import (
    approvals,
    disputes,
    founding,
    founding_settings,
    herself,
    joining,
    joining_claims,
    joining_kin,
    lending,
    lending_form,
    meetings,
    pending,
    people_members,
    points,
    privacy,
    programme,
    programme_groups,
    registers,
    vouches,
)
from handlers.callback_data import Tap
from handlers.turn import Act, ActContext, Answer
from storage.tx import Tx


def start(payload: str) -> Act:
    """The act of a start link; an unknown payload counts as no payload."""
    what, _, token = payload.partition("_")
    match what:
        case "set" if token:
            return by_link(founding.begin(token))
        case "join" if token:
            return by_link(joining.begin(token))
        case "meet":
            return in_private_only(meetings.in_private)
        case "claim":
            return in_private_only(joining_claims.claim(token))
        case "add":  # the link that adds the bot to a group, which it has greeted already
            return in_private_only(herself.home)
        case _:
            return private_or_pointer(herself.home)


def in_private_only(act: Act) -> Act:
    """Carry out an act in private; do nothing in a group."""

    def guarded(tx: Tx, turn: ActContext) -> Answer | None:
        return act(tx, turn) if turn.incoming.is_private else None

    return guarded


def by_link(act: Act) -> Act:
    """Carry out the act of a link in private; a link that leads nowhere is told so.

    Whether it ever led anywhere is not told.
    """

    def followed(tx: Tx, turn: ActContext) -> Answer | None:
        try:
            with tx.savepoint():
                return act(tx, turn)
        except NotFound:
            herself.link_is_old(tx, turn)
            return None

    return in_private_only(followed)


def of_members(act: Act) -> Act:
    """Carry out an act; in private show her home to one who is in no group or waits there."""

    def guarded(tx: Tx, turn: ActContext) -> Answer | None:
        if turn.incoming.is_private and people.place_of(tx, turn.actor) is not Place.IN:
            herself.home(tx, turn)
            return None
        return act(tx, turn)

    return guarded


def private_or_pointer(act: Act) -> Act:
    """Carry out an act in private; in a group send a button to the private chat."""

    def guarded(tx: Tx, turn: ActContext) -> Answer | None:
        if turn.incoming.is_private:
            return act(tx, turn)
        return herself.in_group(tx, turn, "go_private")

    return guarded


def here_or_there(private: Act, group: Act) -> Act:
    """Carry out one act in private, another in a group."""

    def chosen(tx: Tx, turn: ActContext) -> Answer | None:
        return private(tx, turn) if turn.incoming.is_private else group(tx, turn)

    return chosen


def _always(act: Act) -> Callable[[str], Act]:
    return lambda _: act


def _tapped(act: Act) -> Callable[[Tap], Act]:
    return lambda _: act


def _command(tap: Tap) -> Act:
    """She tapped "it is me" under a command that was written in the group's name."""
    make = COMMANDS.get(tap.part(0))
    return make("") if make else herself.home


vouch: Final = of_members(here_or_there(vouches.in_private, vouches.in_group))
meet: Final = here_or_there(meetings.in_private, meetings.in_group)

COMMANDS: Final[Mapping[str, Callable[[str], Act]]] = MappingProxyType(
    {
        "start": start,
        "help": _always(herself.help_),
        "vouch": _always(vouch),
        "loan": lambda text: of_members(lending_form.command(text)),
        "points": _always(of_members(points.hers)),
        "group": _always(of_members(points.groups)),
        "meeting": _always(of_members(meet)),
        "me": _always(private_or_pointer(privacy.about_me)),
        "language": _always(herself.ask_language),
        "settings": _always(of_members(founding_settings.show)),
        "privacy": _always(privacy.notice),
        "add": _always(private_or_pointer(joining.ask_name)),
        "cancel": _always(private_or_pointer(herself.cancel)),
        "groups": _always(private_or_pointer(programme.groups)),
        "facilitator": programme.name_another,
    }
)

TAPS: Final[Mapping[str, Callable[[Tap], Act]]] = MappingProxyType(
    {
        "setup": founding.tapped,
        "admit": founding.admit,
        "refuse": founding.refuse,
        "look": programme.look_at_waiting,
        "groups": programme_groups.turn_page,
        "takeover": programme_groups.take_over,
        "members": people_members.list_,
        "member": people_members.look_at,
        "freeze": people_members.freeze,
        "thaw": people_members.thaw,
        "givesay": people_members.give_say,
        "rename": people_members.ask_name,
        "leaves": people_members.ask_leaving,
        "takesback": lambda tap: people_members.ask_leaving(tap, erases=True),
        "died": lambda tap: people_members.ask_leaving(tap, is_dead=True),
        "ownkin": people_members.ask_own_kin,
        "ownkinyes": people_members.tell_own_kin,
        "code": joining_claims.make_code,
        "consent": _tapped(private_or_pointer(joining_claims.agree)),
        "add": _tapped(private_or_pointer(joining.ask_name)),
        "agree": joining.agree,
        "adult": lambda tap: joining.confirm_age(tap, is_adult=True),
        "young": lambda tap: joining.confirm_age(tap, is_adult=False),
        "tie": joining.toggle_tie,
        "kin": joining_kin.look_at,
        "kinset": joining_kin.change,
        "tiesdone": joining.ties_done,
        "dismiss": joining.nothing,
        "waiting": _tapped(approvals.waiting),
        "allwaits": _tapped(private_or_pointer(approvals.all_waits)),
        "confirm": lambda tap: approvals.decide(tap, is_yes=True),
        "decline": lambda tap: approvals.decide(tap, is_yes=False),
        "stop": pending.stop,
        "hurry": pending.hurry,
        "give": vouches.give_on_board,
        "gave": vouches.give_in_private,
        "mine": vouches.look_at_mine,
        "renew": vouches.renew,
        "take": vouches.take_back,
        "beads": vouches.board_again,
        "reg": registers.look_at,
        "pick": lambda tap: registers.look_at(tap, picks=True),
        "mark": registers.mark,
        "line": registers.look_at_line,
        "paid": registers.pay,
        "count": registers.ask_cash,
        "counted": registers.count,
        "why": registers.explain,
        "check": registers.check,
        "close": registers.close,
        "takereg": registers.take_over,
        "drop": meetings.ask_drop,
        "dropyes": meetings.drop,
        "unname": programme.ask_dismissal,
        "unnameyes": programme.dismiss,
        "loans": _tapped(lending.list_),
        "askloan": _tapped(lending_form.begin),
        "loanfor": lending_form.begin_for,
        "ask": lending_form.choose,
        "askagain": lending_form.change,
        "asksend": _tapped(private_or_pointer(lending_form.send)),
        "ballot": lending.show_ballot,
        "vote": lending.vote,
        "hear": lending.listen,
        "loanyes": lending.approve,
        "loanno": lending.ask_reason_to_return,
        "loanok": lending.confirm,
        "loancancel": lending.ask_cancel,
        "loancancelyes": lending.cancel,
        "remind": lending.set_reminders,
        "wrong": disputes.mark_week,
        "wrongline": disputes.mark_line,
        "disputes": _tapped(private_or_pointer(disputes.waiting)),
        "dispute": disputes.decide,
        "meet": _tapped(meet),
        "home": _tapped(herself.home),
        "points": _tapped(points.hers),
        "group": _tapped(points.groups),
        "me": _tapped(privacy.about_me),
        "leave": privacy.ask_leave,
        "leaveyes": privacy.leave,
        "withdraw": _tapped(private_or_pointer(privacy.ask_withdraw)),
        "withdrawyes": privacy.withdraw,
        "languages": _tapped(herself.ask_language),
        "language": herself.choose_language,
        "glang": founding_settings.ask_language,
        "glangset": founding_settings.set_language,
        "gname": lambda tap: founding_settings.ask_word(tap, "name"),
        "gvillage": lambda tap: founding_settings.ask_word(tap, "village"),
        "gday": founding_settings.ask_day,
        "gdayset": founding_settings.set_day,
        "command": _command,
    }
)
