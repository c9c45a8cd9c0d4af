"""Running an act: what both engines refuse of it."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from types import CoroutineType
from typing import Any, NoReturn, TypeVar

from storage.tx import Tx

R = TypeVar("R")


def run_act(
    act: Callable[..., R], tx: Tx, positional: Sequence[Any], named: Mapping[str, Any]
) -> R:
    """The act's result; an act that has to be awaited, or raises StopIteration, is a mistake."""
    try:
        result: Any = act(tx, *positional, **named)
    except StopIteration as error:  # a future refuses to carry it to who waits for it
        raise RuntimeError("the act raised StopIteration") from error
    if type(result) is CoroutineType:
        _refuse_coroutine(result)
    done: R = result
    return done


def _refuse_coroutine(result: Coroutine[Any, Any, Any]) -> NoReturn:
    result.close()
    raise TypeError("an act is a plain function; this one is a coroutine")
