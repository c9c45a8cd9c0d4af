"""Books on paper: `words` puts a table into a language; `xlsx` and `pdf` make files from it."""
