-- In which groups a facilitator is concerned herself is asked at each of her acts.
CREATE INDEX groups_set_up_by ON groups (set_up_by);
CREATE INDEX group_acts_by ON group_acts (by_id);  -- she said that a member is her kin
