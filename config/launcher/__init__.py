"""Starts, watches and stops a whole portal on one machine. Standard library only."""
