"""What is to be said: written in the transaction of the fact, sent and settled afterwards.

A row names its reader (a person, or the group's chat), a kind (the template's name) and facts.
Rows to somebody who cannot be reached are not written: nobody would ever read them.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from groups.messages.model import Due, Json, Message
from groups.messages.rules.languages import language_for
from storage.tx import Tx, micros, moment

SWEPT_AT_ONCE: Final = 500


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
    """Write a row to a person; False if its key stands, or she has no chat with the bot."""
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
    is_money: bool,
    at: datetime,
) -> bool:
    """Write a row to a group's chat; False if its key stands, or the bot is in no chat."""
    return bool(
        tx.run(
            "INSERT INTO outbox (group_id, kind, facts, key, urgency, is_money, state,"
            " not_before, tries, created_at)"
            " SELECT id, CAST(:kind AS TEXT), CAST(:facts AS TEXT), CAST(:key AS TEXT),"
            " CAST(:urgency AS BIGINT), CAST(:is_money AS BIGINT), 'waiting',"
            " CAST(:at AS BIGINT), 0, CAST(:at AS BIGINT)"
            " FROM groups WHERE id = :group_id AND EXISTS (SELECT 1 FROM chats"
            " WHERE chats.group_id = groups.id AND bot_is IN ('member', 'administrator'))"
            " ON CONFLICT (key) DO NOTHING",
            group_id=group_id,
            kind=kind,
            facts=_packed(facts),
            key=key,
            urgency=int(urgency),
            is_money=int(is_money),
            at=micros(at),
        )
    )


def delete_waiting_edits(tx: Tx, person_id: str, edits: int) -> None:
    """Delete what waits to go in the place of a person's message."""
    tx.run(
        "DELETE FROM outbox WHERE person_id = :person_id AND edits = :edits AND state = 'waiting'",
        person_id=person_id,
        edits=edits,
    )


def _packed(facts: Mapping[str, Json]) -> str:
    return json.dumps(dict(facts), ensure_ascii=False, separators=(",", ":"))


# --- sending ------------------------------------------------------------------------------------


def queue(tx: Tx, now: datetime, limit: int = 100, *, after: Due | None = None) -> tuple[Due, ...]:
    """What may be sent now, the most urgent and oldest first, from behind `after` on."""
    return tuple(
        tx.all(
            Due,
            "SELECT o.n, COALESCE(t.telegram_id, c.chat_id), o.urgency FROM outbox o"
            " LEFT JOIN telegram_accounts t ON t.person_id = o.person_id"
            " LEFT JOIN chats c ON c.group_id = o.group_id"
            " AND c.bot_is IN ('member', 'administrator')"
            " WHERE o.state = 'waiting' AND o.not_before <= :now"
            " AND COALESCE(t.telegram_id, c.chat_id) IS NOT NULL"
            " AND (o.urgency > :urgency OR (o.urgency = :urgency AND o.n > :n))"
            " ORDER BY o.urgency, o.n LIMIT :limit",
            now=micros(now),
            limit=limit,
            urgency=after.urgency if after else -1,
            n=after.n if after else 0,
        )
    )


