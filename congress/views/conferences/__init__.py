"""Pages of conferences and their points."""
