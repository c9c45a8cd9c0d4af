-- Updates that broke and that the operator has put away: what each was, never what it said.
CREATE TABLE dropped_updates (
    update_id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    tries BIGINT NOT NULL,
    error TEXT NOT NULL,                   -- type of the exception, never its words
    received_at BIGINT NOT NULL,
    parked_at BIGINT NOT NULL,
    dropped_at BIGINT NOT NULL
);
