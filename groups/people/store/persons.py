"""Persons, and the one table in which Telegram's ids of persons stand."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from groups.messages.rules.languages import language_for
from storage.tx import Tx, micros


@dataclass(frozen=True, slots=True)
class Person:
    """A person over all groups; `telegram_id` None: she has no account of her own."""

    id: str
    name: str
    language: str  # what she is spoken to in
    is_named: bool  # her name was corrected: what Telegram says counts no more
    telegram_id: int | None
    language_code: str
    is_reachable: bool
    chosen_language: str = ""  # empty: she has not chosen


def select_person(tx: Tx, person_id: str) -> Person | None:
    """A person by our own id."""
    return tx.one(
        _person,
        "SELECT p.id, p.name, p.language, p.is_named, t.telegram_id, t.language_code, t.reachable"
        " FROM persons p LEFT JOIN telegram_accounts t ON t.person_id = p.id WHERE p.id = :id",
        id=person_id,
    )


def select_person_of_account(tx: Tx, telegram_id: int) -> Person | None:
    """A person by her Telegram id."""
    return tx.one(
        _person,
        "SELECT p.id, p.name, p.language, p.is_named, t.telegram_id, t.language_code, t.reachable"
        " FROM telegram_accounts t JOIN persons p ON p.id = t.person_id"
        " WHERE t.telegram_id = :telegram_id",
        telegram_id=telegram_id,
    )


def is_account_of(tx: Tx, telegram_id: int, person_id: str) -> bool:
    """Whether a Telegram account belongs to this person."""
    return bool(
        tx.value(
            "SELECT COUNT(*) FROM telegram_accounts"
            " WHERE telegram_id = :telegram_id AND person_id = :person_id",
            telegram_id=telegram_id,
            person_id=person_id,
        )
    )


def _person(*row: Any) -> Person:
    id_, name, chosen, is_named, telegram_id, code, reachable = row
    return Person(
        id=id_,
        name=name,
        language=language_for(chosen, code or ""),
        is_named=bool(is_named),
        telegram_id=telegram_id,
        language_code=code or "",
        is_reachable=bool(reachable),
        chosen_language=chosen,
    )


def insert_person(tx: Tx, person_id: str, name: str, *, is_named: bool, at: datetime) -> None:
    """Write a person who has chosen no language yet."""
    tx.run(
        "INSERT INTO persons (id, name, language, is_named, created_at)"
        " VALUES (:id, :name, '', :is_named, :at)",
        id=person_id,
        name=name,
        is_named=int(is_named),
        at=micros(at),
    )


def insert_account(tx: Tx, telegram_id: int, person_id: str, language_code: str) -> None:
    """Give a person her Telegram account; the bot cannot write to it before she starts it."""
    tx.run(
        "INSERT INTO telegram_accounts (telegram_id, person_id, language_code, reachable)"
        " VALUES (:telegram_id, :person_id, :language_code, 0)",
        telegram_id=telegram_id,
        person_id=person_id,
        language_code=language_code,
    )


def update_name(tx: Tx, person_id: str, name: str, *, is_named: bool) -> None:
    """Call her this from now on."""
    tx.run(
        "UPDATE persons SET name = :name, is_named = :is_named WHERE id = :id",
        id=person_id,
        name=name,
        is_named=int(is_named),
    )


def update_language(tx: Tx, person_id: str, language: str) -> None:
    """Speak this language to her from now on."""
    tx.run(
        "UPDATE persons SET language = :language WHERE id = :id", id=person_id, language=language
    )


def update_language_code(tx: Tx, person_id: str, language_code: str) -> None:
    """Keep what her Telegram says; it counts until she chooses."""
    tx.run(
        "UPDATE telegram_accounts SET language_code = :language_code WHERE person_id = :person_id",
        person_id=person_id,
        language_code=language_code,
    )


def update_reachable(tx: Tx, person_id: str, *, is_reachable: bool) -> bool:
    """Keep whether the bot can write to her; False if that was known."""
    return bool(
        tx.run(
            "UPDATE telegram_accounts SET reachable = :reachable"
            " WHERE person_id = :person_id AND reachable <> :reachable",
            person_id=person_id,
            reachable=int(is_reachable),
        )
    )
