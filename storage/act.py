"""Run an act, and refuse the mistakes that both engines refuse."""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from types import CoroutineType
from typing import Any, NoReturn, TypeVar

from storage.tx import Tx

R = TypeVar("R")


def run_act(
    act: Callable[..., R], tx: Tx, positional: Sequence[Any], named: Mapping[str, Any]
) -> R:
    """Run the act, return its result; refuse a coroutine and an act that raises StopIteration."""
    try:
        result: Any = act(tx, *positional, **named)
    except StopIteration as error:  # a future cannot pass StopIteration on to its caller
        raise RuntimeError("the act raised StopIteration") from error
    if type(result) is CoroutineType:
        _refuse_coroutine(result)
    done: R = result
    return done


def _refuse_coroutine(result: Coroutine[Any, Any, Any]) -> NoReturn:
    result.close()
    raise TypeError("an act is a plain function; this one is a coroutine")
