"""Books on paper: in words, as workbooks and as pages."""
