"""Which act stands behind a command, a tap, a start link and a text."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from handlers.acts import (
    claims,
    facilitator,
    founding,
    group_list,
    herself,
    joining,
    kin,
    loan_form,
    loans,
    meeting,
    members,
    points,
    register,
    settings,
    two_persons,
    vouching,
)
from handlers.callback_data import Tap
from handlers.turn import Act, Answer, Turn
from storage.tx import Tx


def start(payload: str) -> Act:
    """She pressed START or followed a link; an unknown payload is no payload."""
    what, _, token = payload.partition("_")
    match what:
        case "set" if token:
            return in_private_only(founding.begin(token))
        case "join" if token:
            return in_private_only(joining.begin(token))
        case "meet":
            return in_private_only(meeting.in_private)
        case "claim":
            return in_private_only(claims.claim(token))
        case "add":  # the bot was brought by a link, and has greeted the group already
            return in_private_only(herself.home)
        case _:
            return private_or_pointer(herself.home)


def in_private_only(act: Act) -> Act:
    """An act that is begun in private; in a group nothing happens."""

    def guarded(tx: Tx, turn: Turn) -> Answer | None:
        return act(tx, turn) if turn.incoming.is_private else None

    return guarded


def private_or_pointer(act: Act) -> Act:
    """An act about herself; asked for in a group, a button leads to the private chat."""

    def guarded(tx: Tx, turn: Turn) -> Answer | None:
        if turn.incoming.is_private:
            return act(tx, turn)
        return herself.in_group(tx, turn, "go_private")

    return guarded


def here_or_there(private: Act, group: Act) -> Act:
    """One act in private, another in a group."""

    def chosen(tx: Tx, turn: Turn) -> Answer | None:
        return private(tx, turn) if turn.incoming.is_private else group(tx, turn)

    return chosen


def _always(act: Act) -> Callable[[str], Act]:
    return lambda _: act


def _tapped(act: Act) -> Callable[[Tap], Act]:
    return lambda _: act


def _command(tap: Tap) -> Act:
    """She tapped "it is me" under a command written in the group's name."""
    make = COMMANDS.get(tap.part(0))
    return make("") if make else herself.home


vouch: Final = here_or_there(vouching.in_private, vouching.in_group)
meet: Final = here_or_there(meeting.in_private, meeting.in_group)

COMMANDS: Final[Mapping[str, Callable[[str], Act]]] = MappingProxyType(
    {
        "start": start,
        "help": _always(herself.help_),
        "vouch": _always(vouch),
        "loan": loan_form.command,
        "points": _always(points.hers),
        "group": _always(points.groups),
        "meeting": _always(meet),
        "me": _always(private_or_pointer(herself.about_me)),
        "language": _always(herself.ask_language),
        "settings": _always(settings.show),
        "privacy": _always(herself.privacy),
        "add": _always(private_or_pointer(joining.ask_name)),
        "cancel": _always(private_or_pointer(herself.cancel)),
        "groups": _always(private_or_pointer(facilitator.groups)),
        "facilitator": facilitator.name_another,
    }
)

TAPS: Final[Mapping[str, Callable[[Tap], Act]]] = MappingProxyType(
    {
        "setup": founding.tapped,
        "admit": founding.admit,
        "refuse": founding.refuse,
        "look": facilitator.look_at_waiting,
        "groups": group_list.turn_page,
        "takeover": group_list.take_over,
        "members": members.list_,
        "member": members.look_at,
        "freeze": members.freeze,
        "thaw": members.thaw,
        "rename": members.ask_name,
        "leaves": members.ask_leaving,
        "takesback": lambda tap: members.ask_leaving(tap, erases=True),
        "died": lambda tap: members.ask_leaving(tap, is_dead=True),
        "code": claims.make_code,
        "consent": _tapped(private_or_pointer(claims.agree)),
        "add": _tapped(private_or_pointer(joining.ask_name)),
        "agree": joining.agree,
        "adult": lambda tap: joining.confirm_age(tap, is_adult=True),
        "young": lambda tap: joining.confirm_age(tap, is_adult=False),
        "tie": joining.toggle_tie,
        "kin": kin.look_at,
        "kinset": kin.change,
        "tiesdone": joining.ties_done,
        "dismiss": joining.nothing,
        "waiting": _tapped(two_persons.waiting),
        "confirm": lambda tap: two_persons.decide(tap, is_yes=True),
        "decline": lambda tap: two_persons.decide(tap, is_yes=False),
        "give": vouching.give_on_board,
        "gave": vouching.give_in_private,
        "mine": vouching.look_at_mine,
        "renew": vouching.renew,
        "take": vouching.take_back,
        "beads": vouching.board_again,
        "reg": register.look_at,
        "pick": lambda tap: register.look_at(tap, picks=True),
        "mark": register.mark,
        "line": register.look_at_line,
        "paid": register.pay,
        "count": register.ask_cash,
        "counted": register.count,
        "why": register.explain,
        "check": register.check,
        "close": register.close,
        "takereg": register.take_over,
        "drop": meeting.ask_drop,
        "dropyes": meeting.drop,
        "unname": facilitator.ask_dismissal,
        "unnameyes": facilitator.dismiss,
        "loans": _tapped(loans.list_),
        "askloan": _tapped(loan_form.begin),
        "loanfor": loan_form.begin_for,
        "ask": loan_form.choose,
        "askagain": loan_form.change,
        "asksend": _tapped(private_or_pointer(loan_form.send)),
        "ballot": loans.show_ballot,
        "vote": loans.vote,
        "hear": loans.listen,
        "loanyes": loans.approve,
        "loanno": loans.ask_reason_to_return,
        "loanok": loans.confirm,
        "loancancel": loans.ask_cancel,
        "loancancelyes": loans.cancel,
        "remind": loans.set_reminders,
        "wrong": points.dispute,
        "wrongline": points.dispute_line,
        "disputes": _tapped(private_or_pointer(facilitator.disputes_)),
        "dispute": facilitator.decide_dispute,
        "meet": _tapped(meet),
        "home": _tapped(herself.home),
        "points": _tapped(points.hers),
        "group": _tapped(points.groups),
        "me": _tapped(herself.about_me),
        "leave": herself.ask_leave,
        "leaveyes": herself.leave,
        "withdraw": _tapped(private_or_pointer(herself.ask_withdraw)),
        "withdrawyes": herself.withdraw,
        "languages": _tapped(herself.ask_language),
        "language": herself.choose_language,
        "glang": settings.ask_language,
        "glangset": settings.set_language,
        "gname": lambda tap: settings.ask_word(tap, "name"),
        "gvillage": lambda tap: settings.ask_word(tap, "village"),
        "gday": settings.ask_day,
        "gdayset": settings.set_day,
        "command": _command,
    }
)
