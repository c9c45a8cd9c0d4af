"""Half-done dialogues: begun, read and ended, one a person."""

from groups.people.acts import dialogues
from groups.people.model.dialogue import Dialogue
from tests.groups.hamlet import Hamlet


async def begun(hamlet: Hamlet, kind: str = "rename") -> None:
    rani = await hamlet.meet("Rani")
    await hamlet.write(dialogues.begin, rani, kind, group_id="g", step="name", at=hamlet.at())


async def kinds(hamlet: Hamlet, *asked: str | None) -> list[bool]:
    """Whether she is in a dialogue of each kind."""
    rani = await hamlet.meet("Rani")
    return [await hamlet.read(dialogues.current, rani, kind) is not None for kind in asked]


async def test_a_dialogue_is_kept_as_it_was_begun(hamlet: Hamlet) -> None:
    await begun(hamlet)
    rani = await hamlet.meet("Rani")

    assert await hamlet.read(dialogues.current, rani) == Dialogue(
        rani.person_id, "rename", "g", "name", {}
    )


async def test_it_is_found_by_its_kind_alone(hamlet: Hamlet) -> None:
    await begun(hamlet)

    assert await kinds(hamlet, None, "rename", "loan") == [True, True, False]


async def test_another_one_takes_its_place(hamlet: Hamlet) -> None:
    await begun(hamlet)
    await begun(hamlet, "loan")

    assert await kinds(hamlet, "rename", "loan") == [False, True]


async def test_it_ends_by_its_kind_alone_or_whatever_it_is(hamlet: Hamlet) -> None:
    rani = await hamlet.meet("Rani")
    await begun(hamlet)
    await hamlet.write(dialogues.end, rani, "loan")
    after_another = await kinds(hamlet, None)
    await hamlet.write(dialogues.end, rani, "rename")
    after_its_own = await kinds(hamlet, None)
    await begun(hamlet)
    await hamlet.write(dialogues.end, rani)

    assert (after_another, after_its_own, await kinds(hamlet, None)) == ([True], [False], [False])
