"""Speeds, which `make bench` prints; each module has a main()."""
