"""The books: posting, the chain, words, statements, checking by hand-made faults, exports."""
