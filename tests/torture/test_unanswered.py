"""A real process is killed after it carried out taps, before it answered: all is found again."""

from pathlib import Path

from tests.journeys.process import begin, end, kill, until
from tests.torture import planted
from tests.torture.ground import CHAT
from tests.torture.reading import done_in
from tests.torture.unanswered import make_edge, recorded, telegram_beside

ONCE = {
    "vouches": 1,
    "ties": 1,
    "confirmed": 1,
    "stopped": 1,
    "stops in the chain": 1,
    "meetings": 2,
    "registers": 1,
    "savings": 3,
}


async def test_what_was_carried_out_and_never_answered_is_found_by_tapping_again(
    tmp_path: Path,
) -> None:
    edge = await make_edge(tmp_path)
    before = recorded(edge.ground.file)
    async with telegram_beside(edge) as telegram:
        sent = {telegram.tap(tapped)[0] for tapped in edge.taps.values()}
        process = await begin("run", env=telegram.env)
        await until(lambda: sent <= done_in(edge.ground.file))
        await kill(process)
        left = recorded(edge.ground.file)
        telegram.deaf = False
        telegram.released.set()
        process = await begin("run", env=telegram.env)
        await until(lambda: "The meeting is open now" in telegram.read_in(CHAT))
        again = {what: it for what, it in edge.taps.items() if it.told}
        queries = {what: telegram.tap(tapped)[1] for what, tapped in again.items()}
        await until(lambda: all(query.answer is not None for query in queries.values()))
        read = {what: telegram.read_by(tapped.by) for what, tapped in again.items()}
        await end(process)

    told = {what: f"{query.answer} {read[what]}" for what, query in queries.items()}
    assert before == dict.fromkeys(ONCE, 0) | {"meetings": 1}
    assert (left, recorded(edge.ground.file)) == (ONCE, ONCE)
    assert [what for what, tapped in again.items() if tapped.told not in told[what]] == []


async def test_a_process_that_forgets_what_it_did_is_caught_by_such_a_kill(tmp_path: Path) -> None:
    edge = await make_edge(tmp_path)
    async with telegram_beside(edge) as telegram:
        number, _ = telegram.tap(edge.taps["tie"])
        process = await begin("run", env=telegram.env, program=(*planted.PROGRAM, "unmarked"))
        await until(lambda: recorded(edge.ground.file)["ties"] > 0)
        await kill(process)
        process = await begin("run", env=telegram.env)
        await until(lambda: number in done_in(edge.ground.file))
        await end(process)

    assert recorded(edge.ground.file)["ties"] > ONCE["ties"]
