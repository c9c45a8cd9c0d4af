"""What the words mean, as frozen values and tables. Read people, group, vouch, meeting, refusals."""
