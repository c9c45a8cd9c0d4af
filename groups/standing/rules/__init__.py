"""Pure rules on points, standing and the group's grade."""
