-- What is to be said, written in the transaction of the fact, rendered when it is sent.
CREATE TABLE outbox (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    person_id TEXT REFERENCES persons (id),
    group_id TEXT REFERENCES groups (id),  -- to her, or to the group's chat
    kind TEXT NOT NULL,                    -- the template's name
    facts TEXT NOT NULL,                   -- JSON
    key TEXT UNIQUE,                       -- the cause: said once
    urgency BIGINT NOT NULL,               -- 0 answer to a person, 1 money, 2 news, 3 digest
    is_money BIGINT NOT NULL,              -- 1: never said twice
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'unsure', 'failed')),
    not_before BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    error TEXT,
    created_at BIGINT NOT NULL,
    sent_at BIGINT,
    message_id BIGINT,
    edits BIGINT,                          -- the message of hers in whose place it goes
    CHECK ((person_id IS NULL) <> (group_id IS NULL))
);
CREATE INDEX outbox_waiting ON outbox (state, urgency, n);
CREATE INDEX outbox_edits ON outbox (person_id, edits) WHERE edits IS NOT NULL;
CREATE TRIGGER charters_no_update BEFORE UPDATE ON charters
BEGIN SELECT RAISE(ABORT, 'charters is append-only'); END;
CREATE TRIGGER charters_no_delete BEFORE DELETE ON charters
BEGIN SELECT RAISE(ABORT, 'charters is append-only'); END;
CREATE TRIGGER member_acts_no_update BEFORE UPDATE ON member_acts
BEGIN SELECT RAISE(ABORT, 'member_acts is append-only'); END;
CREATE TRIGGER member_acts_no_delete BEFORE DELETE ON member_acts
BEGIN SELECT RAISE(ABORT, 'member_acts is append-only'); END;
CREATE TRIGGER consents_no_update BEFORE UPDATE ON consents
BEGIN SELECT RAISE(ABORT, 'consents is append-only'); END;
CREATE TRIGGER consents_no_delete BEFORE DELETE ON consents
BEGIN SELECT RAISE(ABORT, 'consents is append-only'); END;
CREATE TRIGGER kinships_no_update BEFORE UPDATE ON kinships
BEGIN SELECT RAISE(ABORT, 'kinships is append-only'); END;
CREATE TRIGGER kinships_no_delete BEFORE DELETE ON kinships
BEGIN SELECT RAISE(ABORT, 'kinships is append-only'); END;
CREATE TRIGGER roles_no_update BEFORE UPDATE ON roles
BEGIN SELECT RAISE(ABORT, 'roles is append-only'); END;
CREATE TRIGGER roles_no_delete BEFORE DELETE ON roles
BEGIN SELECT RAISE(ABORT, 'roles is append-only'); END;
CREATE TRIGGER facilitators_no_update BEFORE UPDATE ON facilitators
BEGIN SELECT RAISE(ABORT, 'facilitators is append-only'); END;
CREATE TRIGGER facilitators_no_delete BEFORE DELETE ON facilitators
BEGIN SELECT RAISE(ABORT, 'facilitators is append-only'); END;
CREATE TRIGGER vouches_no_update BEFORE UPDATE ON vouches
BEGIN SELECT RAISE(ABORT, 'vouches is append-only'); END;
CREATE TRIGGER vouches_no_delete BEFORE DELETE ON vouches
BEGIN SELECT RAISE(ABORT, 'vouches is append-only'); END;
CREATE TRIGGER vouch_ends_no_update BEFORE UPDATE ON vouch_ends
BEGIN SELECT RAISE(ABORT, 'vouch_ends is append-only'); END;
CREATE TRIGGER vouch_ends_no_delete BEFORE DELETE ON vouch_ends
BEGIN SELECT RAISE(ABORT, 'vouch_ends is append-only'); END;
CREATE TRIGGER registers_no_update BEFORE UPDATE ON registers
BEGIN SELECT RAISE(ABORT, 'registers is append-only'); END;
CREATE TRIGGER registers_no_delete BEFORE DELETE ON registers
BEGIN SELECT RAISE(ABORT, 'registers is append-only'); END;
CREATE TRIGGER register_lines_no_update BEFORE UPDATE ON register_lines
BEGIN SELECT RAISE(ABORT, 'register_lines is append-only'); END;
CREATE TRIGGER register_lines_no_delete BEFORE DELETE ON register_lines
BEGIN SELECT RAISE(ABORT, 'register_lines is append-only'); END;
CREATE TRIGGER score_runs_no_update BEFORE UPDATE ON score_runs
BEGIN SELECT RAISE(ABORT, 'score_runs is append-only'); END;
CREATE TRIGGER score_runs_no_delete BEFORE DELETE ON score_runs
BEGIN SELECT RAISE(ABORT, 'score_runs is append-only'); END;
CREATE TRIGGER score_results_no_update BEFORE UPDATE ON score_results
BEGIN SELECT RAISE(ABORT, 'score_results is append-only'); END;
CREATE TRIGGER score_results_no_delete BEFORE DELETE ON score_results
BEGIN SELECT RAISE(ABORT, 'score_results is append-only'); END;
CREATE TRIGGER pin_acts_no_update BEFORE UPDATE ON pin_acts
BEGIN SELECT RAISE(ABORT, 'pin_acts is append-only'); END;
CREATE TRIGGER pin_acts_no_delete BEFORE DELETE ON pin_acts
BEGIN SELECT RAISE(ABORT, 'pin_acts is append-only'); END;
CREATE TRIGGER group_acts_no_update BEFORE UPDATE ON group_acts
BEGIN SELECT RAISE(ABORT, 'group_acts is append-only'); END;
CREATE TRIGGER group_acts_no_delete BEFORE DELETE ON group_acts
BEGIN SELECT RAISE(ABORT, 'group_acts is append-only'); END;
CREATE TRIGGER turn_acts_no_update BEFORE UPDATE ON turn_acts
BEGIN SELECT RAISE(ABORT, 'turn_acts is append-only'); END;
CREATE TRIGGER turn_acts_no_delete BEFORE DELETE ON turn_acts
BEGIN SELECT RAISE(ABORT, 'turn_acts is append-only'); END;
CREATE TRIGGER proxies_no_update BEFORE UPDATE ON proxies
BEGIN SELECT RAISE(ABORT, 'proxies is append-only'); END;
CREATE TRIGGER proxies_no_delete BEFORE DELETE ON proxies
BEGIN SELECT RAISE(ABORT, 'proxies is append-only'); END;
CREATE TRIGGER record_acts_no_update BEFORE UPDATE ON record_acts
BEGIN SELECT RAISE(ABORT, 'record_acts is append-only'); END;
CREATE TRIGGER record_acts_no_delete BEFORE DELETE ON record_acts
BEGIN SELECT RAISE(ABORT, 'record_acts is append-only'); END;

