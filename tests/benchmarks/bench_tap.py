"""Taps from HTTP to commit, beside the same updates through PTB without a database.

A member gives her vouch on her own board. The door stores the update, the desk carries it out, the
new board is written into the outbox, and the tap is answered over a wire that leads nowhere. PTB
parses the same bodies, finds the handler among as many, and answers the tap over such a wire: once
behind such a door, and once with the bodies in memory. The sender is a process of its own.
"""

import asyncio
import json
from collections.abc import Callable, Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final

from aiohttp import web
from telegram import Document, Update
from telegram.ext import CallbackQueryHandler

from groups.messages.store.inbox import count_waiting
from groups.oldbooks.model import NotASheet
from groups.people.model.refusals import Refusal
from groups.standing.store.runs import select_active_groups, update_score_due
from handlers.acts.menu import COMMANDS, TAPS
from handlers.application import make_application, type_of_application
from handlers.lanes import lane_of
from handlers.routes import Routes
from storage.tx import Tx, micros
from tests.benchmarks.http_sender import HttpSender
from tests.benchmarks.population import SIZE, Settled, ids, settle, week
from tests.benchmarks.rounds import Line, Rounds, shown
from tests.benchmarks.service import SECRET, TOKEN, Served, served
from tests.handlers import people
from tests.handlers.wire import Wire
from tests.rights.rehearsal import NobodySays
from webapp.asking import Front
from webapp.hook import PATH, SECRET_HEADER, hook
from webapp.server import make_web

ROUNDS: Final = 9
IN_FLIGHT: Final = 64
GROUPS: Final = 40  # tapped in a round, each member once
BOUND: Final = 0.3
_WEEKS: Final = 26
_WORDS: Final = 5
_BATCH: Final = 100  # as many as getUpdates returns

OURS, POLLED = "by webhook", "by polling"
PTB_DOOR, PTB, PTB_MUTE = "PTB behind a door", "PTB in memory", "PTB in memory, saying nothing"


@dataclass(frozen=True, slots=True)
class Sides:
    """The sides that take turns: the service behind its door, and PTB behind another."""

    house: Served
    port: int
    ptb: type_of_application
    ptb_mute: type_of_application
    ptb_port: int
    sender: HttpSender


def taps(settled: Sequence[Settled], nth: int) -> list[people.Json]:
    """Return one tap of every member of some groups; each vouches for another than before."""
    block = len(settled) // GROUPS
    some = settled[nth % block :: block]
    beyond = 1 + nth // block
    return [
        people.tap(
            group.telegram_ids[n],
            f"v1|gave|{group.group_id}|{group.members[(n + beyond) % SIZE]}",
        )
        for n in range(SIZE)
        for group in some
    ]


def bodies(updates: Sequence[people.Json]) -> list[bytes]:
    """Return updates as Telegram sends them."""
    return [json.dumps(update, ensure_ascii=False).encode() for update in updates]


# --- the sides ------------------------------------------------------------------------------------


async def _by_webhook(sides: Sides, updates: Sequence[people.Json]) -> None:
    assert await sides.sender.send() == len(updates), "every update was taken"
    await _all_done(sides.house)


async def _by_polling(sides: Sides, updates: Sequence[people.Json]) -> None:
    for at in range(0, len(updates), _BATCH):
        sides.house.wire.updates.append(list(updates[at : at + _BATCH]))
    await _all_done(sides.house)


async def _all_done(house: Served) -> None:
    """Wait until nothing waits to come in or be carried out, and every tap is answered."""
    waiting = -1
    while waiting or house.wire.updates:
        await asyncio.sleep(0.001)
        waiting = await house.database.read(count_waiting)
    await house.service.desk.idle()


async def _by_ptb_behind_a_door(sides: Sides, updates: Sequence[people.Json]) -> None:
    assert await sides.sender.send() == len(updates), "every update was taken"


def _by_ptb_in_memory(mute: bool) -> "Side":
    async def act(sides: Sides, updates: Sequence[people.Json]) -> None:
        application = sides.ptb_mute if mute else sides.ptb
        waiting = iter(bodies(updates))

        async def one_by_one() -> None:
            for body in waiting:
                await _processed(application, body)

        await asyncio.gather(*(one_by_one() for _ in range(IN_FLIGHT)))

    return act


Side = Callable[[Sides, Sequence[people.Json]], Coroutine[Any, Any, None]]
SIDES: Final[dict[str, Side]] = {
    OURS: _by_webhook,
    PTB_DOOR: _by_ptb_behind_a_door,
    PTB: _by_ptb_in_memory(mute=False),
    PTB_MUTE: _by_ptb_in_memory(mute=True),
    POLLED: _by_polling,
}


# --- PTB without a database -----------------------------------------------------------------------


async def _processed(application: type_of_application, body: bytes) -> None:
    await application.process_update(Update.de_json(json.loads(body), application.bot))


