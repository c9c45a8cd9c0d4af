"""People: persons, members, roles and facilitators; see docs/architecture.md."""
