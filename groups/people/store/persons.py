"""The SQL of persons, and of the only table with their Telegram ids."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from groups.messages.rules.languages import language_for
from storage.tx import Tx, micros


@dataclass(frozen=True, slots=True)
class Person:
    """A person in all groups; `telegram_id` None: she has no account of her own."""

    id: str
    name: str
    language: str  # the language of her messages
    is_named: bool  # her name was corrected: Telegram's name counts no more
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


def is_linked(tx: Tx, person_id: str) -> bool:
    """Whether a Telegram account is linked to this person."""
    return bool(
        tx.value(
            "SELECT COUNT(*) FROM telegram_accounts WHERE person_id = :person_id",
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
    """Give a person her Telegram account; the bot cannot write to it before she starts the bot."""
    tx.run(
        "INSERT INTO telegram_accounts (telegram_id, person_id, language_code, reachable)"
        " VALUES (:telegram_id, :person_id, :language_code, 0)",
        telegram_id=telegram_id,
        person_id=person_id,
        language_code=language_code,
    )


def update_name(tx: Tx, person_id: str, name: str, *, is_named: bool) -> None:
    """Set a person's name."""
    tx.run(
        "UPDATE persons SET name = :name, is_named = :is_named WHERE id = :id",
        id=person_id,
        name=name,
        is_named=int(is_named),
    )


def update_language(tx: Tx, person_id: str, language: str) -> None:
    """Set the language that a person has chosen."""
    tx.run(
        "UPDATE persons SET language = :language WHERE id = :id", id=person_id, language=language
    )


def update_language_code(tx: Tx, person_id: str, language_code: str) -> None:
    """Store the language of her Telegram; it counts until she chooses one."""
    tx.run(
        "UPDATE telegram_accounts SET language_code = :language_code WHERE person_id = :person_id",
        person_id=person_id,
        language_code=language_code,
    )


def update_reachable(tx: Tx, person_id: str, *, is_reachable: bool) -> bool:
    """Store whether the bot can write to her; False if it was known."""
    return bool(
        tx.run(
            "UPDATE telegram_accounts SET reachable = :reachable"
            " WHERE person_id = :person_id AND reachable <> :reachable",
            person_id=person_id,
            reachable=int(is_reachable),
        )
    )
