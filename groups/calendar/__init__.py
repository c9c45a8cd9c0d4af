"""Calendar: days, meeting days and periods; see docs/architecture.md."""
