-- In which groups a facilitator is concerned herself is asked at each of her acts.
CREATE INDEX groups_set_up_by ON groups (set_up_by);
