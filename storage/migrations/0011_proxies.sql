-- A word by another's hand may be spoken again while it stands, and taken back more than once: each
-- time is recorded, so that the answer says nothing about what stands.
DROP INDEX proxies_of_vouch;
CREATE UNIQUE INDEX proxies_of_vouch ON proxies (vouch_id, act)
    WHERE act IN ('spoken', 'confirmed', 'struck');