-- A row that no chain digests is kept a second time, in an index of all its columns: a bit that
-- changes in one of the two is found by integrity_check. PostgreSQL has checksums of its pages.
CREATE INDEX persons_whole ON persons (id, name, language, is_named, created_at);
CREATE INDEX telegram_accounts_whole ON telegram_accounts (telegram_id, person_id, language_code,
    reachable);
CREATE INDEX groups_whole ON groups (id, state, name, village, language, zone, meeting_day,
    meeting_minute, saving, charter, start_token, set_up_by, facilitator_id, first_day, score_due,
    created_at);
CREATE INDEX chats_whole ON chats (chat_id, group_id, thread_id, bot_is, can_pin, can_delete,
    since);
CREATE INDEX members_whole ON members (id, group_id, person_id, number, state, phone, joined_day,
    left_day);
CREATE INDEX meetings_whole ON meetings (id, group_id, day, state, opened_by, opened_at, held_by,
    ended_by, ended_at, version, reminded_at);
CREATE INDEX second_person_whole ON second_person (id, group_id, kind, subject, body, word_id,
    state, asked_by, asked_at, decided_by, decided_at);
CREATE INDEX disputes_whole ON disputes (id, group_id, member_id, subject, state, word_id,
    asked_at, decided_by, decided_word, decided_at);
CREATE INDEX outbox_whole ON outbox (n, person_id, group_id, kind, facts, key, urgency, is_money,
    state, not_before, tries, error, created_at, sent_at, message_id, edits) WHERE state IN
    ('sent', 'unsure', 'failed');
