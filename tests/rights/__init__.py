"""Who may do what, cell by cell: `scene` makes everybody, `table_*` say who may, tests check it."""
