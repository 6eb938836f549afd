"""The pages that belong to no app; one module for each group of screens."""
