"""Programme: facilitators, their groups, and exports; see docs/architecture.md."""