def take(tx: Tx, n: int) -> Message | None:
    """Take a waiting row for sending; None if another has taken it, or nobody can be reached."""
    message = tx.one(
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
    return message if message and mark_sending(tx, n) else None


def _message(*row: Any) -> Message:
    *to, chosen, code, group_language, kind, facts, urgency, is_money, tries = row
    language = group_language or language_for(chosen or "", code or "")
    said = (kind, json.loads(facts), urgency, bool(is_money), tries)
    values: tuple[Any, ...] = (*to, language, *said)
    return Message(*values)


def mark_sending(tx: Tx, n: int) -> bool:
    """Take a waiting row for sending; False if another has taken it."""
    return bool(
        tx.run("UPDATE outbox SET state = 'sending' WHERE n = :n AND state = 'waiting'", n=n)
    )


def sent(tx: Tx, n: int, message_id: int | None, *, at: datetime) -> None:
    """Telegram has it, under this id; what it told of her is not kept a second time."""
    tx.run(
        "UPDATE outbox SET state = 'sent', message_id = :message_id, sent_at = :at, error = NULL,"
        " facts = '{}' WHERE n = :n",
        n=n,
        message_id=message_id,
        at=micros(at),
    )


def unsure(tx: Tx, n: int, error: str, *, at: datetime) -> None:
    """It may have arrived and must not be said twice: it stays as not sure."""
    _settle(tx, n, "unsure", error, at)


def failed(tx: Tx, n: int, error: str, *, at: datetime) -> None:
    """It cannot be sent: blocked, chat gone, or refused for good."""
    _settle(tx, n, "failed", error, at)


def _settle(tx: Tx, n: int, state: str, error: str, at: datetime) -> None:
    tx.run(
        "UPDATE outbox SET state = :state, error = :error, sent_at = :at, tries = tries + 1"
        " WHERE n = :n",
        n=n,
        state=state,
        error=error,
        at=micros(at),
    )


def retry(tx: Tx, n: int, error: str, *, not_before: datetime) -> None:
    """It did not arrive: it waits again, until then; unless a newer one goes in the same place."""
    is_old = tx.run(
        "UPDATE outbox SET state = 'failed', error = 'superseded', sent_at = :not_before,"
        " tries = tries + 1 WHERE n = :n AND EXISTS (SELECT 1 FROM outbox o"
        " WHERE o.person_id = outbox.person_id AND o.edits = outbox.edits AND o.n > outbox.n)",
        n=n,
        not_before=micros(not_before),
    )
    if is_old:
        return
    tx.run(
        "UPDATE outbox SET state = 'waiting', error = :error, not_before = :not_before,"
        " tries = tries + 1 WHERE n = :n",
        n=n,
        error=error,
        not_before=micros(not_before),
    )
    _give_up_gone(tx, n, at=not_before)


def _give_up_gone(tx: Tx, n: int | None, *, at: datetime) -> None:
    """What was on the wire when its group's chat was lost would wait for it for ever: fail it."""
    tx.run(
        "UPDATE outbox SET state = 'failed', error = 'chat_gone', sent_at = :at"
        " WHERE state = 'waiting' AND group_id IS NOT NULL"
        " AND (CAST(:n AS BIGINT) IS NULL OR n = :n)"
        " AND NOT EXISTS (SELECT 1 FROM chats WHERE chats.group_id = outbox.group_id"
        " AND chats.bot_is IN ('member', 'administrator'))",
        n=n,
        at=micros(at),
    )


def postpone(tx: Tx, message: Message, *, not_before: datetime) -> None:
    """Let all that waits for the same reader wait until then: its chat was asked for patience."""
    tx.run(
        "UPDATE outbox SET not_before = :not_before WHERE state = 'waiting'"
        " AND not_before < :not_before AND (person_id = CAST(:person_id AS TEXT)"
        " OR group_id = CAST(:group_id AS TEXT))",
        not_before=micros(not_before),
        person_id=message.person_id,
        group_id=message.group_id,
    )


# --- after a crash, and housekeeping ------------------------------------------------------------


def recover(tx: Tx, *, at: datetime) -> int:
    """At start: what was being sent is not sure if it tells of money, and waits again if not."""
    lost = tx.run(
        "UPDATE outbox SET state = 'unsure', error = 'stopped', sent_at = :at"
        " WHERE state = 'sending' AND is_money = 1",
        at=micros(at),
    )
    lost += tx.run("UPDATE outbox SET state = 'waiting' WHERE state = 'sending'")
    _give_up_gone(tx, None, at=at)
    return lost


def give_up_group(tx: Tx, group_id: str, *, at: datetime) -> int:
    """Fail what waits for a group whose chat is gone."""
    return tx.run(
        "UPDATE outbox SET state = 'failed', error = 'chat_gone', sent_at = :at"
        " WHERE group_id = :group_id AND state = 'waiting'",
        group_id=group_id,
        at=micros(at),
    )


def give_up_person(tx: Tx, person_id: str, *, at: datetime) -> int:
    """Fail what waits for a person who has blocked the bot."""
    return tx.run(
        "UPDATE outbox SET state = 'failed', error = 'blocked', sent_at = :at"
        " WHERE person_id = :person_id AND state = 'waiting'",
        person_id=person_id,
        at=micros(at),
    )


def sweep(
    tx: Tx, *, now: datetime, keep: timedelta = timedelta(days=30), limit: int = SWEPT_AT_ONCE
) -> int:
    """Delete what was settled long ago, with the names in it; of the `limit` oldest rows alone.

    What has waited as long for a reader whom the bot cannot write to goes, too: left there, such
    rows would be the oldest for ever, and nothing behind them would be swept.
    """
    before = micros(now - keep)
    settled = tx.run(
        "DELETE FROM outbox WHERE state IN ('sent', 'unsure', 'failed') AND sent_at < :before"
        " AND n IN (SELECT n FROM outbox ORDER BY n LIMIT :limit)",
        before=before,
        limit=limit,
    )
    return settled + tx.run(
        "DELETE FROM outbox WHERE state = 'waiting' AND created_at < :before"
        " AND n IN (SELECT n FROM outbox ORDER BY n LIMIT :limit)"
        " AND NOT EXISTS (SELECT 1 FROM telegram_accounts t WHERE t.person_id = outbox.person_id)"
        " AND NOT EXISTS (SELECT 1 FROM chats c WHERE c.group_id = outbox.group_id"
        " AND c.bot_is IN ('member', 'administrator'))",
        before=before,
        limit=limit,
    )


def oldest_waiting(tx: Tx) -> datetime | None:
    """When the oldest message that waits could first have been sent; None if nothing waits."""
    oldest = tx.value("SELECT MIN(not_before) FROM outbox WHERE state = 'waiting'")
    return None if oldest is None else moment(oldest)
