"""A module a page: what is read or done, and which template shows it.

Read in this order: `group` (the first page), `points`, `vouch`, `passbook`, `register`, `minutes`,
`waiting` (the second person), `settings`, `members`; for facilitators `groups` and `disputes`.
"""
