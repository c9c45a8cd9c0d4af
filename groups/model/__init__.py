"""What the words mean, as frozen values and tables: people, group, vouch, meeting, refusals."""
