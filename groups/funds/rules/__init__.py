"""Pure rules on funds and on sharing out."""