async def _make_ptb(*, mute: bool) -> type_of_application:
    """Return an application with the house's handlers, except what a tap does."""
    application = make_application(TOKEN, request=Wire(), updates_request=Wire())
    await application.initialize()

    async def no_sheet(_document: Document) -> Refusal:
        return NotASheet()

    async def tapped(update: Update, _: Any) -> None:
        if update.callback_query and not mute:
            words = "Your word for Sunita stands. You have 3 beads left."
            await update.callback_query.answer(words, show_alert=True)

    Routes(
        application,
        commands=COMMANDS,
        taps=TAPS,
        charter="",
        membership=NobodySays(),
        read_sheet=no_sheet,
    )
    application.handlers[0][0] = CallbackQueryHandler(tapped)
    return application


def _ptb_door(application: type_of_application) -> web.Application:
    async def receive(request: web.Request) -> web.Response:
        assert request.headers[SECRET_HEADER] == SECRET
        await _processed(application, await request.read())
        return web.Response()

    app = web.Application()
    app.router.add_post(PATH, receive)
    return app


# --- rounds ---------------------------------------------------------------------------------------


async def _serve(stack: AsyncExitStack, app: web.Application) -> int:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port: int = runner.addresses[0][1]
    return port


def _web_view(house: Served) -> web.Application:
    front = Front(
        database=house.database,
        now=house.now,
        new_id=ids("w"),
        said=house.service.said,
        bot_token=TOKEN,
        bot_username="saakh_bot",
        public_url="https://saakh.example.org",
    )
    return make_web(front, [hook(SECRET, lane=lane_of, wake=house.service.webhook_wake)])


def _score_nobody(tx: Tx) -> None:
    """Postpone all scoring, which another benchmark measures."""
    for group_id in select_active_groups(tx):
        update_score_due(tx, group_id, micros(week(1_000)))


def _between_rounds(tx: Tx) -> None:
    tx.run("DELETE FROM outbox")


def _words(tx: Tx) -> int:
    words: int = tx.value("SELECT COUNT(*) FROM vouches")
    return words


async def _one_round(sides: Sides, settled: Sequence[Settled], nth: int, rounds: Rounds) -> None:
    """Give each side one turn with the same number of taps."""
    for name, side in SIDES.items():
        is_ours = name in (OURS, POLLED)
        updates = taps(settled, 2 * nth + (name == POLLED) if is_ours else 0)
        if name in (OURS, PTB_DOOR):
            port = sides.port if is_ours else sides.ptb_port
            sides.sender.prepare(port, PATH, bodies(updates), IN_FLIGHT)
        before = await sides.house.database.read(_words)
        begun = perf_counter()
        await side(sides, updates)
        rounds.add(name, len(updates) / (perf_counter() - begun))
        given = await sides.house.database.read(_words) - before
        assert given == (len(updates) if is_ours else 0), "every tap has its effect, once"
        await sides.house.database.write(_between_rounds)


async def measure(rounds: int = ROUNDS) -> Rounds:
    """Let the sides take turns; return updates a second of each. The first round is not counted."""
    speeds = Rounds()
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(served(week(_WEEKS)))
        new_id, settled = ids("s"), list[Settled]()
        for block in range(-(-2 * (rounds + 1) // _WORDS)):
            numbers = range(GROUPS * block, GROUPS * (block + 1))
            settled += await house.database.write(
                settle, numbers, weeks=_WEEKS, beads=0, new_id=new_id
            )
        await house.database.write(_score_nobody)
        ptb, ptb_mute = await _make_ptb(mute=False), await _make_ptb(mute=True)
        sides = Sides(
            house,
            await _serve(stack, _web_view(house)),
            ptb,
            ptb_mute,
            await _serve(stack, _ptb_door(ptb)),
            stack.enter_context(HttpSender({SECRET_HEADER: SECRET})),
        )
        await house.service.start_polling()
        await _one_round(sides, settled, 0, Rounds())
        for nth in range(1, rounds + 1):
            await _one_round(sides, settled, nth, speeds)
    return speeds


def lines() -> list[Line]:
    """Measure, and return the lines of the table."""
    rounds = asyncio.run(measure())
    name = "taps a second, HTTP in to commit"
    return [
        Line(name, rounds.median(OURS), "/s", PTB_DOOR, rounds.median(PTB_DOOR), BOUND),
        Line(name, rounds.median(OURS), "/s", PTB, rounds.median(PTB)),
        Line(name, rounds.median(OURS), "/s", PTB_MUTE, rounds.median(PTB_MUTE)),
        Line("taps a second, by polling", rounds.median(POLLED), "/s", PTB, rounds.median(PTB)),
    ]


def main() -> None:
    """Measure and print."""
    for line in lines():
        print(shown(line))


if __name__ == "__main__":
    main()
