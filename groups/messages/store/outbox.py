"""The SQL of the outbox: rows to be sent, and the result of each.

A row has its reader (a person, or the group's chat), a kind (the template's name) and facts.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from groups.messages.model import DueMessage, Json, WaitingMessage
from groups.messages.rules.languages import language_for
from storage.tx import Tx, micros

# --- writing ------------------------------------------------------------------------------------


def insert_message_to_person(  # noqa: PLR0913 - each says how the one row is sent
    tx: Tx,
    person_id: str,
    kind: str,
    facts: Mapping[str, Json],
    *,
    key: str | None,
    urgency: int,
    is_money: bool,
    edits: int | None,
    at: datetime,
) -> bool:
    """Insert a row to a person; False if its key exists, or she has no chat with the bot."""
    return bool(
        tx.run(
            "INSERT INTO outbox (person_id, kind, facts, key, urgency, is_money, state,"
            " not_before, tries, created_at, edits)"
            " SELECT person_id, CAST(:kind AS TEXT), CAST(:facts AS TEXT), CAST(:key AS TEXT),"
            " CAST(:urgency AS BIGINT), CAST(:is_money AS BIGINT), 'waiting',"
            " CAST(:at AS BIGINT), 0, CAST(:at AS BIGINT), CAST(:edits AS BIGINT)"
            " FROM telegram_accounts WHERE person_id = :person_id AND reachable = 1"
            " ON CONFLICT (key) DO NOTHING",
            person_id=person_id,
            kind=kind,
            facts=_packed(facts),
            key=key,
            urgency=int(urgency),
            is_money=int(is_money),
            at=micros(at),
            edits=edits,
        )
    )


def insert_message_to_group(
    tx: Tx,
    group_id: str,
    kind: str,
    facts: Mapping[str, Json],
    *,
    key: str | None,
    urgency: int,
    at: datetime,
) -> bool:
    """Insert a row to a group's chat; False if its key exists, or the bot is in no chat."""
    return bool(
        tx.run(
            "INSERT INTO outbox (group_id, kind, facts, key, urgency, is_money, state,"
            " not_before, tries, created_at)"
            " SELECT id, CAST(:kind AS TEXT), CAST(:facts AS TEXT), CAST(:key AS TEXT),"
            " CAST(:urgency AS BIGINT), 0, 'waiting', CAST(:at AS BIGINT), 0, CAST(:at AS BIGINT)"
            " FROM groups WHERE id = :group_id AND EXISTS (SELECT 1 FROM chats"
            " WHERE chats.group_id = groups.id AND bot_is IN ('member', 'administrator'))"
            " ON CONFLICT (key) DO NOTHING",
            group_id=group_id,
            kind=kind,
            facts=_packed(facts),
            key=key,
            urgency=int(urgency),
            at=micros(at),
        )
    )


def delete_waiting_edits(tx: Tx, person_id: str, edits: int) -> None:
    """Delete waiting rows that replace this message of a person."""
    tx.run(
        "DELETE FROM outbox WHERE person_id = :person_id AND edits = :edits AND state = 'waiting'",
        person_id=person_id,
        edits=edits,
    )


def _packed(facts: Mapping[str, Json]) -> str:
    return json.dumps(dict(facts), ensure_ascii=False, separators=(",", ":"))


# --- sending ------------------------------------------------------------------------------------


def select_due(
    tx: Tx, at: datetime, limit: int, *, after: DueMessage | None = None
) -> tuple[DueMessage, ...]:
    """The first row of each reader that may be sent at a moment, after `after`.

    Most urgent and oldest first. However much waits for one chat, it is one row.
    """
    return tuple(
        tx.all(
            DueMessage,
            "SELECT o.n, COALESCE(t.telegram_id, c.chat_id), o.urgency FROM outbox o"
            " LEFT JOIN telegram_accounts t ON t.person_id = o.person_id"
            " LEFT JOIN chats c ON c.group_id = o.group_id"
            " AND c.bot_is IN ('member', 'administrator')"
            " WHERE o.state = 'waiting' AND o.not_before <= :now"
            " AND COALESCE(t.telegram_id, c.chat_id) IS NOT NULL"
            " AND (o.urgency > :urgency OR (o.urgency = :urgency AND o.n > :n))"
            " AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.person_id = o.person_id"
            " AND e.state = 'waiting' AND e.not_before <= :now"
            " AND (e.urgency < o.urgency OR (e.urgency = o.urgency AND e.n < o.n)))"
            " AND NOT EXISTS (SELECT 1 FROM outbox e WHERE e.group_id = o.group_id"
            " AND e.state = 'waiting' AND e.not_before <= :now"
            " AND (e.urgency < o.urgency OR (e.urgency = o.urgency AND e.n < o.n)))"
            " ORDER BY o.urgency, o.n LIMIT :limit",
            now=micros(at),
            limit=limit,
            urgency=after.urgency if after else -1,
            n=after.n if after else 0,
        )
    )


