"""Who may tap and write what. A row refuses everybody it does not name, and nothing changes.

A button's row: its data after the verb, with the scene's ids, and who may tap it. If it names an
id, outsiders get the same answer as for an id that does not exist.
"""

from typing import Final, NamedTuple

from tests.rights.scene import KINDS

ALL: Final = frozenset(KINDS)
OFFICERS: Final = frozenset({"president", "secretary", "treasurer"})
MEMBERS: Final = OFFICERS | {"member"}
OF_THE_GROUP: Final = MEMBERS | {"frozen"}
RECORDED: Final = OF_THE_GROUP | {"left"}
FACILITATOR: Final = frozenset({"facilitator"})
FACILITATORS: Final = FACILITATOR | {"other facilitator", "head"}
HEAD: Final = frozenset({"head"})
SOMEWHERE: Final = frozenset({"elsewhere"})  # asking in her own group is allowed
NOBODY: Final[frozenset[str]] = frozenset()
FROZEN: Final = frozenset({"frozen"})
NOT_ASKED: Final = frozenset({"no_consent_yet", "in_another_group"})
OTHERS_CARD: Final = frozenset({"already_decided"})  # the card belongs to another group than hers


class Row(NamedTuple):
    """A button's data, who may tap it, and who sees something without changing anything.

    `told` are codes of refusals that are not about rights, for example that she asked for nothing.
    """

    parts: tuple[str, ...]
    may: frozenset[str]
    looks: frozenset[str] = NOBODY
    told: frozenset[str] = NOBODY


