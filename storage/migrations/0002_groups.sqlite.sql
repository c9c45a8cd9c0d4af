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