def select_message(tx: Tx, n: int) -> WaitingMessage | None:
    """A row with its chat and language; None if its reader cannot be reached."""
    return tx.one(
        _message,
        "SELECT o.n, COALESCE(t.telegram_id, c.chat_id), c.thread_id, o.person_id, o.group_id,"
        " p.language, t.language_code, g.language, o.kind, o.facts, o.urgency, o.is_money,"
        " o.tries FROM outbox o"
        " LEFT JOIN persons p ON p.id = o.person_id"
        " LEFT JOIN telegram_accounts t ON t.person_id = o.person_id"
        " LEFT JOIN groups g ON g.id = o.group_id"
        " LEFT JOIN chats c ON c.group_id = o.group_id"
        " AND c.bot_is IN ('member', 'administrator')"
        " WHERE o.n = :n AND COALESCE(t.telegram_id, c.chat_id) IS NOT NULL",
        n=n,
    )


def _message(*row: Any) -> WaitingMessage:
    n, chat_id, thread_id, person_id, group_id, chosen, code, group_language, *said = row
    kind, facts, urgency, is_money, tries = said
    return WaitingMessage(
        n=n,
        chat_id=chat_id,
        thread_id=thread_id,
        person_id=person_id,
        group_id=group_id,
        language=group_language or language_for(chosen or "", code or ""),
        kind=kind,
        facts=json.loads(facts),
        urgency=urgency,
        is_money=bool(is_money),
        tries=tries,
    )


def update_sending(tx: Tx, n: int) -> bool:
    """Record that a waiting row is being sent; False if it is already taken."""
    return bool(
        tx.run("UPDATE outbox SET state = 'sending' WHERE n = :n AND state = 'waiting'", n=n)
    )


# --- how it ended -------------------------------------------------------------------------------


def update_sent(tx: Tx, n: int, message_id: int | None, *, at: datetime) -> None:
    """Record that Telegram has the row under this id, and clear its facts."""
    tx.run(
        "UPDATE outbox SET state = 'sent', message_id = :message_id, sent_at = :at, error = NULL,"
        " facts = '{}' WHERE n = :n",
        n=n,
        message_id=message_id,
        at=micros(at),
    )


def update_ended(tx: Tx, n: int, state: str, error: str, *, at: datetime) -> None:
    """Record that a row is not sent any more: `state` is unsure or failed."""
    tx.run(
        "UPDATE outbox SET state = :state, error = :error, sent_at = :at, tries = tries + 1"
        " WHERE n = :n",
        n=n,
        state=state,
        error=error,
        at=micros(at),
    )


def update_superseded(tx: Tx, n: int, *, at: datetime) -> bool:
    """Fail a row if a newer one replaces the same message; False if there is none."""
    return bool(
        tx.run(
            "UPDATE outbox SET state = 'failed', error = 'superseded', sent_at = :at,"
            " tries = tries + 1 WHERE n = :n AND EXISTS (SELECT 1 FROM outbox o"
            " WHERE o.person_id = outbox.person_id AND o.edits = outbox.edits AND o.n > outbox.n)",
            n=n,
            at=micros(at),
        )
    )


def update_waiting(tx: Tx, n: int, error: str, *, not_before: datetime) -> None:
    """Let an undelivered row wait until `not_before`."""
    tx.run(
        "UPDATE outbox SET state = 'waiting', error = :error, not_before = :not_before,"
        " tries = tries + 1 WHERE n = :n",
        n=n,
        error=error,
        not_before=micros(not_before),
    )