TAPS: Final[dict[str, Row]] = {
    # --- a group begins
    "setup": Row(("name", "="), NOBODY),  # nobody here is being asked
    "admit": Row(("{waits}",), FACILITATORS),
    "refuse": Row(("{waits}",), FACILITATORS),
    "look": Row(("{waits}",), FACILITATORS),
    "groups": Row(("0",), FACILITATORS),
    "takeover": Row(("{group}",), HEAD),
    "unname": Row(("{chaya}",), HEAD),
    "unnameyes": Row(("{chaya}",), HEAD),
    # --- its members
    "members": Row(("{group}",), OF_THE_GROUP | FACILITATOR),
    "member": Row(("{radha}",), OF_THE_GROUP | FACILITATOR),
    "freeze": Row(("{radha}",), FACILITATOR),
    "thaw": Row(("{frozen}",), FACILITATOR),
    "ownkin": Row(("{radha}",), FACILITATOR),
    "ownkinyes": Row(("{radha}",), FACILITATOR),
    "givesay": Row(("{radha}",), FACILITATOR),
    "rename": Row(("{radha}",), OFFICERS | FACILITATOR),
    "leaves": Row(("{phool}",), OFFICERS | FACILITATOR),
    "takesback": Row(("{phool}",), OFFICERS | FACILITATOR),
    "died": Row(("{radha}",), OFFICERS | FACILITATOR),
    "kin": Row(("kin", "{phool}"), OFFICERS | FACILITATOR),
    "kinset": Row(("kin", "{phool}", "{radha}", "declared"), OFFICERS | FACILITATOR),
    "code": Row(("{phool}",), OFFICERS | FACILITATOR),
    "consent": Row((), OF_THE_GROUP | SOMEWHERE | {"waiting"}),
    "add": Row((), OFFICERS | SOMEWHERE),
    # --- joining
    "agree": Row(("{group}",), NOBODY, told=NOT_ASKED),
    "adult": Row(("{group}",), OF_THE_GROUP | {"waiting"}, told=NOT_ASKED),
    "young": Row(("{group}",), OF_THE_GROUP | {"waiting"}, told=NOT_ASKED),
    "tie": Row(("kin", "{radha}"), MEMBERS),
    "tiesdone": Row(("kin",), MEMBERS | SOMEWHERE),
    "dismiss": Row((), ALL),
    # --- two persons
    "waiting": Row((), MEMBERS | SOMEWHERE),
    "allwaits": Row((), ALL),  # shows each what is asked of her, and nobody anything else
    "confirm": Row(("{request}",), MEMBERS | FACILITATOR),
    "decline": Row(("{request}",), MEMBERS | FACILITATOR),
    # --- what waits, and concerns Radha alone
    "stop": Row(("{pending}",), FACILITATOR),
    "hurry": Row(("{pending}",), FACILITATOR),
    # --- vouch
    "give": Row(("{group}", "{radha}"), MEMBERS),
    "gave": Row(("{group}", "{radha}"), MEMBERS),
    "mine": Row(("{group}", "{radha}"), MEMBERS, looks=FROZEN),
    "renew": Row(("{group}", "{radha}"), MEMBERS),
    "take": Row(("{group}", "{radha}"), OF_THE_GROUP),
    "beads": Row(("{group}",), MEMBERS, looks=FROZEN),
    # --- the meeting
    "reg": Row(("{meeting}",), OFFICERS, looks=FACILITATOR),
    "pick": Row(("{meeting}",), OFFICERS, looks=FACILITATOR),
    "mark": Row(("{meeting}", "{radha}", "late"), OFFICERS),
    "line": Row(("{meeting}", "{radha}"), OFFICERS, looks=FACILITATOR),
    "paid": Row(("{meeting}", "{radha}", "2000"), OFFICERS),
    "count": Row(("{meeting}",), OFFICERS, looks=FACILITATOR),
    "counted": Row(("{meeting}", "1000"), OFFICERS),
    "why": Row(("{meeting}", "unknown"), OFFICERS),
    "check": Row(("{meeting}",), OFFICERS, looks=FACILITATOR),
    "close": Row(("{meeting}",), OFFICERS, looks=FACILITATOR),
    "takereg": Row(("{meeting}",), OFFICERS),
    "drop": Row(("{meeting}",), OFFICERS, looks=FACILITATOR),
    "dropyes": Row(("{meeting}",), OFFICERS),
    "meet": Row((), OFFICERS | SOMEWHERE, looks=MEMBERS | FROZEN),
    # --- loans
    "loans": Row((), OF_THE_GROUP | SOMEWHERE),
    "askloan": Row((), MEMBERS | SOMEWHERE),
    "loanfor": Row(("{radha}",), OFFICERS),
    "ask": Row(("months", "6"), NOBODY),  # nobody here is asking
    "askagain": Row(("amount",), NOBODY),
    "asksend": Row((), NOBODY),
    "ballot": Row(("{ballot}",), OF_THE_GROUP | FACILITATOR),
    "vote": Row(("{ballot}", "yes"), MEMBERS),
    "hear": Row(("{ballot}",), MEMBERS | FACILITATOR),
    "loanyes": Row(("{carried}",), FACILITATOR),
    "loanno": Row(("{carried}",), FACILITATOR),
    "loanok": Row(("{approved}",), OFFICERS),
    "loancancel": Row(("{approved}",), OFFICERS | FACILITATOR),
    "loancancelyes": Row(("{approved}",), OFFICERS | FACILITATOR),
    "remind": Row(("off",), ALL),
    # --- disputes-------
    "wrong": Row(("{group}", "{period}"), RECORDED),
    "wrongline": Row(("{group}", "{closed}"), RECORDED),
    "disputes": Row((), FACILITATORS),
    "dispute": Row(("{dispute}", "upheld"), FACILITATOR),
    # --- her own
    "home": Row((), ALL),
    "points": Row((), OF_THE_GROUP | SOMEWHERE),
    "group": Row((), OF_THE_GROUP | SOMEWHERE),
    "me": Row((), ALL),
    "leave": Row(("{group}",), OF_THE_GROUP | {"waiting"}, told=OTHERS_CARD),
    "leaveyes": Row(("{group}",), OF_THE_GROUP | {"waiting"}, told=OTHERS_CARD),
    "withdraw": Row((), RECORDED | SOMEWHERE | {"waiting"}),
    "withdrawyes": Row(("{group}",), RECORDED | {"waiting"}, told=OTHERS_CARD),
    "languages": Row((), ALL),
    "language": Row(("hi",), ALL),
    # --- settings------
    "glang": Row(("{group}",), ALL),  # only the question; its answer is what counts
    "glangset": Row(("{group}", "hi"), OFFICERS),
    "gname": Row(("{group}",), OFFICERS),
    "gvillage": Row(("{group}",), OFFICERS),
    "gday": Row(("{group}",), ALL),
    "gdayset": Row(("{group}", "3"), OFFICERS),
    "command": Row(("help",), ALL),
}

# Each command in private, and in the living group's chat. Those of members show others their home
# in private; a meeting is opened by an office-bearer, all others read when it is.
COMMANDS: Final[dict[str, tuple[frozenset[str], frozenset[str]]]] = {
    "start": (ALL, ALL),
    "help": (ALL, ALL),
    "vouch": (ALL, MEMBERS),
    "loan": (ALL, ALL),
    "points": (ALL, ALL),
    "group": (ALL, OF_THE_GROUP | FACILITATOR | HEAD),
    "meeting": (ALL, OF_THE_GROUP | FACILITATOR),
    "me": (ALL, ALL),
    "language": (ALL, ALL),
    "settings": (ALL, ALL),
    "privacy": (ALL, ALL),
    "add": (OFFICERS | SOMEWHERE, ALL),
    "cancel": (ALL, ALL),
    "groups": (FACILITATORS, ALL),
    "facilitator": (FACILITATORS, ALL),
}

# The payloads of links to the private chat; a refused person is told, and nothing changes.
NOWHERE: Final = ("set_nosuchtoken", "join_nosuchtoken")
OF_MEMBERS: Final = ("vouch", "loan", "points", "group", "meeting", "settings")
STARTS: Final[dict[str, Row]] = {
    "set_{token}": Row((), NOBODY, told=frozenset({"already_decided", "in_another_group"})),
    "meet": Row((), OFFICERS | SOMEWHERE, looks=MEMBERS | FROZEN),
}
