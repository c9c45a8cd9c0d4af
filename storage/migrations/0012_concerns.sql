-- Whom a group concerned before her name was erased: it concerns her still, should she moderate.
CREATE TABLE concerns (
    person_id TEXT NOT NULL REFERENCES persons (id),
    group_id TEXT NOT NULL REFERENCES groups (id),
    PRIMARY KEY (person_id, group_id)
);
