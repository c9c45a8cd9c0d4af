"""Pure rules on the cut-off sheet of an old group."""
