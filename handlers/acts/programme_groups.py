"""A facilitator's groups, page by page; groups that wait for admission come first."""

from typing import Final

from groups.disputes import acts as disputes
from groups.messages.model import Json
from groups.programme.acts import facilitators
from groups.programme.acts.her_groups import groups_of_facilitator
from groups.programme.model import GroupBrief
from groups.vouches.acts import proxies
from handlers.acts import people_members
from handlers.callback_data import Tap
from handlers.turn import Act, ActContext
from storage.tx import Tx

A_PAGE: Final = 20  # Telegram allows a message 100 buttons and about 4,000 letters


def show(tx: Tx, turn: ActContext, page: int = 0, *, is_new: bool = False) -> None:
    """Show a page of the groups that wait, groups without a facilitator, and her own groups.

    `is_new` sends a new message, because another card has replaced the one she tapped.
    """
    groups = groups_of_facilitator(tx, turn.actor)
    pages = max(1, -(-len(groups) // A_PAGE))
    at = min(max(page, 0), pages - 1)
    shown = groups[at * A_PAGE : (at + 1) * A_PAGE]
    buttons: list[Json] = [[it.id, it.name, _state(it)] for it in shown]
    lines: list[Json] = [[it.name, it.village, _state(it), it.members] for it in shown]
    hers = sum(_state(it) == "active" for it in groups)
    say = turn.say if is_new else turn.show
    rests = proxies.everywhere(tx, turn.actor, at=turn.at)
    marked = len(disputes.waiting_everywhere(tx, turn.actor))
    shown_now = {"groups": buttons, "lines": lines, "count": hers, "marked": marked}
    shown_now |= {"by_hand": rests.words, "locked": rests.locked}
    say(tx, "facilitator", **shown_now, page=at, pages=pages)


def turn_page(tap: Tap) -> Act:
    """Show the page of her groups that she tapped; the first page for anything else."""

    def act(tx: Tx, turn: ActContext) -> None:
        facilitators.list_facilitators(tx, turn.actor)
        number = tap.part(0)
        show(tx, turn, int(number) if number.isascii() and number.isdigit() else 0)

    return act


def take_over(tap: Tap) -> Act:
    """A head takes over a group that has no facilitator."""

    def act(tx: Tx, turn: ActContext) -> None:
        group = facilitators.take_over(tx, turn.actor, tap.part(0), at=turn.at)
        people_members.show_list(tx, turn, group.id)

    return act


def _state(brief: GroupBrief) -> str:
    return "alone" if brief.is_left_alone else brief.state
