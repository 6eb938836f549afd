"""Pages of works and tasks that welcome a congress."""
