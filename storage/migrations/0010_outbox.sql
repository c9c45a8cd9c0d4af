-- What waits for one person, or for one group's chat, is found without reading all that waits.
CREATE INDEX outbox_to_person ON outbox (person_id, urgency, n) WHERE state = 'waiting';
CREATE INDEX outbox_to_group ON outbox (group_id, urgency, n) WHERE state = 'waiting';
