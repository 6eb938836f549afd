"""Pages of sub-committees and task forces."""