def update_without_chat(tx: Tx, n: int | None, *, at: datetime) -> None:
    """Fail a waiting row whose group has lost its chat, or without a number all such rows."""
    tx.run(
        "UPDATE outbox SET state = 'failed', error = 'chat_gone', sent_at = :at"
        " WHERE state = 'waiting' AND group_id IS NOT NULL"
        " AND (CAST(:n AS BIGINT) IS NULL OR n = :n)"
        " AND NOT EXISTS (SELECT 1 FROM chats WHERE chats.group_id = outbox.group_id"
        " AND chats.bot_is IN ('member', 'administrator'))",
        n=n,
        at=micros(at),
    )


def update_not_before(tx: Tx, message: WaitingMessage, *, not_before: datetime) -> None:
    """Delay all that waits for the reader of a message until `not_before`."""
    tx.run(
        "UPDATE outbox SET not_before = :not_before WHERE state = 'waiting'"
        " AND not_before < :not_before AND (person_id = CAST(:person_id AS TEXT)"
        " OR group_id = CAST(:group_id AS TEXT))",
        not_before=micros(not_before),
        person_id=message.person_id,
        group_id=message.group_id,
    )


def update_group_not_held(tx: Tx, group_id: str, *, at: datetime) -> None:
    """Let all that waits for a group's chat be sent now: what held it back may be over."""
    tx.run(
        "UPDATE outbox SET not_before = :at WHERE group_id = :group_id AND state = 'waiting'"
        " AND not_before > :at",
        group_id=group_id,
        at=micros(at),
    )


def update_group_unreachable(tx: Tx, group_id: str, *, at: datetime) -> int:
    """Fail what waits for a group whose chat is gone; return how many."""
    return tx.run(
        "UPDATE outbox SET state = 'failed', error = 'chat_gone', sent_at = :at"
        " WHERE group_id = :group_id AND state = 'waiting'",
        group_id=group_id,
        at=micros(at),
    )


def update_person_unreachable(tx: Tx, person_id: str, *, at: datetime) -> int:
    """Fail what waits for a person who has blocked the bot; return how many."""
    return tx.run(
        "UPDATE outbox SET state = 'failed', error = 'blocked', sent_at = :at"
        " WHERE person_id = :person_id AND state = 'waiting'",
        person_id=person_id,
        at=micros(at),
    )


# --- after a crash, and housekeeping ------------------------------------------------------------


def update_sending_receipts(tx: Tx, *, at: datetime) -> int:
    """Set receipts of a person's money that were being sent to unsure; return how many."""
    return tx.run(
        "UPDATE outbox SET state = 'unsure', error = 'stopped', sent_at = :at"
        " WHERE state = 'sending' AND is_money = 1 AND person_id IS NOT NULL",
        at=micros(at),
    )


def update_sending_again(tx: Tx) -> int:
    """Let rows that were being sent wait again; return how many."""
    return tx.run("UPDATE outbox SET state = 'waiting' WHERE state = 'sending'")


def delete_settled(tx: Tx, before: datetime, limit: int) -> int:
    """Delete rows settled before a moment, among the `limit` oldest rows; return how many."""
    return tx.run(
        "DELETE FROM outbox WHERE state IN ('sent', 'unsure', 'failed') AND sent_at < :before"
        " AND n IN (SELECT n FROM outbox ORDER BY n LIMIT :limit)",
        before=micros(before),
        limit=limit,
    )


def delete_without_reader(tx: Tx, before: datetime, limit: int) -> int:
    """Delete rows that wait since before a moment for a reader whom the bot cannot reach.

    Only among the `limit` oldest rows; returns how many.
    """
    return tx.run(
        "DELETE FROM outbox WHERE state = 'waiting' AND created_at < :before"
        " AND n IN (SELECT n FROM outbox ORDER BY n LIMIT :limit)"
        " AND NOT EXISTS (SELECT 1 FROM telegram_accounts t WHERE t.person_id = outbox.person_id)"
        " AND NOT EXISTS (SELECT 1 FROM chats c WHERE c.group_id = outbox.group_id"
        " AND c.bot_is IN ('member', 'administrator'))",
        before=micros(before),
        limit=limit,
    )
