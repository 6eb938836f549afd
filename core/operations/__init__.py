"""Keeping the machine and its data well: backups, restores, its state of health."""
