-- What takes effect only after its time: whom it concerns is told at once and may stop it.
CREATE TABLE pending_changes (
    id TEXT PRIMARY KEY,
    group_id TEXT NOT NULL REFERENCES groups (id),
    kind TEXT NOT NULL,                    -- move, pictures, withdrawal, erasure
    member_id TEXT NOT NULL REFERENCES members (id),
    body TEXT NOT NULL,                    -- JSON of ids and codes
    request_id TEXT REFERENCES second_person (id),
    state TEXT NOT NULL CHECK (state IN ('asked', 'waiting', 'done', 'stopped', 'lapsed')),
    asked_by TEXT NOT NULL,                -- member id, or person id of a facilitator
    asked_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    changed_by TEXT,
    changed_at BIGINT
);
CREATE INDEX pending_changes_due ON pending_changes (due_at) WHERE state = 'waiting';
CREATE INDEX pending_changes_of_member ON pending_changes (member_id, state);
CREATE INDEX pending_changes_of_request ON pending_changes (request_id);

-- 1: she lets her turn be opened on another's phone, though she has one of her own.
ALTER TABLE pins ADD COLUMN is_turn_on BIGINT NOT NULL DEFAULT 0;
