"""What leaves the portal to be checked without it: journals and sealed archives."""
