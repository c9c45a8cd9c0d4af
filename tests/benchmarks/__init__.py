"""Speeds, printed by `make bench`; each module has a main()."""
