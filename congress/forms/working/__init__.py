"""What people type about sub-committees and task forces."""
