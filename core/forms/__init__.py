"""What people type on core's pages; one module for each group of screens."""
