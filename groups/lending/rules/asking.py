"""The answers of a loan request step by step: the next question, and the valid answers."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from groups.lending.model.proposal import LoanAskedFor
from groups.lending.rules.request_text import WORDS_MAX, read_months, read_request
from groups.loans.model.loan import Purpose
from groups.people.model.refusals import BadAnswer, NotFound
from groups.registers.model.money import LoanFund
from groups.registers.model.typed_amounts import read_amount

Answers = dict[str, Any]
FIELDS: Final = ("amount", "months", "purpose", "fund")
CHECK: Final = "check"


def next_step(answers: Mapping[str, Any]) -> str:
    """The first question without an answer; CHECK when all have one."""
    return next((field for field in FIELDS if not answers.get(field)), CHECK)


def in_one_line(text: str) -> Answers | None:
    """The answers from one line of text; None if it cannot be read."""
    read = read_request(text)
    if read is None:
        return None
    return {"amount": read.amount, "months": read.months, "words": read.words}


def with_tapped(answers: Mapping[str, Any], field: str, value: str) -> Answers:
    """The answers with a tapped one; NotFound for an unknown button."""
    read = _TAPPED.get(field)
    if read is None:
        raise NotFound
    return {**answers, field: read(value)}


def with_typed(answers: Mapping[str, Any], step: str, text: str) -> Answers:
    """The answers with a typed one: an amount, months, both, or the purpose."""
    line = in_one_line(text)
    if line is not None and step in {"amount", "months"}:
        return {**answers, **line, "words": line["words"] or answers.get("words", "")}
    if step == "amount":
        return {**answers, "amount": _amount(text)}
    if step == "months":
        return {**answers, "months": _months(text)}
    return {**answers, "words": text[:WORDS_MAX]}


def without(answers: Mapping[str, Any], field: str) -> Answers:
    """The answers without one, which is asked again; NotFound for an unknown question."""
    if field not in FIELDS:
        raise NotFound
    return {name: answer for name, answer in answers.items() if name != field}


def asked_of(answers: Mapping[str, Any]) -> LoanAskedFor | None:
    """The loan asked for; None while an answer is missing."""
    if next_step(answers) != CHECK:
        return None
    return LoanAskedFor(
        fund=LoanFund(answers["fund"]),
        amount=int(answers["amount"]),
        months=int(answers["months"]),
        purpose=Purpose(answers["purpose"]),
        words=str(answers.get("words") or ""),
        voice_id=answers.get("voice"),
    )


def _amount(text: str) -> int:
    paise = read_amount(text)
    if paise is None or paise % 100:
        raise BadAnswer("amount")
    return paise


def _months(text: str) -> int:
    months = read_months(text.strip())
    if months is None:
        raise BadAnswer("months")
    return months


def _purpose(value: str) -> str:
    if value not in set(Purpose):
        raise NotFound
    return value


def _fund(value: str) -> str:
    if value not in set(LoanFund):
        raise NotFound
    return value


_TAPPED: Final[Mapping[str, Callable[[str], int | str]]] = MappingProxyType(
    {"months": _months, "purpose": _purpose, "fund": _fund}
)
